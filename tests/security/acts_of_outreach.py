"""What peer workers and managers send about workshops and outreach."""

from __future__ import annotations

from tests.outreach.conftest import noted
from tests.security.acting import World, act_in, today
from tests.security.acts_of_workers import new_id


def _told() -> dict[str, str]:
    return {
        "id": new_id(),
        "kind": "WORKSHOP",
        "title": "Carving",
        "held_on": today(),
        "minutes": "90",
        "survivors": "4",
    }


@act_in("outreach-new", "worker", "manager")
def note(w: World, area: str) -> None:
    w.post(area, f"{area}:outreach-new", **_told())


@act_in("activity-correct", "worker", "manager")
def correct(w: World, area: str) -> None:
    pk = noted(getattr(w.cast, area))
    w.post(area, f"{area}:activity-correct", pk, **_told())


@act_in("activity-take-back", "worker", "manager")
def take_back(w: World, area: str) -> None:
    w.post(area, f"{area}:activity-take-back", noted(getattr(w.cast, area)))
