"""What managers and administrators send about their organisation."""

from __future__ import annotations

import io
import uuid
from datetime import timedelta
from uuid import UUID

from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cases.models import Client as Record
from cases.models import Likeness
from cases.sections import Contact
from consent.enums import Purpose
from consent.retention.enums import Basis, ErasureGround, HoldGround
from consent.retention.models import Erasure
from consent.retention.services import decisions
from consent.services import consents
from msa.accounts.models import Person
from msa.audit.recording import record_refusal
from msa.members import services as members
from msa.tenancy.context import use
from oversight.queries.openings import worth_asking
from reporting.narratives.services import contributions
from standards.queries.reviews import read
from tests.cases.world import person
from tests.cast import NOW
from tests.narratives.conftest import CLEAN, QUARTER, approved, written
from tests.security.acting import World, act
from tests.security.acts_of_workers import HOW, NO_MORE, asking, new_id
from tests.standards import world as standards

_BASIS = {"basis": "NONE", "contract_years": "", "is_checked": "on"}


@act("manager:assign")
def assign(w: World) -> None:
    w.post("manager", "manager:assign", w.him, to=str(w.cast.colleague.member))


@act("manager:let-go")
def let_go(w: World) -> None:
    w.post("manager", "manager:let-go", w.him)


@act("manager:right-copy")
def ask_for_copy(w: World) -> None:
    w.post("manager", "manager:right-copy", w.him, **asking(language="en-nz"))


@act("manager:right-correction")
def ask_for_correction(w: World) -> None:
    told = asking(where="contact", wanted="Another number")
    w.post("manager", "manager:right-correction", w.him, **told)


@act("manager:talked-about")
def talk(w: World) -> None:
    for _ in range(3):
        record_refusal(w.cast.colleague, route="worker:person", target=str(w.him))
    with use(w.cast.manager.context):
        found, *_ = worth_asking(w.cast.manager, at=timezone.now())
    told = {
        "rule": found.rule.code,
        "member": str(found.member.id),
        "on_day": str(found.on_day),
        "up_to": found.last_at.isoformat(),
        "outcome": "TALKED",
    }
    w.post("manager", "manager:talked-about", **told)


@act("manager:breach-new")
def breach(w: World) -> None:
    told = {
        "member": str(w.cast.worker.member),
        "from_day": "1/8/2026",
        "to_day": "2/8/2026",
        "noticed_day": "3/8/2026",
        "noticed_time": "09:30",
    }
    w.post("manager", "manager:breach-new", **told)


@act("manager:retention-rule")
def sign_rule(w: World) -> None:
    w.post("manager", "manager:retention-rule", **_BASIS)


@act("manager:retention-come-back")
def carry_on(w: World) -> None:
    with use(w.cast.worker.context), transaction.atomic():
        reference = Record.objects.get(subject=w.him).reference
        consents.withdraw(w.cast.worker, w.him, Purpose.RECORD, at=timezone.now())
    told = {"id": new_id(), "reference": reference, "RECORD": "yes", **NO_MORE, **HOW}
    w.post("manager", "manager:retention-come-back", **told)


def _pair(w: World) -> UUID:
    """Return two records with one number, the earlier of which is sealed."""
    ways = Contact(phone="021 555 0177", phone_safe=True)
    left = person(w.cast.worker, contact=ways)
    with use(w.cast.worker.context):
        consents.withdraw(w.cast.worker, left, Purpose.RECORD, at=timezone.now())
    person(w.cast.worker, contact=ways)
    with use(w.cast.manager.context), transaction.atomic():
        return Likeness.objects.get(Q(subject=left) | Q(other=left)).id


@act("manager:likeness")
def tell_apart(w: World) -> None:
    w.post("manager", "manager:likeness", _pair(w), answer="APART")


@act("manager:likeness-carry-on")
def confirm_and_carry_on(w: World) -> None:
    told = {"id": new_id(), "RECORD": "yes", **NO_MORE, **HOW}
    w.post("manager", "manager:likeness-carry-on", _pair(w), **told)


@act("manager:retention-hold")
def hold(w: World) -> None:
    w.post("manager", "manager:retention-hold", w.him, ground="COURT")


@act("manager:retention-lift")
def lift(w: World) -> None:
    with use(w.cast.manager.context):
        now = timezone.now()
        decisions.hold(w.cast.manager, w.him, HoldGround.COURT, at=now)
    w.post("manager", "manager:retention-lift", w.him)


def _without_duty(w: World) -> None:
    with use(w.cast.manager.context):
        now = timezone.now()
        decisions.sign_rule(w.cast.manager, Basis.NONE, contract_years=0, at=now)


def _due(w: World) -> UUID:
    """Return somebody whose record need not be kept any more."""
    _without_duty(w)
    return person(w.cast.worker, at=NOW)


def _erasure(w: World) -> Erasure:
    him = _due(w)
    with use(w.cast.manager.context):
        now = timezone.now()
        return decisions.ask(w.cast.manager, him, ErasureGround.HE_ASKED, at=now)


@act("manager:retention-keep")
def keep(w: World) -> None:
    _without_duty(w)
    told = {"keep_ground": "HIS_WISH", "until": "1 3 2090"}
    w.post("manager", "manager:retention-keep", w.him, **told)


@act("manager:erasure-ask")
def ask_for_erasure(w: World) -> None:
    w.post("manager", "manager:erasure-ask", _due(w), erasure_ground="HE_ASKED")


@act("manager:erasure-approve")
def approve_erasure(w: World) -> None:
    w.post(w.deputy, "manager:erasure-approve", _erasure(w).id)


@act("manager:erasure-stop")
def stop_erasure(w: World) -> None:
    w.post("manager", "manager:erasure-stop", _erasure(w).id)


@act("admin:erasure-approve")
def agree_to_erasure(w: World) -> None:
    w.post("admin", "admin:erasure-approve", _erasure(w).id)


@act("manager:narrative-start")
def begin_narrative(w: World) -> None:
    w.post("manager", "manager:narrative-start", quarter="2026Q3")


@act("manager:narrative")
def write_narrative(w: World) -> None:
    row = written(w.cast.manager, {})
    told = {**CLEAN, "revision": row.revision, "then": "check"}
    w.post("manager", "manager:narrative", row.id, **told)


@act("manager:narrative-check")
def check_narrative(w: World) -> None:
    row = written(w.cast.manager, {})
    told = {**CLEAN, "revision": row.revision, "then": "check"}
    w.post("manager", "manager:narrative-check", row.id, **told)


@act("manager:narrative-approve")
def approve_narrative(w: World) -> None:
    row = written(w.cast.manager, CLEAN)
    w.post(w.deputy, "manager:narrative-approve", row.id, revision=row.revision)


@act("manager:narrative-take-up")
def take_up(w: World) -> None:
    row = written(w.cast.manager, {})
    with use(w.cast.worker.context):
        offered = contributions.contribute(
            w.cast.worker, QUARTER, {"workers": "More time."}, at=timezone.now()
        )
    told = {"contribution": str(offered.id)}
    w.post("manager", "manager:narrative-take-up", row.id, **told)


@act("manager:narrative-take-back")
def take_back(w: World) -> None:
    row = approved(w.deputy, written(w.cast.manager, CLEAN))
    w.post("manager", "manager:narrative-take-back", row.id)


@act("manager:standards-start")
def start_review(w: World) -> None:
    period = {"starts_on": "1 July 2026", "ends_on": "30/6/2027"}
    w.post("manager", "manager:standards-start", **period)


@act("manager:standards-standard")
def judge(w: World) -> None:
    cycle = standards.started(w.cast.manager)
    told = {"leaders": "FULLY", "staff": "", "clients": "NOT_YET", "version": "0"}
    told |= {"comment": "Ngā tāne see it", "evidence": ""}
    w.post("manager", "manager:standards-standard", cycle.id, "1.1", **told)


@act("manager:standards-sign-off")
def sign_off(w: World) -> None:
    cycle = standards.started(w.cast.manager)
    standards.rated(w.cast.manager, cycle)
    standards.planned(w.cast.manager, cycle)
    with use(w.cast.manager.context):
        told = {"agreed": "on", "digest": read(cycle).digest}
    w.post("manager", "manager:standards-sign-off", cycle.id, **told)


@act("manager:standards-submit")
def submit(w: World) -> None:
    cycle = standards.signed(w.cast.manager)
    w.post("manager", "manager:standards-submit", cycle.id)


@act("manager:standards-revise")
def revise(w: World) -> None:
    cycle = standards.submitted(w.cast.manager)
    w.post("manager", "manager:standards-revise", cycle.id)


def _plan(w: World) -> dict[str, str]:
    due = timezone.localdate() + timedelta(days=60)
    day = f"{due.day} {due.month} {due.year}"
    return {"what": "Ask", "owner": str(w.cast.worker.member), "due_on": day}


@act("manager:standards-action-new")
def plan(w: World) -> None:
    cycle = standards.started(w.cast.manager)
    w.post("manager", "manager:standards-action-new", cycle.id, "1.1", **_plan(w))


@act("manager:standards-action")
def change_plan(w: World) -> None:
    cycle = standards.started(w.cast.manager)
    action = standards.planned(w.cast.manager, cycle)
    told = {**_plan(w), "version": "1"}
    w.post("manager", "manager:standards-action", cycle.id, action.id, **told)


@act("manager:standards-action-remove")
def remove_plan(w: World) -> None:
    cycle = standards.started(w.cast.manager)
    action = standards.planned(w.cast.manager, cycle)
    address = ("manager:standards-action-remove", cycle.id, action.id)
    w.post("manager", *address, version="1")


@act("manager:standards-file-new")
def add_file(w: World) -> None:
    cycle = standards.started(w.cast.manager)
    standards.rated(w.cast.manager, cycle)
    file = io.BytesIO(b"Minutes")
    file.name = "a.txt"
    told = {"title": "Minutes", "id": new_id(), "file": file}
    w.post("manager", "manager:standards-file-new", cycle.id, "1.1", **told)


@act("manager:standards-file-remove")
def remove_file(w: World) -> None:
    cycle = standards.started(w.cast.manager)
    file = standards.added(w.cast.manager, cycle)
    w.post("manager", "manager:standards-file-remove", cycle.id, file.id)


#: Who runs a place, and whom he does it to, by the area of his pages.
STAFF = {"admin": ("admin", "worker"), "national": ("compiler", "releaser")}


def _both(part: str, send: object) -> None:
    for area, (who, whom) in STAFF.items():
        site = "national" if area == "national" else "casework"
        act(f"{area}:{part}", site)(
            lambda w, area=area, who=who, whom=whom: send(w, area, who, whom)  # type: ignore[operator,misc]
        )


def _invite(w: World, area: str, who: str, whom: str) -> None:
    roles = [getattr(w.cast, whom).role.value]
    w.post(who, f"{area}:invite", email="new@kauri.example", roles=roles)


def invitation(w: World, who: str) -> tuple[UUID, str]:
    """Invite somebody new; return the invitation's id and its secret."""
    actor = getattr(w.cast, who)
    with use(actor.context):
        made = members.invite(
            actor,
            email=f"{uuid.uuid4().hex[:8]}@kauri.example",
            roles=[members.roles_to_give(actor)[0]],
            at=timezone.now(),
        )
    return made.invitation.id, made.secret


def _withdraw(w: World, area: str, who: str, whom: str) -> None:
    w.post(who, f"{area}:invitation-withdraw", invitation(w, who)[0])


@act("admin:member")
def change_roles(w: World) -> None:
    address = ("admin:member", w.cast.worker.member)
    w.post("admin", *address, roles=["worker", "manager"])


def _take_app(w: World, area: str, who: str, whom: str) -> None:
    actor = getattr(w.cast, whom)
    with use(None):
        TOTP.activate(Person.objects.get(id=actor.person), "A" * 32)
    w.post(who, f"{area}:member-app", actor.member)


def _reset(w: World, area: str, who: str, whom: str) -> None:
    address = (f"{area}:member-reset", getattr(w.cast, whom).member)
    w.post(who, *address, lost="both")


def _leave(w: World, area: str, who: str, whom: str) -> None:
    w.post(who, f"{area}:member-leave", getattr(w.cast, whom).member)


_both("invite", _invite)
_both("invitation-withdraw", _withdraw)
_both("member-app", _take_app)
_both("member-reset", _reset)
_both("member-leave", _leave)
