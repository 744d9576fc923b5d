"""Whether he is 18, who is beside him, and what is read first if he is not (CON-08)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from consent.enums import Age
from handbook.queries import Opened
from msa.web.forms import Form
from msa.web.widgets import Chips


class ReadingFirst(Form):
    """A form that may come back with the child protection policy, to be read first.

    Nothing that was typed is lost: it is read and ticked on the same page.
    """

    #: Which version stood on the page when it was ticked.
    policy = forms.UUIDField(widget=forms.HiddenInput, required=False)
    has_read = forms.BooleanField(label=_("I have read it"), required=False)

    is_held_up = False
    """Did the rule stop what was sent?"""
    to_read: Opened | None = None
    """The policy that is read first; None while held up: there is none in force."""

    def read_version(self) -> UUID | None:
        """Return the version that is ticked as read, if one is."""
        version: UUID | None = self.cleaned_data.get("policy")
        return version if self.cleaned_data.get("has_read") else None

    def ask_to_read(self, policy: Opened | None) -> None:
        """Say what stands in the way: a policy to read, or that there is none."""
        self.is_held_up, self.to_read = True, policy
        if policy is None:
            self.add_error(
                "age" if "age" in self.fields else None,
                _("There is no child protection policy in force. Ask your manager"),
            )
            return
        data: Any = self.data
        data = data.copy()
        data["policy"] = str(policy.version.id)
        data.pop("has_read", None)
        self.data = data
        self.add_error("has_read", _("Read the child protection policy first"))


class Capacity(ReadingFirst):
    """Whether he is 18, unless it is known, and who supports him when he agrees."""

    age = forms.ChoiceField(
        label=_("Is he 18 or older?"),
        help_text=_("Ask him. He need not say when he was born."),
        choices=Age.choices,
        widget=Chips,
    )
    support = forms.CharField(
        label=_("Who is beside him to support him"),
        help_text=_("Who it is to him: his sister, a friend. No name is needed."),
        max_length=100,
        required=False,
    )

    def __init__(self, *args: Any, of_age: bool | None = None, **kwargs: Any) -> None:
        """Ask for his age, unless ``of_age`` says what is known."""
        super().__init__(*args, **kwargs)
        self.known_of_age = of_age
        if of_age is not None:
            del self.fields["age"]

    def of_age(self) -> bool | None:
        """Say whether he is 18; who would rather not say counts as younger."""
        if self.known_of_age is not None:
            return self.known_of_age
        return bool(self.cleaned_data["age"] == Age.ADULT)
