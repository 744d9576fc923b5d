"""What is asked of whoever invites, and of whoever is invited."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from msa.accounts.models import Role
from msa.web.forms import Form
from msa.web.widgets import Stacked, StackedMultiple


class RolesForm(Form):
    """What somebody does here."""

    roles = forms.TypedMultipleChoiceField(
        label=_("What they do here"), coerce=Role, widget=StackedMultiple
    )

    def __init__(self, *args: Any, roles: Sequence[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["roles"]
        field.choices = [(role.value, role.label) for role in roles]
        if len(roles) == 1:
            # Nothing to choose, so nothing is asked.
            del self.fields["roles"]
        self._only = list(roles)

    def chosen(self) -> list[Role]:
        """Return the roles chosen, or the only one there is."""
        return list(self.cleaned_data.get("roles", self._only))


class InviteForm(RolesForm):
    """Whom to invite, and as what."""

    email = forms.EmailField(
        label=_("Email address"),
        help_text=_("They will sign in with it."),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "invalid": _("Write the whole “Email address”, like name@example.org")
        },
    )
    field_order = ("email", "roles")


class ResetForm(Form):
    """What somebody can't sign in with any more."""

    lost = forms.ChoiceField(
        label=_("What they have lost"),
        choices=[
            ("password", _("The password. They still have their app or passkey")),
            ("both", _("The password, and their app or passkey too")),
        ],
        widget=Stacked,
    )

    def factors_too(self) -> bool:
        """Say whether they have to set up a second factor as well."""
        return bool(self.cleaned_data["lost"] == "both")


class NameForm(Form):
    """How somebody who signs in already is called here."""

    name = forms.CharField(
        label=_("Your name"),
        help_text=_("As your colleagues know you."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class JoinForm(NameForm):
    """What somebody new chooses for himself."""

    password = forms.CharField(
        label=_("New password"),
        strip=False,
        help_text=_("Twelve characters or more. A sentence is easy to remember."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password
