"""The forms of signing in, in our words. Pasting is allowed in all (UI-A6)."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from msa.accounts.limits import TRIED_TOO_OFTEN, may_show_passkey
from msa.accounts.models import Person
from msa.accounts.passkeys import (
    LONGEST_ANSWER,
    LONGEST_NAME,
    NotShown,
    passkeys_of,
    shown,
)
from msa.accounts.second_factor import factor_shown_by, takes_codes
from msa.accounts.telling import tell_of_limit

PASSKEY_NOT_SHOWN = _(
    "The passkey was not taken. Try once more, or use another way to sign in."
)
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


class CodeForm(forms.Form):
    """The second factor: a code that is typed, or what a passkey answered."""

    code = forms.CharField(required=False)
    passkey = forms.CharField(
        required=False, max_length=LONGEST_ANSWER, widget=forms.HiddenInput
    )

    def __init__(
        self, *args: Any, request: HttpRequest, person: Person, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.person = request, person
        self.factor: Authenticator | None = None
        self.takes_passkey = bool(passkeys_of(person))
        self.takes_code = takes_codes(person)
        if not self.takes_code:
            del self.fields["code"]
            return
        code: Any = self.fields["code"]
        code.hides_optional = True
        _word(
            code,
            _("Code from your app"),
            _(
                "Open your authenticator app. The code has six digits. Without your "
                "phone, enter one of your recovery codes."
            ),
        )

    def clean(self) -> dict[str, Any]:
        answer = self.cleaned_data.get("passkey", "")
        if answer:
            self.factor = self._by_passkey(answer)
        elif not self.errors and self.takes_code:
            self.factor = self._by_code(self.cleaned_data["code"])
        elif not self.errors:
            self.add_error(None, _("Press “Use a passkey” to go on."))
        return self.cleaned_data

    def _by_passkey(self, answer: str) -> Authenticator | None:
        if not may_show_passkey(self.request, self.person):
            self.add_error(None, TRIED_TOO_OFTEN)
            return None
        try:
            return shown(self.request, self.person, answer)
        except NotShown:
            self.add_error(None, PASSKEY_NOT_SHOWN)
            return None

    def _by_code(self, code: str) -> Authenticator | None:
        if not code:
            self.add_error("code", _("Fill in “Code from your app”"))
            return None
        # Counted before it is looked at: many tries at once gain nothing (U04).
        try:
            take_back = check_rate_limit(self.person)
        except forms.ValidationError as limit:
            tell_of_limit(self.person, "code")
            self.add_error("code", limit)
            return None
        factor = factor_shown_by(self.person, code)
        if factor is None:
            self.add_error("code", get_adapter().validation_error("incorrect_code"))
            return None
        take_back()
        factor.user = self.person
        return factor


class PasskeyForm(forms.Form):
    """A new passkey: what its owner calls it, and what the device answered."""

    name = forms.CharField(
        label=_("What you call it"),
        help_text=_("So that you know it again, like “my phone” or “blue key”."),
        max_length=LONGEST_NAME,
        error_messages={"required": _("Fill in “What you call it”")},
    )
    # Empty where no script asked the device: then it is said that none was made.
    passkey = forms.CharField(
        required=False, max_length=LONGEST_ANSWER, widget=forms.HiddenInput
    )


class NewPasswordOnlyForm(forms.Form):
    """A new password for somebody who has shown a link for it."""

    password = forms.CharField(
        label=_("New password"),
        strip=False,
        help_text=_("Twelve characters or more. A sentence is easy to remember."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Fill in “New password”")},
    )

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password


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
