"""How telling somebody goes on, and how long a review may take."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from cases.overrides.enums import State
from msa.clock.holidays import working_days_after

#: How long somebody reads in an emergency; the database says the same.
READING_LASTS = timedelta(minutes=30)
_REVIEWED_WITHIN = 10

STARTS: Mapping[State, str] = {
    State.ASKED: "somebody asks a manager first",
    State.TOLD: "it could not wait, and the managers are told at once",
}
MOVES: Mapping[tuple[State, State], str] = {
    (State.ASKED, State.APPROVED): "another person, a manager, approves",
    (State.ASKED, State.REFUSED): "another person, a manager, does not approve",
    (State.ASKED, State.DROPPED): "whoever asked needs it no longer",
    (State.APPROVED, State.DROPPED): "whoever asked needs it no longer",
    (State.APPROVED, State.TOLD): "it is told as it was written down",
    (State.TOLD, State.REVIEWED): "another person reviews what could not wait",
}


def review_by(day: date) -> date:
    """Return the day by which something urgent, done on ``day``, is to be reviewed."""
    return working_days_after(day, _REVIEWED_WITHIN)
