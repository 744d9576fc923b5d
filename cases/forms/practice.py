"""Whom a peer worker lets see how he works, and for how long."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from msa.web.forms import Form
from msa.web.widgets import Chips

_SPANS = [
    ("14", _("Two weeks")),
    ("30", _("A month")),
    ("90", _("Three months")),
]


class ShowPractice(Form):
    """One manager, for a while: where there is one alone, he is chosen already."""

    shown_to = forms.ChoiceField(label=_("Whom you show it to"), widget=Chips)
    span = forms.ChoiceField(label=_("For how long"), choices=_SPANS, widget=Chips)

    def __init__(
        self, data: Any = None, *, managers: list[tuple[UUID, str]], **kwargs: Any
    ) -> None:
        initial = {"span": "14"}
        if len(managers) == 1:
            initial["shown_to"] = str(managers[0][0])
        super().__init__(data, initial=initial, **kwargs)
        shown_to = self.fields["shown_to"]
        assert isinstance(shown_to, forms.ChoiceField)
        shown_to.choices = [(str(id), name) for id, name in managers]

    def manager(self) -> UUID:
        """Return whom he chose."""
        return UUID(self.cleaned_data["shown_to"])

    def days(self) -> int:
        """Return for how many days."""
        return int(self.cleaned_data["span"])
