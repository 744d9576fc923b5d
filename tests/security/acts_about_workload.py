"""What is sent about who takes over, who stands in, and who carries how much."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.utils import timezone

from cases.workload.models import Cover, KeptView
from cases.workload.services import covers, handovers, notes, plans, settings
from msa.accounts.actor import Actor
from msa.clock.days import local_date
from msa.tenancy.context import use
from tests.security.acting import World, act
from tests.security.acts_of_workers import WORDS, new_id


def _today(more: int = 0) -> str:
    day = local_date(timezone.now()) + timedelta(days=more)
    return f"{day.day}/{day.month}/{day.year}"


def _colleague(w: World) -> str:
    return str(w.cast.colleague.member)


def _wish(w: World, who: str) -> None:
    told = {"choice": "ANYONE", "asked_on": _today()}
    w.post(who, f"{who}:person-wish", w.him, **told)


@act("worker:person-wish")
def wish(w: World) -> None:
    _wish(w, "worker")


@act("manager:person-wish")
def wish_told_to_a_manager(w: World) -> None:
    _wish(w, "manager")


@act("manager:person-agreed")
def agree(w: World) -> None:
    told = {"member": _colleague(w), "asked_by": str(w.cast.manager.member)}
    w.post("manager", "manager:person-agreed", w.him, asked_on=_today(), **told)


@act("manager:person-cover")
def stand_in(w: World) -> None:
    told = {"by": _colleague(w), "first": _today(), "last": _today(7)}
    w.post("manager", "manager:person-cover", w.him, **told)


@act("manager:cover-end")
def end_standing_in(w: World) -> None:
    at = timezone.now()
    with use(w.cast.manager.context):
        covers.stand_in(
            w.cast.manager,
            [w.him],
            by=w.cast.colleague.member,
            from_at=at,
            until=at + timedelta(days=1),
            at=at,
        )
        cover = Cover.objects.get(subject=w.him)
    w.post("manager", "manager:cover-end", w.him, cover.id)


@act("manager:worker-away")
def somebody_is_away(w: World) -> None:
    told = {"by": _colleague(w), "first": _today(), "last": _today(7)}
    w.post("manager", "manager:worker-away", w.cast.worker.member, **told)


@act("manager:move-people")
def move(w: World) -> None:
    told = {"id": new_id(), "on": _today(), str(w.him): _colleague(w)}
    w.post("manager", "manager:move-people", w.cast.worker.member, **told)


@act("manager:plan-end")
def call_off_a_move(w: World) -> None:
    id, manager, at = uuid.uuid4(), w.cast.manager, timezone.now()
    with use(manager.context):
        plans.move_on(
            manager,
            w.cast.worker.member,
            {w.him: w.cast.colleague.member},
            on=local_date(at) + timedelta(days=3),
            id=id,
            at=at,
        )
    w.post("manager", "manager:plan-end", id)


@act("manager:move-undo")
def move_back(w: World) -> None:
    id, manager = uuid.uuid4(), w.cast.manager
    with use(manager.context):
        handovers.move(
            manager,
            w.cast.worker.member,
            {w.him: w.cast.colleague.member},
            id=id,
            at=timezone.now(),
        )
    w.post("manager", "manager:move-undo", id)


@act("manager:safe-load")
def say_what_is_safe(w: World) -> None:
    w.post("manager", "manager:safe-load", people="12", hours_a_week="20")


@act("admin:safe-load")
def say_what_is_safe_as_administrator(w: World) -> None:
    w.post("admin", "admin:safe-load", people="12", hours_a_week="20")


@act("manager:view-keep")
def keep_view(w: World) -> None:
    w.post("manager", "manager:view-keep", quiet="on")


@act("manager:view-drop")
def drop_view(w: World) -> None:
    with use(w.cast.manager.context):
        settings.keep_view(w.cast.manager, "quiet=on", at=timezone.now())
        kept = KeptView.objects.get()
    w.post("manager", "manager:view-drop", kept.id)


def _noted(w: World, by: Actor) -> uuid.UUID:
    id = uuid.uuid4()
    with use(by.context):
        notes.write(by, w.him, WORDS, id=id, at=timezone.now())
    return id


@act("worker:short-note")
def ask_for_a_hand(w: World) -> None:
    w.post("worker", "worker:short-note", w.him, id=new_id(), words=WORDS)


@act("manager:short-note")
def leave_a_note(w: World) -> None:
    w.post("manager", "manager:short-note", w.him, id=new_id(), words=WORDS)


@act("worker:short-note-read")
def read_a_managers_note(w: World) -> None:
    w.post("worker", "worker:short-note-read", w.him, _noted(w, w.cast.manager))


@act("manager:short-note-read")
def read_a_workers_note(w: World) -> None:
    w.post("manager", "manager:short-note-read", w.him, _noted(w, w.cast.worker))
