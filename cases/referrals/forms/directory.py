"""What is asked about a service, and how the directory is searched (REF-01, REF-04)."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.enums import Region
from cases.forms.fields import Prose, Words, phone_number
from cases.referrals.enums import ServiceKind, Trust
from cases.referrals.queries.directory import Sought
from cases.referrals.services.directory import About
from cases.referrals.services.out_of_hours import Details
from msa.web.fields import NZDateField
from msa.web.forms import Form
from msa.web.widgets import Chips

_A_YEAR = timedelta(days=365)
_ANY = ("", _("Any"))


class SearchServices(Form):
    """Search and filters; they stand in the address, so none of it is about him."""

    q = Words(
        label=_("Find"),
        help_text=_("A name, a place, a language. Never anybody you support."),
        required=False,
        max_length=60,
    )
    kind = forms.ChoiceField(
        label=_("What for"), choices=[_ANY, *ServiceKind.choices], required=False
    )
    region = forms.ChoiceField(
        label=_("Region"), choices=[_ANY, *Region.choices], required=False
    )
    trust = forms.ChoiceField(
        label=_("Our experience"), choices=[_ANY, *Trust.choices], required=False
    )
    shown = forms.ChoiceField(
        label=_("Show"),
        choices=[
            ("", _("In the directory")),
            ("overdue", _("To be looked at again")),
            ("suggested", _("Suggested")),
            ("retired", _("Taken out")),
        ],
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            # Nobody has to be told that he need not search.
            field.hides_optional = True  # type: ignore[attr-defined]

    def sought(self) -> Sought:
        """Return what is looked for; an answer that is none is left out."""
        data = getattr(self, "cleaned_data", {})
        names = ("kind", "region", "trust", "shown")
        return Sought(data.get("q", ""), **{name: data.get(name, "") for name in names})


class AboutService(Form):
    """One service, as the directory tells of it."""

    #: So that a double press makes one entry (UI-W5).
    id = forms.UUIDField(widget=forms.HiddenInput)
    name = Words(label=_("What it is called"), max_length=120)
    kind = forms.ChoiceField(
        label=_("What it is for"), choices=ServiceKind.choices, widget=Chips
    )
    person = Words(
        label=_("Whom to ask for"),
        help_text=_("Somebody who works there"),
        max_length=120,
        required=False,
    )
    phone = Words(label=_("Phone"), max_length=60, required=False)
    email = forms.EmailField(label=_("Email"), max_length=120, required=False)
    website = Words(label=_("Website"), max_length=200, required=False)
    address = Words(label=_("Address"), max_length=300, required=False)
    region = forms.ChoiceField(
        label=_("Region"),
        choices=[("", _("All of the country, or not said")), *Region.choices],
        required=False,
    )
    way_in = Prose(
        label=_("How to get in"),
        help_text=_("Who may come, what it costs, how long people wait"),
        max_length=2000,
    )
    languages = Words(label=_("Languages"), max_length=200, required=False)
    trust = forms.ChoiceField(
        label=_("Our experience"),
        choices=Trust.choices,
        widget=Chips,
        initial=Trust.TRUSTED,
    )
    trust_why = Prose(
        label=_("Why, in words"),
        help_text=_("Needed unless it is trusted. Name nobody whom we support."),
        max_length=2000,
    )
    review_on = NZDateField(
        label=_("To be looked at again on"),
        help_text=_("Day, month and year, like 5 3 2027. Numbers change."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        day = timezone.localdate() + _A_YEAR
        usual = {"id": uuid.uuid4(), "review_on": f"{day.day}/{day.month}/{day.year}"}
        kwargs["initial"] = usual | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    def clean_phone(self) -> str:
        """Refuse what can't be rung; short numbers like 111 and 1737 can."""
        number: str = self.cleaned_data["phone"]
        if number and not number.replace(" ", "").isdigit():
            phone_number(number)
        return number

    def clean_website(self) -> str:
        """Return the address with its https://, if one is given."""
        address: str = self.cleaned_data["website"].strip()
        if not address:
            return ""
        address = address if "://" in address else f"https://{address}"
        URLValidator(["http", "https"], message=gettext("Enter a website address"))(
            address
        )
        return address

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        doubted = data.get("trust") not in {None, Trust.TRUSTED}
        if doubted and not data.get("trust_why", "").strip():
            self.add_error("trust_why", gettext("Fill in why, in a few words"))
        ways = {"phone", "email", "website", "address"}
        if not any(data.get(way) for way in ways) and not ways & self.errors.keys():
            message = gettext("Fill in one way to reach it, a phone for example")
            self.add_error("phone", ValidationError(message))
        return data

    def about(self) -> About:
        """Return what the directory is to say; only after the form proved valid."""
        data = {name: v for name, v in self.cleaned_data.items() if name != "id"}
        return About(
            **data | {"kind": ServiceKind(data["kind"]), "trust": Trust(data["trust"])}
        )


class OutOfHoursForm(Form):
    """Whom to ring when the organisation is closed."""

    called = Words(
        label=_("What it is called on the sheet"),
        help_text=_(
            "Something that says nothing to others who see the sheet, like "
            "“The night line” or a first name"
        ),
        max_length=80,
    )
    phone = Words(label=_("Phone"), max_length=60, required=False)
    text = Words(label=_("Text"), max_length=60, required=False)
    hours = Words(
        label=_("When"),
        help_text=_("For example: every night from 6 pm to 8 am"),
        max_length=120,
        required=False,
    )
    words = Words(label=_("What else helps to know"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("phone") and not data.get("text"):
            self.add_error("phone", gettext("Fill in a number to ring or to text"))
        return data

    def details(self) -> Details:
        """Return what the page is to say; only after the form proved valid."""
        return Details(**self.cleaned_data)
