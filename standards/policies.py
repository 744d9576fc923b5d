"""How a review goes on; the database holds to it as well (STD-02)."""

from __future__ import annotations

from collections.abc import Mapping

from standards.enums import State

STARTS: Mapping[State, str] = {State.OPEN: "a manager begins or revises it"}
MOVES: Mapping[tuple[State, State], str] = {
    (State.OPEN, State.SIGNED): "a manager signs it off",
    (State.SIGNED, State.SUBMITTED): "a manager sends it to MSA",
}
