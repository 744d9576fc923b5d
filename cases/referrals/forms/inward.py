"""What is asked about who sent him to us, and about answering them (REF-03)."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.forms.fields import Prose, Words
from cases.referrals.enums import NotTold, Source, Urgency
from cases.referrals.services.inward import Came
from cases.referrals.words import CameFrom
from msa.clock.days import AUCKLAND
from msa.web.fields import NZDateField
from msa.web.forms import Form
from msa.web.widgets import Chips, Stacked

_DAY = _("Day, month and year, like 5 3 2026")
_TIME = _("Like 14:30. Leave it empty if you don’t know.")
_NOON = time(12)


def _today() -> str:
    day = timezone.localdate()
    return f"{day.day}/{day.month}/{day.year}"


def moment_of(day: date, hour: time | None) -> datetime:
    """Return the moment that was meant: without a time noon, and never one to come."""
    meant = datetime.combine(day, hour or _NOON, AUCKLAND)
    return min(meant, timezone.now())


class HowItCame(Form):
    """Who asked us, when, and how soon he should hear from us: all of it coded."""

    source = forms.ChoiceField(
        label=_("Who asked us"),
        choices=[c for c in Source.choices if c[0] != Source.HIMSELF],
        widget=Chips,
    )
    came_on = NZDateField(label=_("The day it came"), help_text=_DAY, past=True)
    came_time = forms.TimeField(label=_("The time"), help_text=_TIME, required=False)
    urgency = forms.ChoiceField(
        label=_("How soon somebody should be in touch"),
        choices=Urgency.choices,
        widget=Chips,
        initial=Urgency.SOON,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        usual = {"came_on": _today(), "id": uuid.uuid4()}
        kwargs["initial"] = usual | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.fields["came_time"].widget.attrs |= {"class": "short"}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        day, hour = data.get("came_on"), data.get("came_time")
        if day and hour and datetime.combine(day, hour, AUCKLAND) > timezone.now():
            message = gettext("Enter a time that is not still to come")
            self.add_error("came_time", ValidationError(message))
        return data

    def came(self) -> Came:
        """Return how it came; only after the form proved valid."""
        data = self.cleaned_data
        return Came(
            Source(data["source"]),
            Urgency(data["urgency"]),
            moment_of(data["came_on"], data["came_time"]),
        )


class WhoSentHim(HowItCame):
    """Who sent a person to us, with their name and what they told us: sealed."""

    #: So that a double press makes one (UI-W5).
    id = forms.UUIDField(widget=forms.HiddenInput)
    source = forms.ChoiceField(
        label=_("Who asked us"), choices=Source.choices, widget=Chips
    )
    name = Words(
        label=_("Their name"),
        help_text=_("The service, or the person, as he would know them"),
        required=False,
    )
    told = Prose(
        label=_("What they told us"),
        help_text=_("As they put it. He can read it in his copy."),
        max_length=4000,
    )
    why = Prose(
        label=_("What we keep it for"),
        help_text=_("As you would say it to him"),
        max_length=1000,
        initial=_("So that we can get in touch, and support you the way you want."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        others = data.get("source") not in {None, Source.HIMSELF}
        if others and not data.get("name", "").strip():
            self.add_error("name", gettext("Fill in “Their name”"))
        return data

    def words(self) -> CameFrom:
        """Return what is sealed; only after the form proved valid."""
        data = self.cleaned_data
        name = " ".join(data["name"].split())
        return CameFrom(name, data["told"].strip(), data["why"].strip())


class Answered(Form):
    """When he, or whoever asked for him, first heard from us."""

    answered_on = NZDateField(
        label=_("The day you first answered"), help_text=_DAY, past=True
    )
    answered_time = forms.TimeField(
        label=_("The time"), help_text=_TIME, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"answered_on": _today()}
        super().__init__(*args, **kwargs)
        self.fields["answered_time"].widget.attrs |= {"class": "short"}

    def answered_at(self, came_at: datetime) -> datetime:
        """Return the moment; on the day it came without a time, no earlier than that.

        Today without a time is now.
        """
        data = self.cleaned_data
        day, hour = data["answered_on"], data["answered_time"]
        if hour is None and day == timezone.localdate():
            return timezone.now()
        meant = moment_of(day, hour)
        same_day = came_at.astimezone(AUCKLAND).date() == day
        return max(meant, came_at) if same_day and hour is None else meant


class HeKnows(Form):
    """That he was told what we have, from whom and why; or why he is not told."""

    was_told = forms.ChoiceField(
        label=_("Does he know?"),
        choices=[("yes", _("I told him")), *NotTold.choices],
        widget=Stacked,
    )
    told_on = NZDateField(
        label=_("The day you told him"), help_text=_DAY, past=True, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"told_on": _today()}
        super().__init__(*args, **kwargs)
        self.fields["told_on"].hides_optional = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        misses = data.get("was_told") == "yes" and not data.get("told_on")
        if misses and not self.has_error("told_on"):
            self.add_error("told_on", gettext("Fill in “The day you told him”"))
        return data

    def told(self) -> date | None:
        """Return the day on which he was told, if he was."""
        is_told = self.cleaned_data["was_told"] == "yes"
        return self.cleaned_data["told_on"] if is_told else None

    def not_told(self) -> NotTold | None:
        """Return why he is not told, if he is not."""
        answer = self.cleaned_data["was_told"]
        return None if answer == "yes" else NotTold(answer)


class Replied(Form):
    """When those who sent him were told how it goes."""

    replied_on = NZDateField(
        label=_("The day you told them"), help_text=_DAY, past=True
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"replied_on": _today()}
        super().__init__(*args, **kwargs)
