"""What is asked before a funder's program is given access."""

from __future__ import annotations

import ipaddress
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from msa.clock.days import AUCKLAND, local_date
from msa.web.fields import NZDateField
from msa.web.forms import Form
from msa.web.widgets import StackedMultiple
from reporting.funders.enums import Scope

#: Days an access may last.
LONGEST_DAYS = 365
MOST_NETWORKS = 20


class GiveAccess(Form):
    """For whom, until when, for which organisations and from where."""

    name = forms.CharField(
        label="Funder and program",
        max_length=120,
        help_text="Only you and your colleagues see this.",
    )
    last_day = NZDateField(
        label="Last day", help_text="A year from today at most, like 30 6 2027."
    )
    organisations = forms.MultipleChoiceField(
        label="Organisations in the contract",
        required=False,
        widget=StackedMultiple,
        help_text="National figures are always included. Figures of an organisation "
        "only if the contract names it.",
    )
    networks = forms.CharField(
        label="Addresses it may ask from",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One a line, like 203.0.113.7 or 203.0.113.0/24. From anywhere if "
        "you leave this empty.",
    )

    def __init__(
        self,
        *args: Any,
        organisations: list[tuple[str, str]],
        names_in_use: frozenset[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisations"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = organisations
        self.names_in_use = names_in_use

    def clean_name(self) -> str:
        """Refuse a name that an access in force has."""
        name: str = self.cleaned_data["name"]
        if name.casefold() in self.names_in_use:
            raise ValidationError(
                "An access with this name is in force. End it first, or choose "
                "another name."
            )
        return name

    def clean_last_day(self) -> date:
        """Refuse a day that is over, or more than a year away."""
        last: date = self.cleaned_data["last_day"]
        today = local_date(timezone.now())
        if last < today:
            raise ValidationError("Enter a date that is not before today.")
        if last > today + timedelta(days=LONGEST_DAYS):
            raise ValidationError("Enter a date within a year from today.")
        return last

    def clean_networks(self) -> list[str]:
        """Read addresses and networks, one a line."""
        lines = self.cleaned_data["networks"].split()
        if len(lines) > MOST_NETWORKS:
            raise ValidationError(f"Enter {MOST_NETWORKS} lines at most.")
        return [_network(line) for line in lines]

    def access(self) -> dict[str, Any]:
        """Return what the form grants; only after it proved valid."""
        found = self.cleaned_data
        organisations = found["organisations"]
        after = found["last_day"] + timedelta(days=1)
        return {
            "name": found["name"],
            "scopes": [
                Scope.READ.value,
                *([Scope.ORGANISATIONS.value] if organisations else []),
            ],
            "organisations": organisations,
            "networks": found["networks"],
            "expires_at": datetime.combine(after, time(), AUCKLAND),
        }


def _network(text: str) -> str:
    try:
        return str(ipaddress.ip_network(text))
    except ValueError as fault:
        raise ValidationError(
            "Check the addresses: each line is one like 203.0.113.7, or a network "
            "like 203.0.113.0/24."
        ) from fault
