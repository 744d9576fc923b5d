"""What is asked when somebody gets in touch: codes, and a slip that is kept apart."""

from __future__ import annotations

import re
import uuid
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.enquiries.enums import CallResult, Channel, Ground, State, Way
from cases.enquiries.services import Approach
from cases.enquiries.slips import SlipWords
from cases.enums import Region
from cases.forms.fields import Words, phone_number
from msa.web.fields import NZDateField
from msa.web.forms import Form
from msa.web.widgets import Chips, Stacked

#: Nobody remembers the day of a call that is longer ago.
_LONG_AGO = timedelta(days=366)
_AT_ONCE = (
    State.OPEN,
    State.ANSWERED,
    State.POINTED_ON,
    State.DECLINED,
    State.NOT_REACHED,
)
_TIME = re.compile(r"\b\d{1,2}[:.]\d{2}\b")
_NUMBER = re.compile(r"\+?\d(?:[\s()./-]*\d){5,}")
_ADDRESS = re.compile(r"\S+@\S+")


def no_way_in(text: str) -> None:
    """Refuse a phone number or an email address among other words.

    Raises:
        ValidationError: with where it belongs.
    """
    if _ADDRESS.search(text) or _NUMBER.search(_TIME.sub("", text)):
        raise ValidationError(
            gettext(
                "Take the number or address out of this field, and put it into "
                "“The number or address”. A slip holds one way to reach him."
            )
        )


class SomebodyGotInTouch(Form):
    """Four answers to choose from; a name finds no place in any of them."""

    #: So that a double press keeps one enquiry (UI-W5).
    id = forms.UUIDField(widget=forms.HiddenInput)
    channel = forms.ChoiceField(
        label=_("How it came"), choices=Channel.choices, widget=Chips
    )
    state = forms.ChoiceField(
        label=_("What came of it"),
        choices=[
            (State.OPEN.value, _("It is still open")),
            *((one.value, one.label) for one in _AT_ONCE[1:]),
        ],
        widget=Chips,
    )
    received_on = NZDateField(
        label=_("When"), help_text=_("Day, month and year, like 5 3 2026"), past=True
    )
    region = forms.ChoiceField(
        label=_("Region he lives in"),
        choices=[("", _("Not said")), *Region.choices],
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        today = timezone.localdate()
        kwargs["initial"] = {
            "id": uuid.uuid4(),
            "state": State.OPEN.value,
            "received_on": f"{today.day}/{today.month}/{today.year}",
        }
        super().__init__(*args, **kwargs)

    def clean_received_on(self) -> date:
        day: date = self.cleaned_data["received_on"]
        if day < timezone.localdate() - _LONG_AGO:
            raise ValidationError(gettext("Enter a day within the last year"))
        return day

    def approach(self) -> Approach:
        """Return what is to be kept; only after the form proved valid."""
        data = self.cleaned_data
        return Approach(
            received_on=data["received_on"],
            channel=Channel(data["channel"]),
            region=data["region"],
            state=State(data["state"]),
        )


class SlipForm(Form):
    """A name to ask for, one way, what may be said; and on whose word it is kept."""

    ground = forms.ChoiceField(
        label=_("Why it may be kept"), choices=Ground.choices, widget=Stacked
    )
    name = Words(
        label=_("Name to ask for"),
        help_text=_("As he wants to be asked for. A first name is enough."),
        max_length=60,
        validators=[no_way_in],
        widget=forms.TextInput({"autocomplete": "off", "class": "medium"}),
    )
    way = forms.ChoiceField(
        label=_("The one way to reach him"), choices=Way.choices, widget=Chips
    )
    where = Words(
        label=_("The number or address"),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "off", "class": "medium"}),
    )
    may_say = Words(
        label=_("What may be said or left there"),
        help_text=_("For example: only a first name, no message, mornings only"),
        required=False,
        max_length=200,
        validators=[no_way_in],
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        where, way = data.get("where"), data.get("way")
        if where and way:
            try:
                _check_where(Way(way), where)
            except ValidationError as fault:
                self.add_error("where", fault)
        return data

    def words(self) -> SlipWords:
        """Return what the slip says; only after the form proved valid."""
        data = self.cleaned_data
        return SlipWords(data["name"], Way(data["way"]), data["where"], data["may_say"])

    def on_whose_word(self) -> Ground:
        """Return why it may be kept."""
        return Ground(self.cleaned_data["ground"])


def _check_where(way: Way, where: str) -> None:
    if way is Way.EMAIL:
        EmailValidator(gettext("Enter an email address, like name@example.nz"))(where)
    else:
        phone_number(where)


class RangBack(Form):
    """What came of ringing back; ``after`` tells one press from the next call."""

    after = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    result = forms.ChoiceField(
        label=_("What came of it"), choices=CallResult.choices, widget=Chips
    )

    def outcome(self) -> CallResult:
        """Return what came of it."""
        return CallResult(self.cleaned_data["result"])


class Ending(Form):
    """What came of an enquiry; to welcome him is a page of its own."""

    state = forms.ChoiceField(
        label=_("What came of the enquiry"),
        choices=[(one.value, one.label) for one in _AT_ONCE[1:]],
        widget=Stacked,
    )

    def outcome(self) -> State:
        """Return what it came to."""
        return State(self.cleaned_data["state"])
