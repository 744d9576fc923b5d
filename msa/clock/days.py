"""Days and quarters as people here count them: Pacific/Auckland (rules, quarters)."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

AUCKLAND = ZoneInfo("Pacific/Auckland")


def local_date(at: datetime) -> date:
    """Return the day it is in Aotearoa New Zealand at a moment."""
    return at.astimezone(AUCKLAND).date()
