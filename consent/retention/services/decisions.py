"""What managers decide about keeping, and asking for and stopping erasures (RGT-04)."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from consent.retention import queries
from consent.retention.enums import Basis, ErasureGround, HoldGround, KeepGround
from consent.retention.models import Erasure, Hold, Keeping, SignedRule
from consent.retention.rules import first_day_to_destroy
from msa.access.refusals import AccessDenied, Reason
from msa.accounts.actor import Actor
from msa.audit.recording import record
from msa.clock.days import local_date


class MustBeKept(Exception):
    """A duty to keep the record stands, or nobody has signed that there is none."""


class OnHold(Exception):
    """A legal hold forbids it."""


class AskedAlready(Exception):
    """There is an erasure of this record on its way."""


@transaction.atomic
def sign_rule(actor: Actor, basis: Basis, *, contract_years: int, at: datetime) -> None:
    """Sign off how long this organisation keeps records; it counts at once, for all."""
    SignedRule(
        organisation_id=actor.organisation,
        basis=basis,
        contract_years=contract_years,
        signed_by_id=actor.member,
        signed_at=at,
    ).save(force_insert=True)
    record(
        actor, "retention-rule.signed", basis=basis.value, contract_years=contract_years
    )


@transaction.atomic
def hold(actor: Actor, subject: UUID, ground: HoldGround, *, at: datetime) -> None:
    """Forbid every erasure of this record until the hold is lifted.

    Raises:
        NotVisible: there is no such survivor here.
    """
    queries.retained(None, subject)
    row = Hold(
        organisation_id=actor.organisation,
        subject_id=subject,
        ground=ground,
        placed_by_id=actor.member,
        placed_at=at,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return  # there is one already
    record(actor, "hold.placed", subject=subject, ground=ground.value)


@transaction.atomic
def lift(actor: Actor, subject: UUID, *, at: datetime) -> None:
    """Lift the hold, if there is one."""
    held = Hold.objects.filter(subject=subject, lifted_at=None)
    if held.update(lifted_by=actor.member, lifted_at=at):
        record(actor, "hold.lifted", subject=subject)


@transaction.atomic
def keep(
    actor: Actor, subject: UUID, ground: KeepGround, *, until: date, at: datetime
) -> None:
    """Decide that a record which is due is kept a while longer.

    Raises:
        NotVisible: there is no such survivor here.
    """
    queries.retained(None, subject)
    Keeping(
        organisation_id=actor.organisation,
        subject_id=subject,
        ground=ground,
        until=until,
        decided_by_id=actor.member,
        decided_at=at,
    ).save(force_insert=True)
    record(actor, "record.kept", subject=subject, ground=ground.value)


@transaction.atomic
def ask(actor: Actor, subject: UUID, ground: ErasureGround, *, at: datetime) -> Erasure:
    """Ask that a record be destroyed, after checking that no duty to keep it stands.

    Raises:
        AskedAlready: somebody did.
        MustBeKept: it is not due, or no rule has been signed.
        NotVisible: there is no such survivor here.
        OnHold: a hold forbids it.
    """
    rule = queries.signed_rule()
    found = queries.retained(queries.duty_of(rule), subject)
    if found.hold:
        raise OnHold
    if rule is None or found.due_on is None or not found.is_due(local_date(at)):
        raise MustBeKept
    row = Erasure(
        id=uuid.uuid4(),
        organisation_id=actor.organisation,
        subject_id=subject,
        ground=ground,
        rule=rule,
        due_on=found.due_on,
        asked_by_id=actor.member,
        asked_at=at,
        not_before=first_day_to_destroy(at),
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as fault:
        raise AskedAlready from fault
    record(actor, "erasure.asked", subject=subject, ground=ground.value)
    return row


@transaction.atomic
def approve(actor: Actor, pk: UUID, *, at: datetime) -> None:
    """Be the second of the two who decide that a record is destroyed.

    Raises:
        AccessDenied: he asked for it himself, or it is no longer open.
        NotVisible: there is no such erasure here.
    """
    one = queries.erasure(pk)
    if one.asked_by_id == actor.member:
        raise AccessDenied(Reason.SAME_PERSON)
    changed = Erasure.objects.filter(
        id=pk, approved_at=None, stopped_at=None, begun_at=None
    ).update(approved_by=actor.member, approved_at=at)
    if not changed:
        raise AccessDenied(Reason.NOT_READY)
    record(actor, "erasure.approved", subject=one.subject_id, erasure=str(pk))


@transaction.atomic
def stop(actor: Actor, pk: UUID, *, at: datetime) -> None:
    """Stop an erasure: he changed his mind, or it was a mistake.

    Raises:
        AccessDenied: it has begun or is done.
        NotVisible: there is no such erasure here.
    """
    one = queries.erasure(pk)
    changed = Erasure.objects.filter(id=pk, stopped_at=None, begun_at=None).update(
        stopped_by=actor.member, stopped_at=at
    )
    if not changed:
        raise AccessDenied(Reason.NOT_READY)
    record(actor, "erasure.stopped", subject=one.subject_id, erasure=str(pk))
