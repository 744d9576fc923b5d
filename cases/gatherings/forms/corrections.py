"""What is filled in to put a meeting right, or to take it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of one member."""

    how: BoundField
    outcome: BoundField | None
    stands: bool
    """Is he noted to have come? Then what came of it is added to what stands."""
    is_closed: bool
    """Does it stand in the record of a man with whom somebody else works?"""


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
        his_own: frozenset[UUID],
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
        self._his_own = his_own
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

    def members(self) -> list[Asked]:
        """Return for each member what is asked of him."""
        return [self._asked_of(one) for one in self._asked]

    def _asked_of(self, one: Place) -> Asked:
        outcome = self[f"outcome-{one.row.id}"]
        subject = one.row.subject_id
        keeps, stands = subject in self._keep_notes, self._stands(one)
        shown = keeps and (not stands or subject in self._his_own)
        return Asked(
            self[f"how-{one.row.id}"],
            outcome if shown or bool(outcome.value()) else None,
            stands,
            is_closed=keeps and stands and not shown,
        )

    def _stands(self, one: Place) -> bool:
        return self._noted.get(one.row.subject_id) == Attended.CAME

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
