"""How allauth signs people in here: by invitation only, second factors sealed."""

from __future__ import annotations

from typing import Any

import qrcode  # type: ignore[import-untyped]
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.ratelimit import truncate_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from msa.accounts.limits import TRIED_TOO_OFTEN, count_for_account
from msa.vault.account_secrets import open_text, seal_text

_QUIET_ZONE = 4


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # untyped library
    """Nobody signs up by himself; an organisation invites him (SEC-03)."""

    # One sentence for each wrong pair: it never says which half was wrong, nor
    # whether anybody has this address (U03).
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _(
            "This email address and password don’t belong together. Check both and "
            "try again."
        ),
        "too_many_login_attempts": TRIED_TOO_OFTEN,
        "rate_limited": TRIED_TOO_OFTEN,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, *args: Any, **kwargs: Any) -> None:
        """Send nothing: its sender alone says where somebody works (UI-S8)."""

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing: allauth's messages name the account on a shared screen."""

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a password: five from one network for one account, fifty from all.

        So a stranger who knows the address doesn't lock its owner out (U04).

        Raises:
            ValidationError: it was too often.
        """
        email = credentials.get("email", "").lower()
        try:
            super().pre_authenticate(request, **credentials)
            self._everywhere = count_for_account(request, _opaque("email", email))
            if self._everywhere is None:
                raise self.validation_error("too_many_login_attempts")
        except ValidationError:
            # See the middleware: told when the answer has gone, known or unknown alike.
            request.tried_too_often = email  # type: ignore[attr-defined]
            raise

    def _rollback_login_failed_rl_usage(self) -> None:
        super()._rollback_login_failed_rl_usage()
        if self._everywhere is not None:
            self._everywhere.rollback()

    def authenticate(
        self, request: HttpRequest, **credentials: Any
    ) -> AbstractBaseUser | None:
        """Return the person of these credentials; one whose sign-in ended is nobody.

        allauth would lead him to a page that says so, which tells a stranger that the
        password was right.
        """
        person: AbstractBaseUser | None = super().authenticate(request, **credentials)
        return person if person is not None and person.is_active else None

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return a name for the client's network that says nothing about it.

        It only ever becomes a key in Redis, which holds no personal data (SEC-05).
        """
        network = truncate_ip(super().get_client_ip(request))
        return _opaque("network", network)

    def _get_login_attempts_cache_key(
        self, request: HttpRequest, **credentials: Any
    ) -> str:
        # allauth hashes this without a key: an address could be guessed from it.
        email = credentials.get("email", "").lower()
        return _opaque("email", f"{email} {self.get_client_ip(request)}")


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # untyped library
    """Seals what allauth would store in clear: TOTP seeds and recovery codes (U07)."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _(
            "The “Code from your app” is not right, or was used already. Enter the "
            "next one that the app shows."
        ),
    }

    def encrypt(self, text: str) -> str:
        return seal_text(text)

    def decrypt(self, encrypted_text: str) -> str:
        return open_text(encrypted_text)

    def get_totp_issuer(self) -> str:
        """Return a name that says nothing to somebody who looks at the phone."""
        return gettext("Notebook")

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        return gettext("Sign-in")

    def build_totp_svg(self, url: str) -> SafeString:
        """Return the QR code as inline SVG; the content policy refuses data: images."""
        code = qrcode.QRCode(border=_QUIET_ZONE)
        code.add_data(url)
        rows = code.get_matrix()
        path = "".join(
            f"M{x} {y}h1v1h-1z"
            for y, row in enumerate(rows)
            for x, dark in enumerate(row)
            if dark
        )
        # Its own white ground: a camera needs dark on light in the dark scheme too.
        return format_html(
            '<svg viewBox="0 0 {0} {0}" width="240" height="240" role="img"'
            ' aria-labelledby="qr-title" shape-rendering="crispEdges">'
            '<title id="qr-title">{1}</title>'
            '<path fill="#fff" d="M0 0h{0}v{0}H0z"/><path fill="#000" d="{2}"/></svg>',
            len(rows),
            gettext("QR code for your authenticator app"),
            path,
        )


def _opaque(kind: str, text: str) -> str:
    digest = salted_hmac(f"msa.accounts.adapters.{kind}", text, algorithm="sha256")
    return digest.hexdigest()
