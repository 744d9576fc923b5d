"""What is asked about who takes over, who stands in, and what is safe."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from cases.forms.fields import Prose
from cases.forms.manage import CaseloadForm as CaseloadForm
from cases.forms.manage import named_load
from cases.forms.record import typed
from cases.queries.caseloads import Load
from cases.workload.enums import Choice
from cases.workload.models import COVER_AT_MOST
from cases.workload.policies import AGREED_HOLDS, PLAN_AT_MOST, Safe
from cases.workload.queries.handovers import Place
from cases.workload.queries.loads import Workload
from cases.workload.queries.plans import Standing
from cases.workload.queries.wishes import Told
from msa.accounts.models import Member
from msa.clock.days import AUCKLAND
from msa.web.fields import NZDateField
from msa.web.forms import Form
from msa.web.templatetags.msa import nz_date
from msa.web.widgets import Stacked, StackedMultiple

#: Stands for "leave him with nobody new" where a whole caseload is moved.
STAYS = ""


class _AskedOn(Form):
    """When he was asked."""

    asked_on = NZDateField(label=_("When he was asked"), past=True)

    def __init__(self, data: Any = None, *, today: date, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.today = today
        self.initial.setdefault("asked_on", typed(today.isoformat()))


class WishForm(_AskedOn):
    """Whom he lets take over when his peer worker is away, or leaves."""

    choice = forms.ChoiceField(
        label=_("Who may take over?"), choices=Choice.choices, widget=Stacked
    )
    colleagues = forms.MultipleChoiceField(
        label=_("If only these people, whom?"), required=False, widget=StackedMultiple
    )
    field_order = ("choice", "colleagues", "asked_on")

    def __init__(
        self, data: Any = None, *, told: Told, others: Iterable[Member], today: date
    ) -> None:
        super().__init__(data, today=today)
        field = self.fields["colleagues"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(one.id), one.name) for one in others]
        field.hides_optional = True  # type: ignore[attr-defined]  # read by templates
        if told.wish:
            self.initial["choice"] = told.wish.choice
            self.initial["colleagues"] = [str(one) for one in told.wish.colleagues]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("choice") == Choice.THESE and not given.get("colleagues"):
            self.add_error("colleagues", _t("Choose at least one"))
        return given

    def named(self) -> list[UUID]:
        """Return the ids of those he named. The form is valid."""
        return [UUID(one) for one in self.cleaned_data["colleagues"]]


class AgreedForm(_AskedOn):
    """That he was asked about one change, and agrees to it."""

    member = forms.ChoiceField(label=_("To whom he agrees"), widget=Stacked)
    asked_by = forms.ChoiceField(label=_("Who asked him"))
    field_order = ("member", "asked_by", "asked_on")

    def __init__(
        self,
        data: Any = None,
        *,
        may: Iterable[Workload],
        present: Iterable[Member],
        me: UUID,
        today: date,
        answered_on: date | None = None,
    ) -> None:
        super().__init__(data, today=today, initial={"asked_by": str(me)})
        self.answered_on = answered_on
        _offer(self, "member", [(str(x.member.id), named_load(x.load)) for x in may])
        _offer(self, "asked_by", [(str(one.id), one.name) for one in present])

    def clean_asked_on(self) -> date:
        day: date = self.cleaned_data["asked_on"]
        if day <= self.today - AGREED_HOLDS:
            raise ValidationError(_t("That is too long ago. Ask him again first."))
        if self.answered_on and day < self.answered_on:
            raise ValidationError(
                _t("He has said since then who may take over. Ask him again first.")
            )
        return day


class CoverForm(Form):
    """Who stands in, from which day, and through which."""

    by = forms.ChoiceField(label=_("Who stands in?"), widget=Stacked)
    first = NZDateField(label=_("First day"))
    last = NZDateField(
        label=_("Last day"), help_text=_("The next morning it is over by itself.")
    )

    def __init__(
        self, data: Any = None, *, may: Iterable[Workload], today: date
    ) -> None:
        super().__init__(data, initial={"first": typed(today.isoformat())})
        self.today = today
        _offer(self, "by", [(str(x.member.id), named_load(x.load)) for x in may])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        first, last = given.get("first"), given.get("last")
        if first and first < self.today:
            self.add_error("first", _t("Enter today or a day to come"))
        if first and last and last < first:
            self.add_error("last", _t("Enter a day that is not before the first"))
        elif first and last and last - first >= COVER_AT_MOST:
            words = _t("Nobody stands in for longer than three months. Assign instead.")
            self.add_error("last", words)
        return given

    def by_whom(self) -> UUID:
        """Return the id of the chosen member. The form is valid."""
        return UUID(self.cleaned_data["by"])

    def begins(self) -> datetime:
        """Return the moment from which it holds: the first of that day."""
        return _midnight(self.cleaned_data["first"])

    def ends(self) -> datetime:
        """Return the moment at which it is over: the first after its last day."""
        return _midnight(self.cleaned_data["last"] + timedelta(days=1))


class AssignForm(Form):
    """Choose the peer worker a person is to work with."""

    to = forms.ChoiceField(
        label=_("Who is to work with him?"),
        widget=Stacked,
        error_messages={
            "required": _("Choose a peer worker"),
            "invalid_choice": _("Choose a peer worker who works here now"),
        },
    )

    def __init__(self, *args: Any, loads: list[Load], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to = self.fields["to"]
        assert isinstance(to, forms.ChoiceField)
        to.choices = [(str(load.member.id), named_load(load)) for load in loads]
        self._names = {str(load.member.id): load.member.name for load in loads}

    def worker(self) -> UUID:
        """Return the id of the chosen member. The form is valid."""
        return UUID(self.cleaned_data["to"])

    def worker_name(self) -> str:
        """Return the name of the chosen member. The form is valid."""
        return self._names[self.cleaned_data["to"]]


class MoveForm(Form):
    """On which day, and for each of somebody's people, who takes over.

    It is suggested, or stands as it is planned, and is changed freely.
    """

    #: Made with the page: pressed twice or sent again, it is one.
    id = forms.UUIDField(widget=forms.HiddenInput)
    #: The plan that the page showed: whoever changed it meanwhile is not overwritten.
    instead_of = forms.UUIDField(widget=forms.HiddenInput, required=False)
    on = NZDateField(
        label=_("On which day?"),
        help_text=_(
            "Today, or a day within the next 90. On a later day it happens by itself, "
            "early in the morning. Until then both peer workers see it, and you can "
            "change it or call it off."
        ),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        places: list[Place],
        plan: Standing | None = None,
        elsewhere: Mapping[UUID, date] = MappingProxyType({}),
        today: date,
    ) -> None:
        self.today, self.elsewhere = today, elsewhere
        on = plan.due_on if plan else today
        initial = {"id": uuid.uuid4(), "on": typed(on.isoformat())}
        if plan:
            initial["instead_of"] = plan.id
        super().__init__(data, initial=initial)
        self.places = places
        for place in places:
            field = forms.ChoiceField(
                label=place.card.name,
                required=False,
                initial=str(_who_takes_over(place, plan) or STAYS),
                choices=[
                    (STAYS, _t("Nobody yet")),
                    *((str(x.member.id), named_load(x.load)) for x in place.may),
                ],
            )
            field.hides_optional = True  # type: ignore[attr-defined]  # read by templates
            self.fields[str(place.card.subject)] = field

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day < self.today:
            raise ValidationError(_t("Enter today or a day to come"))
        if day > self.today + PLAN_AT_MOST:
            raise ValidationError(_t("Enter a day within the next 90 days"))
        return day

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for subject, day in self.elsewhere.items():
            if given.get(str(subject)) and given.get("on") != self.today:
                words = _t(
                    "He is to move with another plan, on %(day)s. Change that one "
                    "first, or choose “Nobody yet”."
                )
                self.add_error(str(subject), words % {"day": nz_date(day)})
        return given

    def rows(self) -> list[tuple[Place, forms.BoundField]]:
        """Return each person beside his field."""
        return [(place, self[str(place.card.subject)]) for place in self.places]

    def targets(self) -> dict[UUID, UUID]:
        """Return who takes over, by person, of a valid form; who stays is left out."""
        chosen = {
            place.card.subject: self.cleaned_data[str(place.card.subject)]
            for place in self.places
        }
        return {subject: UUID(to) for subject, to in chosen.items() if to}


class NoteForm(Form):
    """A few words about him."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    words = Prose(label=_("What you want to say"), required=True, max_length=1000)
    is_urgent = forms.BooleanField(label=_("It can’t wait"), required=False)

    def __init__(self, data: Any = None, *, may_be_urgent: bool) -> None:
        super().__init__(data, initial={"id": uuid.uuid4()})
        if not may_be_urgent:
            del self.fields["is_urgent"]


def _number(label: Any, *, at_most: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=at_most,
        widget=forms.NumberInput({"class": "short", "inputmode": "numeric"}),
    )


class SafeLoadForm(Form):
    """What one peer worker can carry."""

    people = _number(_("People for one peer worker"), at_most=200)
    hours_a_week = _number(_("Hours of sessions a week"), at_most=60)

    def __init__(self, data: Any = None, *, safe: Safe | None) -> None:
        initial = (
            {"people": safe.people, "hours_a_week": safe.hours_a_week} if safe else {}
        )
        super().__init__(data, initial=initial)

    def safe(self) -> Safe:
        """Return what was entered. The form is valid."""
        return Safe(self.cleaned_data["people"], self.cleaned_data["hours_a_week"])


def _who_takes_over(place: Place, plan: Standing | None) -> UUID | None:
    if plan is None:
        return place.suggested
    planned = plan.targets.get(place.card.subject)
    if planned in {one.member.id for one in place.may}:
        return planned
    return place.suggested if planned else None


def _offer(form: Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=AUCKLAND)
