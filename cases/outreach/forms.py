"""What is asked about a workshop or a piece of outreach: figures, and no names."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.enums import Region
from cases.forms.fields import Words, minutes_field
from cases.outreach.enums import ActivityKind
from cases.outreach.models import Activity
from cases.outreach.services import Held
from msa.web.fields import NZDateField
from msa.web.forms import Form
from msa.web.widgets import Chips

#: More came to nothing that an organisation of ours ever held.
_MANY = 20_000
_HEADS = ("survivors", "supporters", "professionals", "public")
_COPIED = ("kind", "title", "presenters", "minutes", "venue", "region", "places")


def _count(label: Any, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        min_value=0,
        max_value=_MANY,
        required=False,
        widget=forms.NumberInput({"class": "short", "inputmode": "numeric"}),
        error_messages={
            "invalid": _("Enter how many as a number, like 12"),
            "min_value": _("Enter 0 or more"),
            "max_value": _("Enter at most 20,000"),
        },
    )


class NoteActivity(Form):
    """A workshop, or education, a forum, a partnership (GRP-04, GRP-05)."""

    #: Made with the page: pressed twice or sent again, it is one activity (UI-W5).
    id = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("What it was"), choices=ActivityKind.choices, widget=Chips
    )
    title = Words(
        label=_("What it was called or about"),
        help_text=_("No survivor’s name: your whole organisation reads this."),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    presenters = Words(
        label=_("Who presented or led it"),
        required=False,
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    held_on = NZDateField(
        label=_("When"), help_text=_("Day, month and year, like 5 3 2026"), past=True
    )
    minutes = minutes_field(_("How long, in minutes"), like=90)
    venue = Words(
        label=_("Where"),
        required=False,
        max_length=120,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    region = forms.ChoiceField(
        label=_("Region"),
        choices=[("", _("Not said")), *Region.choices],
        required=False,
    )
    places = _count(_("How many places there were"))
    survivors = _count(
        _("Survivors"),
        _("Heads only. What it meant to one of them belongs into his own sessions."),
    )
    supporters = _count(_("Supporters, whānau and friends"))
    professionals = _count(_("Professionals"))
    public = _count(_("Others, from the public"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "id": uuid.uuid4(),
            "kind": ActivityKind.WORKSHOP.value,
            "held_on": _typed(timezone.localdate()),
            "minutes": 120,
            **(kwargs.get("initial") or {}),
        }
        super().__init__(*args, **kwargs)

    def held(self) -> Held:
        """Return what is to be kept; only after the form proved valid."""
        data = {name: self.cleaned_data[name] for name in (*_COPIED, "held_on")}
        came = {name: self.cleaned_data[name] or 0 for name in _HEADS}
        return Held(**{**data, **came, "kind": ActivityKind(data["kind"])})


def as_noted(row: Activity) -> dict[str, Any]:
    """Return what a form begins with that corrects an activity."""
    copied = {name: getattr(row, name) for name in (*_COPIED, *_HEADS)}
    return {**copied, "held_on": _typed(row.held_on)}


def _typed(day: Any) -> str:
    return f"{day.day}/{day.month}/{day.year}"
