"""The forms of signing in, in our words. Pasting is allowed in all (UI-A6)."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from msa.accounts.models import Person
from msa.accounts.second_factor import factor_shown_by

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
            _(
                "Open your authenticator app. The code has six digits. Without your "
                "phone, enter one of your recovery codes."
            ),
        )

    def clean_code(self) -> str:
        # Counted before it is looked at: many tries at once gain nothing (U04).
        take_back = check_rate_limit(self.user)
        code: str = self.cleaned_data["code"]
        factor = factor_shown_by(self.user, code)
        if factor is None:
            raise get_adapter().validation_error("incorrect_code")
        take_back()
        factor.user = self.user
        self.authenticator = factor
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

    @property
    def app_url(self) -> str:
        """The address that hands the seed to an app on this device."""
        return str(get_adapter().build_totp_url(self.user, self.secret))

    @property
    def qr_code(self) -> SafeString:
        """The same for the camera of another device."""
        picture: SafeString = get_adapter().build_totp_svg(self.app_url)
        return picture

    @property
    def secret_groups(self) -> list[str]:
        """The seed in groups that somebody can type."""
        secret = self.secret.rstrip("=")
        return [secret[i : i + 4] for i in range(0, len(secret), 4)]


class NewPasswordForm(forms.Form):
    """A new password in place of the one in use."""

    old = forms.CharField(
        label=_("Password you use now"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Fill in “Password you use now”")},
    )
    new = forms.CharField(
        label=_("New password"),
        strip=False,
        help_text=_("Twelve characters or more. A sentence is easy to remember."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Fill in “New password”")},
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_old(self) -> str:
        take_back = check_rate_limit(self.person)
        old: str = self.cleaned_data["old"]
        if not self.person.check_password(old):
            raise forms.ValidationError(_("“Password you use now” is not right."))
        take_back()
        return old

    def clean_new(self) -> str:
        new: str = self.cleaned_data["new"]
        validate_password(new, self.person)
        return new


def _word(field: forms.Field, label: Any, hint: Any) -> None:
    field.label, field.help_text = label, hint
    field.widget = forms.TextInput(attrs=_CODE_ATTRIBUTES)
    field.error_messages["required"] = _("Fill in “Code from your app”")
