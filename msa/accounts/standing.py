"""How long a session stands: locked after 15 idle minutes, over after eight hours.

Both are counted from times kept in the session itself. A clock that is put forward
locks sooner; one that is put back ends the session, for from then on nothing that it
says could be told from time gained (U06).
"""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import Enum
from typing import Any

from msa.accounts.browsers import browser_named, device_named
from msa.accounts.sessions import SEEN

IDLE_SECONDS = 15 * 60
LONGEST_SECONDS = 8 * 3600
#: Clocks of two servers may differ by this much.
CLOCKS_DIFFER_SECONDS = 60
#: The time of the last use is written no oftener, so a lock may come that much early.
WRITTEN_EVERY_SECONDS = 60


class Standing(Enum):
    """What has become of a session since it was last used."""

    GOOD = "good"
    IDLE = "idle"
    OVER = "over"


def begin(session: Any, *, user_agent: str, at: datetime) -> None:
    """Start to count: somebody has just signed in with this session."""
    now = int(at.timestamp())
    session[SEEN] = {
        "handle": uuid.uuid4().hex,
        "browser": browser_named(user_agent),
        "device": device_named(user_agent),
        "begun": now,
        "used": now,
    }


def standing_of(session: Any, *, at: datetime) -> Standing:
    """Say whether a session is still good, by what was written when it was used."""
    seen = session.get(SEEN)
    if seen is None:
        return Standing.OVER
    now = at.timestamp()
    put_back = now < seen["used"] - CLOCKS_DIFFER_SECONDS
    if put_back or now - seen["begun"] >= LONGEST_SECONDS:
        return Standing.OVER
    if now - seen["used"] >= IDLE_SECONDS:
        return Standing.IDLE
    return Standing.GOOD


def note_use(session: Any, *, at: datetime, at_once: bool = False) -> None:
    """Write that the session is used now, at most once a minute unless ``at_once``."""
    seen, now = session[SEEN], int(at.timestamp())
    if at_once or now - seen["used"] >= WRITTEN_EVERY_SECONDS:
        # Never earlier than what stands there.
        session[SEEN] = {**seen, "used": max(now, seen["used"])}


def seconds_left(session: Any, *, at: datetime) -> dict[str, int] | None:
    """Return in how many seconds a session ``locks`` if left alone, and ``ends``."""
    seen, now = session.get(SEEN), at.timestamp()
    if seen is None:
        return None
    return {
        "locks": max(0, int(seen["used"] + IDLE_SECONDS - now)),
        "ends": max(0, int(seen["begun"] + LONGEST_SECONDS - now)),
    }
