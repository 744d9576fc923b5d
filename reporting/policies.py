"""How a report goes on; the database holds to it as well (REP-06)."""

from __future__ import annotations

from collections.abc import Mapping

from reporting.enums import State

STARTS: Mapping[State, str] = {State.BUILDING: "national staff start it"}
MOVES: Mapping[tuple[State, State], str] = {
    (State.BUILDING, State.DRAFT): "the report builder has compiled it",
    (State.BUILDING, State.REPLACED): "it is given up",
    (State.DRAFT, State.RELEASED): "somebody else releases it",
    (State.DRAFT, State.REPLACED): "it is set aside",
    (State.RELEASED, State.REPLACED): "a later revision is released",
}
