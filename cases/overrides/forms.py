"""What is filled in about telling, reading and reviewing without consent."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.forms.fields import Words
from cases.overrides.enums import Ground, Outcome
from cases.overrides.sealing import Telling
from cases.overrides.services.disclosures import Planned
from msa.clock.days import local_date
from msa.web.fields import NZDateField
from msa.web.forms import Form
from msa.web.widgets import Stacked

_LONGEST = 20_000
_COULD_WAIT = [("yes", _("Yes: a manager approves it before anything is told"))]
_COULD_NOT = [("no", _("No: it could not wait, and it has been told"))]


def _today() -> str:
    today = local_date(timezone.now())
    return f"{today.day}/{today.month}/{today.year}"


class TellForm(Form):
    """What is told to whom, on which ground, and whether it could wait."""

    #: Made with the page: pressed twice or sent again, it is one entry.
    id = forms.UUIDField(widget=forms.HiddenInput)
    ground = forms.ChoiceField(
        label=_("What allows it"), choices=Ground.choices, widget=Stacked
    )
    reason = Words(
        label=_("Why, in this case"),
        help_text=_("What you saw or heard, and why it can’t be left with him."),
        max_length=_LONGEST,
        widget=forms.Textarea({"rows": 4}),
    )
    recipient = Words(
        label=_("Who is told"), help_text=_("The person’s name."), max_length=200
    )
    recipient_role = Words(
        label=_("Where they work"),
        help_text=_("The service or office, and what they do there."),
        max_length=200,
    )
    told = Words(
        label=_("Exactly what is told"),
        help_text=_("Word for word if you can. No more than they need."),
        max_length=_LONGEST,
        widget=forms.Textarea({"rows": 6}),
    )
    could_wait = forms.ChoiceField(
        label=_("Can it wait for a manager?"),
        widget=Stacked,
    )
    told_on = NZDateField(
        label=_("The day it was told, if it could not wait"), past=True, required=False
    )

    def __init__(self, data: Any = None, *, may_wait: bool, **kwargs: Any) -> None:
        initial = {"id": uuid.uuid4(), "told_on": _today()}
        super().__init__(data, initial=initial, **kwargs)
        self.fields["told_on"].hides_optional = True  # type: ignore[attr-defined]
        field = self.fields["could_wait"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [*(_COULD_WAIT if may_wait else []), *_COULD_NOT]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_urgent = cleaned.get("could_wait") == "no"
        if is_urgent and not cleaned.get("told_on") and "told_on" not in self.errors:
            self.add_error("told_on", _("Enter the day it was told"))
        return cleaned

    def is_urgent(self) -> bool:
        """Was it told already?"""
        return bool(self.cleaned_data["could_wait"] == "no")

    def planned(self) -> Planned:
        """Return what is told, and on which ground."""
        told = self.cleaned_data
        words = Telling(
            told["recipient"], told["recipient_role"], told["told"], told["reason"]
        )
        return Planned(Ground(told["ground"]), words)


class ToldForm(Form):
    """That what was approved has been told."""

    told_on = NZDateField(label=_("The day it was told"), past=True)
    is_exact = forms.BooleanField(
        label=_("What was told is what stands here, and nothing besides")
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, initial={"told_on": _today()}, **kwargs)


class ReviewForm(Form):
    """What a review came to."""

    outcome = forms.ChoiceField(
        label=_("What came of it?"), choices=Outcome.choices, widget=Stacked
    )


class EmergencyForm(Form):
    """Why a record has to be read at once."""

    ground = forms.ChoiceField(
        label=_("What makes it an emergency"), choices=Ground.choices, widget=Stacked
    )
    reason = Words(
        label=_("What happened, and what you need to know"),
        help_text=_("He can ask to see this, and whoever reviews it reads it."),
        max_length=_LONGEST,
        widget=forms.Textarea({"rows": 4}),
    )


class FindForm(Form):
    """Whose record, by its number: there is no list to choose from."""

    reference = Words(
        label=_("The record’s reference number"),
        max_length=12,
        widget=forms.TextInput({"class": "short", "autocomplete": "off"}),
    )
