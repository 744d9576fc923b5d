"""Asking for consent by purpose, and for how and when it was given (CON-02, CON-03)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consent.enums import Given, Purpose
from consent.models import Wording
from consent.services.consents import Agreement
from msa.web.fields import NZDateField
from msa.web.forms import Form
from msa.web.widgets import Chips

ANSWERS = [("yes", _("Yes")), ("no", _("No"))]
#: How a consent may be given to somebody who is there; imports have their own way.
WAYS = [(way.value, way.label) for way in Given if way is not Given.IMPORTED]


_CHOOSE = _("Choose an answer for “%(label)s”")
_GROUPS = [
    (_("To begin"), [Purpose.RECORD]),
    (
        _("To support you"),
        [Purpose.CONTACT, Purpose.SESSIONS, Purpose.SUPERVISION, Purpose.COLLEAGUES],
    ),
    (_("To see how support is going"), [Purpose.ASSESSMENT, Purpose.STATISTICS]),
    (_("To tell others"), [Purpose.SHARING, Purpose.QUOTATION]),
]


class HowGiven(Form):
    """How he said yes, and when."""

    given = forms.ChoiceField(
        label=_("How he told you"), choices=WAYS, widget=Chips, required=True
    )
    given_on = NZDateField(
        label=_("When he told you"),
        help_text=_("Day, month and year, like 5 3 2026"),
        past=True,
    )

    def __init__(
        self, data: Any = None, *, wordings: Mapping[Purpose, Wording], **kwargs: Any
    ) -> None:
        today = timezone.localdate()
        initial = {"given_on": f"{today.day}/{today.month}/{today.year}"}
        super().__init__(data, initial=initial | kwargs.pop("initial", {}), **kwargs)
        self.wordings = wordings

    def agreement(self, purpose: Purpose) -> Agreement:
        """Return his agreement to a purpose, with the wording that was shown."""
        return Agreement(
            purpose=purpose,
            given=Given(self.cleaned_data["given"]),
            given_on=self.cleaned_data["given_on"],
            wording=self.wordings[purpose].id,
        )


class Welcome(HowGiven):
    """Each purpose, yes or no, nothing chosen beforehand; RECORD needs an answer.

    What is left out was not talked about, and is no consent.
    """

    #: The survivor's id to be, so that a double press makes one record (UI-W5).
    id = forms.UUIDField(widget=forms.HiddenInput)
    field_order = ["id", *Purpose.values, "given", "given_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"id": uuid.uuid4()}
        super().__init__(*args, **kwargs)
        for purpose in Purpose:
            self.fields[purpose.value] = forms.ChoiceField(
                label=purpose.label,
                help_text=self.wordings[purpose].explanation,
                choices=ANSWERS,
                widget=Chips,
                required=purpose is Purpose.RECORD,
                error_messages={"required": _CHOOSE % {"label": purpose.label}},
            )
            self.fields[purpose.value].hides_optional = True  # type: ignore[attr-defined]
        self.order_fields(self.field_order)

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Return the questions as they are put, under a heading each."""
        return [
            (str(heading), [self[purpose.value] for purpose in purposes])
            for heading, purposes in _GROUPS
        ]

    def agreed(self) -> list[Purpose]:
        """Return the purposes answered with yes."""
        return [
            purpose
            for purpose in Purpose
            if self.cleaned_data.get(purpose.value) == "yes"
        ]

    def agreements(self) -> list[Agreement]:
        """Return what he agreed to."""
        return [self.agreement(purpose) for purpose in self.agreed()]

    def refuses_record(self) -> bool:
        """Say whether he wants no record, whatever else was filled in."""
        return bool(self.data.get(Purpose.RECORD.value) == "no")
