"""Passwords and one-time codes of the demo: the same at each start, never elsewhere.

They follow from this installation's own accounts key, so no two demos share them and
the table can be written again although only hashes are stored.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from collections.abc import Iterable
from dataclasses import dataclass

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings

from msa.accounts.models import Role
from msa.exchange.demo.cast import Colleague, everybody

_STEP = 30
_WORDS = (
    *("amber", "beach", "cedar", "delta", "ember", "fern", "gully", "harbour"),
    *("inlet", "jetty", "kelp", "lagoon", "meadow", "north", "ocean", "pebble"),
    *("quartz", "ridge", "shore", "tide", "upland", "valley", "willow", "yarrow"),
    *("anchor", "bridge", "candle", "dawn", "estuary", "flint", "garden", "hollow"),
)
_HEADINGS = ("role", "organisation", "site", "email", "password", "TOTP secret")


@dataclass(frozen=True, slots=True, repr=False)
class SignIn:
    """How one fictional colleague signs in."""

    organisation: str
    colleague: Colleague

    @property
    def site(self) -> str:
        """Which of the two sites he works on."""
        return "national" if self.colleague.role is Role.NATIONAL else "casework"

    @property
    def password(self) -> str:
        """His password: six words."""
        digest = self._digest("password")
        return "-".join(_WORDS[byte % len(_WORDS)] for byte in digest[:6])

    @property
    def totp_secret(self) -> str:
        """What his authenticator app is set up with."""
        return base64.b32encode(self._digest("totp")[:20]).decode()

    def code(self, *, at: float) -> str:
        """Return the one-time code that is good at a moment."""
        return str(format_hotp_value(hotp_value(self.totp_secret, int(at) // _STEP)))

    def _digest(self, what: str) -> bytes:
        name = f"demo {what} {self.colleague.email}".encode()
        return hmac.digest(settings.MSA_ACCOUNTS_KEY, name, hashlib.sha256)


def sign_ins() -> list[SignIn]:
    """Return the sign-ins of everybody in the demo."""
    return [SignIn(code, colleague) for code, colleague in everybody()]


def one_per_role(everyone: Iterable[SignIn]) -> list[SignIn]:
    """Return the first of each role, and both of the national body."""
    found: dict[str, SignIn] = {}
    for each in everyone:
        role = each.colleague.role
        name = each.colleague.email if role is Role.NATIONAL else role.value
        found.setdefault(name, each)
    return list(found.values())


def table(rows: Iterable[SignIn], *, at: float | None = None) -> str:
    """Return sign-ins as a table; with ``at``, with the codes good at that moment."""
    lines = [
        [
            each.colleague.role.value,
            each.organisation,
            each.site,
            each.colleague.email,
            each.password,
            each.totp_secret if at is None else each.code(at=at),
        ]
        for each in rows
    ]
    headings = [*_HEADINGS[:-1], _HEADINGS[-1] if at is None else "code now"]
    widths = [max(map(len, column)) for column in zip(headings, *lines, strict=True)]
    return "\n".join(
        "  ".join(
            cell.ljust(width) for cell, width in zip(line, widths, strict=True)
        ).rstrip()
        for line in (headings, *lines)
    )


def document() -> str:
    """Return the sign-ins file: who there is, and how to come by the current codes."""
    return (
        "Everybody here is made up. A code is good for half a minute: print the\n"
        "current ones with bin/manage demo_codes, or give the secret to an\n"
        "authenticator app.\n"
        f"\n{table(sign_ins())}\n"
    )


def seconds_left() -> int:
    """Return for how long the codes of now are good."""
    return _STEP - int(time.time()) % _STEP
