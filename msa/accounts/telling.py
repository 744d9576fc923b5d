"""What somebody does with his own sign-in is told to whoever keeps the record of it.

The audit lies above this package, so it listens: see :mod:`msa.members.own_acts`. A
listener that fails makes the act fail (A07).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol
from uuid import UUID

from django.core.cache import cache
from django.dispatch import Signal
from django.http import HttpResponse
from django.utils.crypto import salted_hmac

from msa.accounts.models import Person

#: Sent with ``person`` (his id), ``action`` and ``codes``.
own_act = Signal()
#: While a limit holds, it is told once.
LIMIT_SECONDS = 5 * 60


class _Known(Protocol):
    @property
    def pk(self) -> Any: ...


def tell(person: _Known, action: str, **codes: str | int) -> None:
    """Tell of one act with somebody's sign-in: codes and counts, never a value."""
    own_act.send(sender=Person, person=UUID(str(person.pk)), action=action, codes=codes)


def tell_of_limit(person: _Known, what: str) -> None:
    """Tell that ``what`` was tried too often for somebody, once while it holds."""
    name = salted_hmac(f"msa.accounts.limit.{what}", str(person.pk), algorithm="sha256")
    if cache.add(f"limit-told:{name.hexdigest()}", True, timeout=LIMIT_SECONDS):
        tell(person, "sign-in.limit", what=what)


def after_answering(response: HttpResponse, act: Callable[[], None]) -> None:
    """Do something when an answer has been sent, so that it takes no time to see."""
    # What Django itself closes with a response; a WSGI server does it after sending.
    response._resource_closers.append(act)  # type: ignore[attr-defined]
