"""What is sent about peer groups, their members and meetings."""

from __future__ import annotations

import json
from uuid import UUID

from cases.gatherings.models import Facilitator, Meeting, Membership
from msa.tenancy.context import use
from tests.gatherings.world import came, cleared, group, invited, logged, member
from tests.security.acting import World, act, act_in, today
from tests.security.acts_of_workers import WORDS, new_id

PLAN = {"title": WORDS, "place": WORDS, "meets": WORDS}


def _run_by(w: World) -> UUID:
    return group(w.cast, run_by=w.cast.worker)


@act("manager:group-new")
def make(w: World) -> None:
    told = {"id": new_id(), "kind": "SURVIVORS", "text": WORDS, **PLAN}
    w.post("manager", "manager:group-new", **told)


@act("manager:group-change")
def change(w: World) -> None:
    w.post("manager", "manager:group-change", group(w.cast), **PLAN)


@act("manager:group-retire")
def retire(w: World) -> None:
    w.post("manager", "manager:group-retire", group(w.cast))


@act("manager:group-let-run")
def let_run(w: World) -> None:
    pk, worker = group(w.cast), w.cast.worker.member
    w.post("manager", "manager:group-let-run", pk, member=str(worker))


@act("manager:group-let-go")
def let_go(w: World) -> None:
    pk = group(w.cast)
    with use(w.cast.manager.context):
        runs = Facilitator.objects.get(group=pk)
    w.post("manager", "manager:group-let-go", pk, runs.id)


@act_in("group-agree", "worker", "manager")
def agree(w: World, area: str) -> None:
    told = {"text": WORDS, "after": "1", "agreed_on": today()}
    w.post(area, f"{area}:group-agree", _run_by(w), **told)


@act_in("person-invite", "worker", "manager")
def invite(w: World, area: str) -> None:
    pk = _run_by(w)
    cleared(w.cast, w.him)
    told = {"group": str(pk), "called": "Hēmi", "on": today()}
    w.post(area, f"{area}:person-invite", w.him, **told)


@act_in("group-member-accept", "worker", "manager")
def accept(w: World, area: str) -> None:
    pk = _run_by(w)
    cleared(w.cast, w.him)
    row = invited(w.cast, w.him, pk)
    told = {"version": "1", "how": "SPOKEN", "accepted_on": today()}
    w.post(area, f"{area}:group-member-accept", pk, row.id, **told)


@act_in("group-member-leave", "worker", "manager")
def leave(w: World, area: str) -> None:
    pk = _run_by(w)
    row = member(w.cast, pk)
    told = {"why": WORDS, "instead": WORDS, "left_on": today()}
    w.post(area, f"{area}:group-member-leave", pk, row.id, **told)


def _met(w: World) -> tuple[UUID, Membership, Meeting]:
    pk = _run_by(w)
    row = member(w.cast, pk)
    return pk, row, logged(w.cast.worker, pk, came(row)).meeting


@act("worker:group-meeting-correct")
def put_right(w: World) -> None:
    pk, row, met = _met(w)
    w.post(
        "worker",
        "worker:group-meeting-correct",
        pk,
        met.id,
        **{
            "revision": "1",
            "held_on": f"{met.held_on.day}/{met.held_on.month}/{met.held_on.year}",
            "minutes": "60",
            "mode": "VIDEO",
            "run_by": str(w.cast.worker.member),
            "summary": WORDS,
            f"how-{row.id}": "TOLD_US",
        },
    )


def _typed(row: Membership) -> dict[str, str]:
    typed = json.dumps([["summary", WORDS], [f"outcome-{row.id}", WORDS]])
    return {"draft": new_id(), "typed": typed}


@act("worker:group-meeting-keep")
def keep_draft_of_a_correction(w: World) -> None:
    pk, row, met = _met(w)
    w.post("worker", "worker:group-meeting-keep", pk, met.id, **_typed(row))


@act("worker:group-meeting-new-keep")
def keep_draft(w: World) -> None:
    pk = _run_by(w)
    told = _typed(member(w.cast, pk))
    w.post("worker", "worker:group-meeting-new-keep", pk, **told)


@act("worker:group-meeting-take-back")
def take_back(w: World) -> None:
    pk, _row, met = _met(w)
    w.post("worker", "worker:group-meeting-take-back", pk, met.id, revision="1")


@act("worker:group-meeting-new")
def meet(w: World) -> None:
    pk = _run_by(w)
    row = member(w.cast, pk)
    w.post(
        "worker",
        "worker:group-meeting-new",
        pk,
        **{
            "id": new_id(),
            "held_on": today(),
            "minutes": "90",
            "mode": "IN_PERSON",
            "run_by": str(w.cast.worker.member),
            "summary": WORDS,
            f"how-{row.id}": "CAME",
            f"outcome-{row.id}": WORDS,
        },
    )
