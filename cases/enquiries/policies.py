"""How an enquiry goes on; the database holds to it as well (CON-01)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from cases.enquiries.enums import State
from msa.clock.days import AUCKLAND

STARTS: Mapping[State, str] = {
    State.OPEN: "somebody gets in touch",
    State.ANSWERED: "it is answered there and then",
    State.POINTED_ON: "he is pointed to another service there and then",
    State.DECLINED: "he says there and then that he won't go on",
    State.NOT_REACHED: "there is no way to reach him",
}
MOVES: Mapping[tuple[State, State], str] = {
    (State.OPEN, State.WELCOMED): "he agrees to a record; the slip is destroyed",
    (State.OPEN, State.ANSWERED): "nothing more is wanted; the slip is destroyed",
    (State.OPEN, State.POINTED_ON): "he goes elsewhere; the slip is destroyed",
    (State.OPEN, State.DECLINED): "he says no; the slip is destroyed",
    (State.OPEN, State.NOT_REACHED): "it is given up; the slip is destroyed",
}
#: A slip is destroyed this long after the day on which somebody got in touch.
SLIP_DAYS = 30


def slip_ends(received_on: date) -> datetime:
    """Return the moment from which a slip of an enquiry opens no more."""
    last = received_on + timedelta(days=SLIP_DAYS)
    return datetime.combine(last, time(), AUCKLAND)
