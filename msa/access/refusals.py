"""How the system says no."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from django.http import Http404


class Reason(StrEnum):
    """Why something is refused; pages turn the code into words."""

    NOT_THEIR_ROLE = "not-their-role"
    NO_CONSENT = "no-consent"
    SEALED = "sealed"
    LEFT = "left"
    SAME_PERSON = "same-person"
    NOT_READY = "not-ready"
    NOT_SAFE = "not-safe"
    TOO_MANY_KEYS = "too-many-keys"
    KEPT_AWAY = "kept-away"
    ASK_FIRST = "ask-first"
    PLANNED = "planned"


class NotVisible(Http404):
    """There is no such thing for this person; absent and foreign look the same."""


class AccessDenied(Exception):
    """The actor can see it but may not do this to it."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


def allowed(check: Callable[[], None]) -> bool:
    """Turn a check that raises :class:`AccessDenied` into yes or no, for templates."""
    try:
        check()
    except AccessDenied:
        return False
    return True
