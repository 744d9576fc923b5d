"""What is sent about what is set apart, waiting support and groups."""

from __future__ import annotations

from django.utils import timezone

from cases.services import groups
from msa.tenancy.context import use
from tests.cases.apart_world import cleared, policy, told
from tests.security.acting import World, act, act_in, today
from tests.security.acts_of_workers import WORDS, new_id


@act("worker:person-set-apart-write")
def write_it(w: World) -> None:
    policy(w.cast.manager)
    words = {"told": WORDS, "told_on": today(), "revision": "0"}
    w.post("worker", "worker:person-set-apart-write", w.him, **words)


@act("manager:person-set-apart-take-back")
def take_it_back(w: World) -> None:
    policy(w.cast.manager)
    row = told(w.cast.worker, w.him)
    w.post("manager", "manager:person-set-apart-take-back", w.him, row.id)


@act_in("person-hold", "worker", "manager")
def wait(w: World, area: str) -> None:
    w.post(area, f"{area}:person-hold", w.him)


@act("manager:person-decide")
def decide(w: World) -> None:
    told = {"id": new_id(), "outcome": "CONDITIONS", "words": WORDS}
    w.post("manager", "manager:person-decide", w.him, **told)


@act_in("person-groups", "worker", "manager")
def note_a_talk(w: World, area: str) -> None:
    w.post(area, f"{area}:person-groups", w.him, talked_on=today())


@act("manager:person-clear")
def clear(w: World) -> None:
    now = timezone.now()
    with use(w.cast.worker.context):
        groups.note_talk(w.cast.worker, w.him, talked_on=now.date(), at=now)
    w.post("manager", "manager:person-clear", w.him)


@act("manager:person-not-now")
def not_now(w: World) -> None:
    cleared(w.cast.manager, w.him)
    w.post("manager", "manager:person-not-now", w.him)
