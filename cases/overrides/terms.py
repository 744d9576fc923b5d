"""How long somebody reads in an emergency, and how soon another looks back at it."""

from __future__ import annotations

from datetime import date, timedelta

from msa.clock.holidays import working_days_after

#: The database says the same.
READING_LASTS = timedelta(minutes=30)
_REVIEWED_WITHIN = 10


def review_by(day: date) -> date:
    """Return the day by which something urgent, done on ``day``, is to be reviewed."""
    return working_days_after(day, _REVIEWED_WITHIN)
