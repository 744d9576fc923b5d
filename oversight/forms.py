"""What is asked for on the pages of who looked."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from msa.accounts.models import Member
from msa.clock.days import AUCKLAND
from msa.web.fields import NZDateField
from msa.web.forms import Form
from oversight.enums import Outcome
from oversight.rules import RULES
from reporting.quarters import Quarter


class QuarterForm(Form):
    """Which quarter of the history; a code only, so that its address tells nothing."""

    quarter = forms.ChoiceField(label=_("Quarter"), required=False)

    def __init__(self, *args: Any, quarters: list[Quarter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["quarter"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", _("Everything")),
            *((quarter.code, quarter.title) for quarter in quarters),
        ]
        field.hides_optional = True  # type: ignore[attr-defined]  # read by templates

    def chosen(self) -> Quarter | None:
        """Return the quarter; what is none shows everything."""
        code = self.cleaned_data["quarter"] if self.is_valid() else ""
        return Quarter.from_code(code) if code else None


class TalkForm(Form):
    """How openings were settled."""

    rule = forms.ChoiceField(
        choices=[(code, code) for code in RULES], widget=forms.HiddenInput
    )
    member = forms.UUIDField(widget=forms.HiddenInput)
    on_day = forms.DateField(
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput({"type": "hidden"}, format="%Y-%m-%d"),
    )
    up_to = forms.DateTimeField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label=_("What came of it?"), choices=[("", _("Choose")), *Outcome.choices]
    )


class BreachForm(Form):
    """Whose access, in which days, and when somebody noticed."""

    member = forms.ChoiceField(label=_("Whose sign-in"))
    from_day = NZDateField(
        label=_("First day it may have been in other hands"), past=True
    )
    to_day = NZDateField(
        label=_("Last day"),
        past=True,
        help_text=_("The whole of both days is looked at."),
    )
    noticed_day = NZDateField(label=_("Day it was noticed"), past=True)
    noticed_time = forms.TimeField(
        label=_("Time it was noticed"),
        input_formats=["%H:%M", "%H.%M", "%I:%M %p", "%I.%M %p", "%I:%M%p", "%I %p"],
        help_text=_("For example 14:30 or 2:30 pm. The 72 hours run from here."),
        widget=forms.TextInput({"class": "short", "autocomplete": "off"}),
        error_messages={"invalid": _("Enter the time like 14:30 or 2:30 pm")},
    )

    def __init__(self, *args: Any, members: list[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["member"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Choose")), *((str(m.id), m.name) for m in members)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("from_day"), cleaned.get("to_day")
        if first and last and last < first:
            self.add_error("to_day", _("The last day can’t be before the first"))
        is_whole = cleaned.get("noticed_day") and cleaned.get("noticed_time")
        if is_whole and self.noticed_at() > timezone.now() + timedelta(minutes=5):
            self.add_error("noticed_time", _("Enter a time that is not to come"))
        return cleaned

    def account(self) -> UUID:
        """Return whose access it is."""
        return UUID(self.cleaned_data["member"])

    def period(self) -> tuple[datetime, datetime]:
        """Return the moments between which it may have been in other hands."""
        first: date = self.cleaned_data["from_day"]
        last: date = self.cleaned_data["to_day"]
        return _moment(first), _moment(last + timedelta(days=1))

    def noticed_at(self) -> datetime:
        """Return the moment from which the 72 hours run."""
        return _moment(
            self.cleaned_data["noticed_day"], self.cleaned_data["noticed_time"]
        )


def _moment(day: date, clock: time = time()) -> datetime:
    return datetime.combine(day, clock, tzinfo=AUCKLAND).astimezone(UTC)
