"""The authenticator app of somebody who signs in: each code is used once."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from collections.abc import Callable

STEP_SECONDS = 30
#: Clocks may differ by this many steps.
TOLERANCE = 1


def code_at(secret: str, step: int) -> str:
    """Return the six digits of a step (RFC 6238)."""
    padded = secret.upper() + "=" * (-len(secret) % 8)
    key = base64.b32decode(padded)
    digest = hmac.digest(key, step.to_bytes(8, "big"), hashlib.sha1)
    offset = digest[-1] & 15
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**6:06}"


def step_now() -> int:
    """Return the step of time we are in."""
    return int(time.time()) // STEP_SECONDS


class Authenticator:
    """An app that never shows a code twice; ``forget`` lets all be used anew.

    Without that it waits for the next code when it has no unused one.
    """

    def __init__(self, secret: str, forget: Callable[[], object] | None = None) -> None:
        self.secret = secret
        self._forget = forget
        self._used = 0

    def next_code(self) -> str:
        """Return a code that will be accepted."""
        step = max(self._used + 1, step_now() - TOLERANCE)
        if step > step_now() + TOLERANCE and self._forget:
            self._forget()
            step = step_now()
        while step > step_now() + TOLERANCE:
            time.sleep(0.5)
        # The oldest acceptable code may run out while it is typed.
        if step < step_now() and time.time() % STEP_SECONDS > STEP_SECONDS - 5:
            step += 1
        self._used = step
        return code_at(self.secret, step)
