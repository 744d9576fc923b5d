"""Answering whether two records are of one person."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.enums import LikenessState
from msa.web.forms import Form
from msa.web.widgets import Stacked

#: Not a state: he is asked for his consent first.
CARRY_ON = "CARRY_ON"


class Answer(Form):
    """What the manager found out; how is between him and the people (REC-10)."""

    answer = forms.ChoiceField(label=_("What you found out"), widget=Stacked)

    def __init__(self, data: Any = None, *, can_carry_on: bool) -> None:
        super().__init__(data)
        choices = [(LikenessState.APART.value, _("They are two people"))]
        if can_carry_on:
            choices += [
                (
                    CARRY_ON,
                    _("He is the same, and wants to carry on with what is sealed"),
                ),
                (
                    LikenessState.SAME.value,
                    _("He is the same, and what is sealed stays sealed"),
                ),
            ]
        else:
            choices.append((LikenessState.SAME.value, _("He is the same person")))
        field = self.fields["answer"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def wants_to_carry_on(self) -> bool:
        """Does he want his sealed record opened again? The form is valid."""
        return bool(self.cleaned_data["answer"] == CARRY_ON)

    def state(self) -> LikenessState:
        """Return the answer. The form is valid, and he does not carry on."""
        return LikenessState(self.cleaned_data["answer"])
