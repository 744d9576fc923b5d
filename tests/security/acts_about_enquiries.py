"""What peer workers and managers send about those who got in touch."""

from __future__ import annotations

from uuid import UUID

from tests.enquiries.conftest import kept, with_slip
from tests.security.acting import World, act, act_in, today
from tests.security.acts_of_workers import HOW, NO_MORE, new_id

_SLIP = {
    "ground": "SPOKEN",
    "name": "Wiremu",
    "way": "PHONE",
    "where": "021 555 0177",
    "may_say": "Say it is Ngaio",
}


def _taken(w: World, area: str) -> UUID:
    """Return an open enquiry that the owner of the area took."""
    return kept(getattr(w.cast, area))


def _to_ring(w: World, area: str) -> UUID:
    """Return one that has a slip."""
    return with_slip(getattr(w.cast, area))


@act_in("enquiry-new", "worker", "manager")
def note(w: World, area: str) -> None:
    told = {"id": new_id(), "channel": "PHONE", "state": "OPEN"}
    told |= {"received_on": today(), "region": "WKO"}
    w.post(area, f"{area}:enquiry-new", **told)


@act_in("enquiry-slip-new", "worker", "manager")
def write_slip(w: World, area: str) -> None:
    w.post(area, f"{area}:enquiry-slip-new", _taken(w, area), **_SLIP)


@act_in("enquiry-slip-destroy", "worker", "manager")
def destroy_slip(w: World, area: str) -> None:
    w.post(area, f"{area}:enquiry-slip-destroy", _to_ring(w, area))


@act_in("enquiry-called", "worker", "manager")
def ring_back(w: World, area: str) -> None:
    told = {"after": "0", "result": "LEFT_WORD"}
    w.post(area, f"{area}:enquiry-called", _taken(w, area), **told)


@act_in("enquiry-end", "worker", "manager")
def end(w: World, area: str) -> None:
    w.post(area, f"{area}:enquiry-end", _to_ring(w, area), state="POINTED_ON")


@act("worker:enquiry-welcome")
def welcome(w: World) -> None:
    told = {"id": new_id(), "RECORD": "yes", **NO_MORE, **HOW}
    w.post("worker", "worker:enquiry-welcome", _to_ring(w, "worker"), **told)
