"""Choosing whom a survivor does not want near his record."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from msa.accounts.models import Member
from msa.web.forms import Form


class Block(Form):
    """One of those who work here, by name; why is not asked (REC-08)."""

    member = forms.ChoiceField(label=_("Whom he doesn’t want near his record"))

    def __init__(self, data: object = None, *, others: Iterable[Member]) -> None:
        super().__init__(data)
        field = self.fields["member"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Choose")), *((str(m.id), m.name) for m in others)]

    def chosen(self) -> UUID:
        """Return the id of the chosen member. The form is valid."""
        return UUID(self.cleaned_data["member"])
