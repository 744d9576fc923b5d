"""What is asked to refer somebody: to whom, in which words, and his yes (REF-02)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.forms.fields import Prose, Words
from cases.referrals.enums import ServiceKind, Stage
from cases.referrals.models import Service
from cases.referrals.services.outward import Planned
from cases.referrals.words import GoesOut, told
from consent.enums import Information, Purpose
from consent.forms import HowGiven, end_of
from msa.web.fields import NZDateField
from msa.web.forms import Form
from msa.web.widgets import Chips, StackedMultiple

#: How long a yes to a referral holds unless he says otherwise, and when we ask him.
_HOLDS = timedelta(days=92)
_ASK_AFTER = timedelta(days=14)
_DAY = _("Day, month and year, like 5 3 2027")


def _typed(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


class ToWhom(Form):
    """To whom, what for, and which parts they are told; the words come after that."""

    #: The referral's id to be, so that a double press makes one (UI-W5).
    id = forms.UUIDField(widget=forms.HiddenInput)
    service = forms.ChoiceField(
        label=_("To whom"),
        required=False,
        error_messages={
            "invalid_choice": _(
                "That service is not in the directory any more. Choose another, or "
                "type where he wants to go; what you wrote is still here."
            )
        },
    )
    elsewhere = Words(
        label=_("Or somebody who is not in the directory"),
        help_text=_("A person or a service, as he names it"),
        required=False,
    )
    elsewhere_where = Words(
        label=_("Where the letter goes"),
        help_text=_("An address or an email; or that he brings it himself"),
        max_length=300,
        required=False,
    )
    why = Prose(
        label=_("What it is for, in his words"),
        help_text=_("It stands at the top of the letter."),
        max_length=2000,
        required=True,
    )
    parts = forms.MultipleChoiceField(
        label=_("What they are told"),
        help_text=_("Only what he wants. You write the words with him next."),
        choices=Information.choices,
        widget=StackedMultiple,
    )

    def __init__(self, *args: Any, services: Iterable[Service], **kwargs: Any) -> None:
        kwargs["initial"] = {"id": uuid.uuid4()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.known = {str(one.id): one for one in services}
        self.fields["service"].choices = _by_kind(self.known.values())  # type: ignore[attr-defined]
        for name in ("service", "elsewhere", "elsewhere_where"):
            self.fields[name].hides_optional = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        named, typed = data.get("service"), data.get("elsewhere", "").strip()
        if "service" in self.errors:
            return data
        if not named and not typed:
            message = gettext("Choose a service, or type somebody else’s name below")
            self.add_error("service", message)
        elif named and typed:
            message = gettext("Keep one of the two: the service, or the name you typed")
            self.add_error("service", message)
        return data


class Refer(ToWhom, HowGiven):
    """The whole of a referral: the words of each part, and how he said yes to them.

    The words of a part are asked once it is ticked: until then there is no box, and
    nothing of his record stands on the page.
    """

    #: Which parts had a box on the page that was sent.
    boxes = forms.CharField(widget=forms.HiddenInput, required=False)
    sharing_until = NZDateField(label=_("Until when they may be told"), help_text=_DAY)
    next_contact_on = NZDateField(
        label=_("When you ask him how it goes"), help_text=_DAY, required=False
    )

    def __init__(
        self, *args: Any, ticked: Iterable[Information], **kwargs: Any
    ) -> None:
        today = timezone.localdate()
        self.ticked = list(ticked)
        kwargs["initial"] = {
            "boxes": " ".join(part.value for part in self.ticked),
            "sharing_until": _typed(today + _HOLDS),
            "next_contact_on": _typed(today + _ASK_AFTER),
        } | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        for part in self.ticked:
            self.fields[box(part)] = Prose(
                label=_("%(part)s: the words") % {"part": part.label},
                max_length=4000,
                required=True,
                error_messages={
                    "required": _("Fill in “%(part)s”, or take its tick away")
                    % {"part": part.label}
                },
            )

    def purposes(self) -> Sequence[Purpose]:
        return [Purpose.SHARING]

    def words(self) -> list[forms.BoundField]:
        """Return the boxes for the words of each part."""
        return [self[box(part)] for part in self.ticked]

    def clean_sharing_until(self) -> date:
        """Refuse a day that has gone by."""
        until: date = self.cleaned_data["sharing_until"]
        if until < timezone.localdate():
            raise forms.ValidationError(gettext("Enter a day that is still to come"))
        return until

    def goes_out(self) -> GoesOut:
        """Return who is told which words; only after the form proved valid."""
        data = self.cleaned_data
        shared = [told(part, _plain(data[box(part)])) for part in self.ticked]
        why = _plain(data["why"])
        if service := self.known.get(data["service"]):
            ways = [service.person, service.address, service.email, service.phone]
            where = "\n".join(way for way in ways if way)
            return GoesOut(service.name, where, why, shared, str(service.id))
        name = " ".join(data["elsewhere"].split())
        return GoesOut(name, data["elsewhere_where"].strip(), why, shared)

    def planned(self, id: uuid.UUID) -> Planned:
        """Return the referral, with his yes as the consent with this id."""
        until = end_of(self.cleaned_data["sharing_until"])
        agreement = self.agreement(Purpose.SHARING, id=id, expires_at=until)
        return Planned(self.goes_out(), agreement, self.cleaned_data["next_contact_on"])


def box(part: Information) -> str:
    """Return the name of the field for the words of a part."""
    return f"words_{part.value}"


def parts_in(codes: Iterable[str]) -> list[Information]:
    """Return the parts that these codes name, in the order of the list."""
    known = set(codes)
    return [part for part in Information if part.value in known]


def _plain(words: str) -> str:
    return words.replace("\r\n", "\n").strip()


def _by_kind(services: Iterable[Service]) -> list[Any]:
    listed: list[Any] = [("", _("Somebody not in the directory"))]
    for kind, group in groupby(services, key=lambda one: one.kind):
        names = [(str(one.id), one.name) for one in group]
        listed.append((str(ServiceKind(kind).label), names))
    return listed


class NextStep(Form):
    """How it went on, on which day, and what is said about it."""

    stage = forms.ChoiceField(label=_("How it went on"), widget=Chips)
    happened_on = NZDateField(label=_("When"), help_text=_DAY, past=True)
    said = Prose(
        label=_("How it is for him"),
        help_text=_("At its end above all: what came of it, in his eyes"),
        max_length=2000,
    )

    def __init__(self, *args: Any, stages: Iterable[Stage], **kwargs: Any) -> None:
        kwargs["initial"] = {"happened_on": _typed(timezone.localdate())}
        super().__init__(*args, **kwargs)
        self.fields["stage"].choices = [(one.value, one.label) for one in stages]  # type: ignore[attr-defined]


class AskAgain(Form):
    """When somebody asks next how it goes; empty: nobody need."""

    next_contact_on = NZDateField(
        label=_("When you ask him how it goes"), help_text=_DAY, required=False
    )
