"""What is filled in to put a meeting right, or to take it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from cases.forms.fields import Prose
from cases.forms.record import Revision
from cases.gatherings.enums import Attended
from cases.gatherings.forms import MeetingFields, told_apart, typed_day
from cases.gatherings.queries import MeetingPage, Place
from cases.gatherings.services.corrections import Unnamed
from cases.gatherings.services.meetings import Told
from msa.web.widgets import Chips

_MOST_UNNAMED = 100
_OF_THEM_NOTHING = _(
    "It is not kept which of them came, so you say how many. Or leave it empty."
)


def _number(label: Any, help_text: Any = "") -> forms.IntegerField:
    field = forms.IntegerField(
        label=label,
        help_text=help_text,
        min_value=0,
        max_value=_MOST_UNNAMED,
        required=False,
        widget=forms.NumberInput({"class": "short", "inputmode": "numeric"}),
    )
    field.hides_optional = True  # type: ignore[attr-defined]
    return field


class CorrectMeeting(Revision, MeetingFields):
    """A meeting as it stands, to be changed."""

    counted = _number(_("How many of them were counted"), _OF_THEM_NOTHING)
    came = _number(_("How many of them came"))

    def __init__(
        self,
        data: Any = None,
        *,
        page: MeetingPage,
        places: Sequence[Place],
        noted: Mapping[UUID, Attended],
        keep_notes: frozenset[UUID],
        workers: Mapping[str, str],
    ) -> None:
        row, now = page.row, page.now
        initial = {
            "revision": now.revision,
            "held_on": typed_day(now.held_on),
            "minutes": now.minutes,
            "mode": row.mode,
            "guests": now.guests,
            "run_by": [str(one) for one in row.run_by],
            "summary": now.summary,
        }
        super().__init__(data, initial=initial)
        self.offer(workers)
        self._noted, self._keep_notes = noted, keep_notes
        # Of the other kind whoever runs it learns nothing of notes: all are asked of.
        everybody = not page.group.is_for_survivors
        self._asked = [
            one
            for one in places
            if everybody or one.row.subject_id in noted.keys() | keep_notes
        ]
        if all(one.row.subject_id in noted for one in places):
            del self.fields["counted"], self.fields["came"]
        for one in self._asked:
            self._ask_of(one)

    def _ask_of(self, one: Place) -> None:
        said = self._noted.get(one.row.subject_id)
        name = told_apart(one, self._asked)
        self.fields[f"how-{one.row.id}"] = forms.ChoiceField(
            label=name,
            choices=Attended.choices,
            widget=Chips,
            initial=said.value if said else None,
            required=False,
        )
        self.fields[f"how-{one.row.id}"].hides_optional = True  # type: ignore[attr-defined]
        self.fields[f"outcome-{one.row.id}"] = Prose(
            label=_("What came of it for %(name)s") % {"name": name}
        )

    def members(self) -> list[tuple[BoundField, BoundField | None]]:
        """Return for each member what is asked of him; his note if he had none yet."""
        return [(self[f"how-{one.row.id}"], self._outcome(one)) for one in self._asked]

    def _outcome(self, one: Place) -> BoundField | None:
        outcome = self[f"outcome-{one.row.id}"]
        subject = one.row.subject_id
        is_first = self._noted.get(subject) != Attended.CAME
        shown = is_first and subject in self._keep_notes
        return outcome if shown or bool(outcome.value()) else None

    def told(self) -> list[Told]:
        """Return how each is noted now. The form is valid."""
        data = self.cleaned_data
        return [
            Told(
                one.row.id,
                Attended(data[f"how-{one.row.id}"]),
                data[f"outcome-{one.row.id}"],
            )
            for one in self._asked
            if data[f"how-{one.row.id}"]
        ]

    def unnamed(self) -> Unnamed:
        """Return of how many no notes are kept. The form is valid."""
        data = self.cleaned_data
        return Unnamed(data.get("counted") or 0, data.get("came") or 0)


class TakeBack(Revision):
    """That a meeting is taken back, and how many go with it of whom nothing is kept."""

    counted = _number(
        _("Men of whom we keep no notes: how many were counted"), _OF_THEM_NOTHING
    )

    def __init__(self, data: Any = None, *, page: MeetingPage, asks: bool) -> None:
        super().__init__(data, initial={"revision": page.now.revision})
        if not asks:
            del self.fields["counted"]
