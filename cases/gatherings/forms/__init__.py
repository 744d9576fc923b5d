"""What is filled in about peer groups, their members and their meetings."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from cases.enums import GroupKind, Mode
from cases.forms.fields import Prose, Words, minutes_field
from cases.forms.record import with_value
from cases.gatherings.enums import Attended, How
from cases.gatherings.models import PeerGroup
from cases.gatherings.queries import Place
from cases.gatherings.services.groups import Plan
from cases.gatherings.services.meetings import Met, Told
from msa.accounts.models import Member
from msa.clock.days import AUCKLAND, local_date
from msa.web.fields import NZDateField
from msa.web.forms import Form
from msa.web.templatetags.msa import nz_date
from msa.web.widgets import Chips, Stacked, StackedMultiple

_LONGEST = 20_000
_MOST_GUESTS = 200
_USUAL_MINUTES = 90
_A_DAY = _("Day, month and year, like 5 3 2026")


def told_apart(one: Place, places: Sequence[Place]) -> str:
    """Return what somebody is called, and since when if he shares it with another."""
    if sum(other.called == one.called for other in places) == 1:
        return one.called
    words = {"name": one.called, "day": nz_date(one.row.joined_on)}
    return _t("%(name)s, since %(day)s") % words


def typed_day(day: date) -> str:
    """Return a day as somebody types it."""
    return f"{day.day}/{day.month}/{day.year}"


def _today() -> str:
    return typed_day(local_date(timezone.now()))


class PlanForm(Form):
    """What a group is called, where it meets and when. It says nothing of anybody."""

    title = Words(
        label=_("What the group is called"),
        help_text=_(
            "Whoever sees it on a screen should learn nothing from it, like “Thursday "
            "evening”"
        ),
        max_length=80,
    )
    place = Words(label=_("Where it meets"), max_length=120)
    meets = Words(
        label=_("When it meets"),
        help_text=_("Like every second Thursday at 6 pm"),
        max_length=120,
    )

    def plan(self) -> Plan:
        """Return what was filled in. The form is valid."""
        data = self.cleaned_data
        return Plan(data["title"], data["place"], data["meets"])


class MakeGroup(PlanForm):
    """A new group, what it agrees on to begin with, and who runs it."""

    #: Made with the page: pressed twice, it is one group.
    id = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("Which kind"), choices=GroupKind.choices, widget=Stacked
    )
    text = Prose(
        label=_("What the group agrees on"),
        help_text=_("Each man accepts it before he joins. It names nobody."),
        required=True,
        low=False,
        max_length=_LONGEST,
    )
    run_by = forms.MultipleChoiceField(
        label=_("Who runs it"), widget=StackedMultiple, required=False
    )
    field_order = ["id", "kind", "title", "place", "meets", "text", "run_by"]

    def __init__(self, data: Any = None, *, workers: Iterable[Member]) -> None:
        initial = {"id": uuid.uuid4(), "kind": GroupKind.SURVIVORS}
        super().__init__(data, initial=initial)
        _offer(self.fields["run_by"], workers)

    def runners(self) -> list[UUID]:
        """Return who runs it. The form is valid."""
        return [UUID(member) for member in self.cleaned_data["run_by"]]


class Agree(Form):
    """Another version of what a group agrees on."""

    text = Prose(
        label=_("What the group agrees on"),
        help_text=_("It names nobody."),
        required=True,
        low=False,
        max_length=_LONGEST,
    )
    agreed_on = NZDateField(
        label=_("When it was agreed on"), help_text=_A_DAY, past=True
    )
    after = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, text: str, after: int) -> None:
        initial = {"text": text, "after": after, "agreed_on": _today()}
        super().__init__(data, initial=initial)

    def follow(self, number: int) -> None:
        """Let it come after a version that was saved meanwhile."""
        self.data = with_value(self.data, "after", number)


class LetRun(Form):
    """Who runs a group, or stands in until a day."""

    member = forms.ChoiceField(label=_("Peer worker"), widget=Stacked)
    until = NZDateField(
        label=_("Until, if somebody only stands in"), help_text=_A_DAY, required=False
    )

    def __init__(self, data: Any = None, *, workers: Iterable[Member]) -> None:
        super().__init__(data)
        _offer(self.fields["member"], workers)

    def clean_until(self) -> date | None:
        day: date | None = self.cleaned_data["until"]
        if day and day < local_date(timezone.now()):
            raise ValidationError(_("Enter today or a day to come"))
        return day

    def ends(self) -> datetime | None:
        """Return the moment from which the stand-in is over. The form is valid."""
        day: date | None = self.cleaned_data["until"]
        return datetime.combine(day + timedelta(1), time(), AUCKLAND) if day else None


class Invite(Form):
    """To which group somebody is invited, and what he wants to be called there."""

    group = forms.ChoiceField(label=_("Which group"), widget=Stacked)
    called = Words(
        label=_("What he is called in the group"),
        help_text=_("A first name, or what he wants to be called there."),
        max_length=40,
        widget=forms.TextInput({"autocomplete": "off", "class": "medium"}),
    )
    on = NZDateField(label=_("When he was invited"), help_text=_A_DAY, past=True)

    def __init__(
        self, data: Any = None, *, groups: Sequence[PeerGroup], called: str
    ) -> None:
        first = str(groups[0].id) if len(groups) == 1 else ""
        initial = {"called": called, "on": _today(), "group": first}
        super().__init__(data, initial=initial)
        choices = [(str(group.id), group.title) for group in groups]
        self.fields["group"].choices = choices  # type: ignore[attr-defined]


class Accept(Form):
    """That he accepts what the group has agreed on, which version, how and when."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    how = forms.ChoiceField(
        label=_("How he accepted it"), choices=How.choices, widget=Chips
    )
    accepted_on = NZDateField(label=_("When"), help_text=_A_DAY, past=True)

    def __init__(self, data: Any = None, *, version: int) -> None:
        initial = {"version": version, "accepted_on": _today(), "how": How.SPOKEN}
        super().__init__(data, initial=initial)


class Leave(Form):
    """How it ended as he sees it, and what he was offered instead."""

    why = Prose(
        label=_("Why, as he sees it"), help_text=_("In his words, if he wants to say.")
    )
    instead = Prose(label=_("What he was offered instead"))
    left_on = NZDateField(label=_("When"), help_text=_A_DAY, past=True)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"left_on": _today()})


class MeetingFields(Form):
    """What is told of a meeting beside who came."""

    _asked: Sequence[Place]
    _keep_notes: frozenset[UUID]

    held_on = NZDateField(label=_("When you met"), help_text=_A_DAY, past=True)
    minutes = minutes_field(_("How long, in minutes"), like=90)
    mode = forms.ChoiceField(
        label=_("How you met"),
        choices=[
            (mode.value, mode.label)
            for mode in (Mode.IN_PERSON, Mode.VIDEO, Mode.PHONE)
        ],
        widget=Chips,
    )
    run_by = forms.MultipleChoiceField(
        label=_("Who ran it"),
        help_text=_("Whoever stood in is ticked as well."),
        widget=StackedMultiple,
    )
    guests = forms.IntegerField(
        label=_("Men who came and are not on the list"),
        help_text=_("A number. Nothing else is kept of them."),
        min_value=0,
        max_value=_MOST_GUESTS,
        required=False,
        widget=forms.NumberInput({"class": "short", "inputmode": "numeric"}),
    )
    summary = Prose(
        label=_("Summary of the meeting"),
        help_text=_("What it was about. No names: it belongs to all of you."),
        max_length=_LONGEST,
    )

    def offer(self, workers: Mapping[str, str]) -> None:
        """Let whoever ran it be one of these, by id and name."""
        self.fields["run_by"].choices = list(workers.items())  # type: ignore[attr-defined]
        self.fields["guests"].hides_optional = True  # type: ignore[attr-defined]

    def kept_of(self) -> list[str]:
        """Return the places of those of whom a draft may say anything."""
        return [
            str(one.row.id)
            for one in self._asked
            if one.row.subject_id in self._keep_notes
        ]

    def keeps_nothing_of_some(self) -> bool:
        """Is there anybody of whom a draft says nothing?"""
        return len(self.kept_of()) < len(self._asked)

    def met(self) -> Met:
        """Return the meeting. The form is valid."""
        data = self.cleaned_data
        return Met(
            held_on=data["held_on"],
            minutes=data["minutes"],
            mode=Mode(data["mode"]),
            guests=data["guests"] or 0,
            run_by=tuple(UUID(member) for member in data["run_by"]),
            summary=data["summary"],
        )


class LogMeeting(MeetingFields):
    """A meeting in a few taps: who came; all else is filled in as it was last time."""

    id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        id: UUID,
        places: Sequence[Place],
        keep_notes: frozenset[UUID],
        workers: Iterable[Member],
        usual: Mapping[str, Any],
    ) -> None:
        initial = {
            "id": id,
            "held_on": _today(),
            "minutes": _USUAL_MINUTES,
            "mode": Mode.IN_PERSON,
            "guests": 0,
            **usual,
        }
        super().__init__(data, initial=initial)
        self.offer({str(one.id): one.name for one in workers})
        self._asked, self._keep_notes = places, keep_notes
        for one in places:
            self._ask_of(one)

    def _ask_of(self, one: Place) -> None:
        name = told_apart(one, self._asked)
        self.fields[f"how-{one.row.id}"] = forms.ChoiceField(
            label=name,
            choices=Attended.choices,
            widget=Chips,
            initial=Attended.ABSENT,
            required=False,
        )
        self.fields[f"how-{one.row.id}"].hides_optional = True  # type: ignore[attr-defined]
        # Always read, so that nothing typed gets lost when he has just withdrawn.
        self.fields[f"outcome-{one.row.id}"] = Prose(
            label=_("What came of it for %(name)s") % {"name": name}
        )

    def members(self) -> list[tuple[BoundField, BoundField | None]]:
        """Return for each member who may have come what is asked of him."""
        return [(self[f"how-{one.row.id}"], self._outcome(one)) for one in self._asked]

    def _outcome(self, one: Place) -> BoundField | None:
        outcome = self[f"outcome-{one.row.id}"]
        shown = one.row.subject_id in self._keep_notes or bool(outcome.value())
        return outcome if shown else None

    def told(self) -> list[Told]:
        """Return who came, whoever is off the list since the page was opened too."""
        sent = [key for key in self.data if key.startswith("how-")]
        return [
            Told(
                _id(key),
                Attended(self.data[key]),
                self.cleaned_data.get(f"outcome-{key[4:]}", ""),
            )
            for key in sent
            if self.data[key] in Attended.values
        ]

    def become_another(self) -> None:
        """Let what was typed be a meeting of its own, if it is saved once more."""
        self.data = with_value(self.data, "id", uuid.uuid4())


def _id(key: str) -> UUID:
    try:
        return UUID(key[4:])
    except ValueError:
        return UUID(int=0)  # nobody's: left out as one who is off the list


def _offer(field: forms.Field, workers: Iterable[Member]) -> None:
    field.choices = [(str(one.id), one.name) for one in workers]  # type: ignore[attr-defined]
