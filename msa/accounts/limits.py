"""How often secrets may be tried: per network and per account (U04).

Counted before a secret is looked at, so that many tries at once gain nothing.

A stranger uses up the number of his own network. What is counted for an account alone
is reached only with something of its owner's, or is so wide that one network can't
reach it, so that nobody locks another person out for long.
"""

from __future__ import annotations

from typing import Any

from allauth.core.internal import ratelimit
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from msa.accounts.links import digest_of

TRIED_TOO_OFTEN = _("That was tried too often. Wait five minutes, then try again.")
_LIMITS = {
    # Wrong passwords for one account from anywhere; from one network it is five.
    "account": "50/5m/key",
    # Nobody guesses what these hold; whoever tries is stopped before he is a burden.
    "link": "20/5m/ip,20/5m/key",
    "passkey": "20/5m/ip,20/5m/key",
    "passkey-alone": "20/5m/ip",
}


def may_open_link(request: HttpRequest, secret: str) -> bool:
    """Count one look behind a link; to use up the link's number one needs the link."""
    return _counted(request, "link", key=digest_of(secret).hex()) is not None


def may_show_passkey(request: HttpRequest, person: Any = None) -> bool:
    """Count one answer of a passkey, apart from codes: each is a way when one is shut.

    Without a ``person`` by network alone: whose passkey it is, only the answer says,
    and a stranger may say anything.
    """
    if person is None:
        return _counted(request, "passkey-alone") is not None
    return _counted(request, "passkey", key=str(person.pk)) is not None


def count_for_account(
    request: HttpRequest, name: str
) -> ratelimit.RateLimitUsage | None:
    """Count a password for one account from anywhere; None if it was too often."""
    return _counted(request, "account", key=name)


def _counted(
    request: HttpRequest, action: str, *, key: str | None = None
) -> ratelimit.RateLimitUsage | None:
    return ratelimit.consume(
        request,
        app="msa.accounts",
        action=action,
        config=_LIMITS,
        key=key,
        limit_get=True,
    )
