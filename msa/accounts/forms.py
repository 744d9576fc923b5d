"""The three forms of signing in, in our words. Pasting is allowed in all (UI-A6)."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.translation import gettext_lazy as _

from msa.accounts.second_factor import use_up

_CODE_ATTRIBUTES = {
    "class": "short",
    "inputmode": "numeric",
    "autocomplete": "one-time-code",
    "autocapitalize": "off",
    "spellcheck": "false",
}


class SignInForm(LoginForm):  # type: ignore[misc]  # untyped library
    """Email address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        email, password = self.fields["login"], self.fields["password"]
        email.label, password.label = _("Email address"), _("Password")
        email.widget = forms.EmailInput(
            attrs={"autocomplete": "username", "spellcheck": "false"}
        )
        password.widget = forms.PasswordInput(
            attrs={"autocomplete": "current-password"}
        )
        email.error_messages["required"] = _("Fill in “Email address”")
        password.error_messages["required"] = _("Fill in “Password”")
        for validator in email.validators:
            validator.message = _(
                "Write the whole “Email address”, like name@example.org"
            )


class CodeForm(AuthenticateForm):  # type: ignore[misc]  # untyped library
    """The one-time code that follows the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(
            self.fields["code"],
            _("Code from your app"),
            _("Open your authenticator app. The code has six digits."),
        )

    def clean_code(self) -> str:
        code: str = super().clean_code()
        factor: Authenticator = self.authenticator
        if factor.type == Authenticator.Type.TOTP and not use_up(factor, code):
            raise get_adapter().validation_error("incorrect_code")
        return code


class SetUpForm(ActivateTOTPForm):  # type: ignore[misc]  # untyped library
    """The first code of a new authenticator app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(
            self.fields["code"],
            _("Code from your app"),
            _("The app now shows six digits. Enter them here."),
        )


def _word(field: forms.Field, label: Any, hint: Any) -> None:
    field.label, field.help_text = label, hint
    field.widget = forms.TextInput(attrs=_CODE_ATTRIBUTES)
    field.error_messages["required"] = _("Fill in “Code from your app”")
