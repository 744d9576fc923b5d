"""Referring somebody to a service, in the very words he agrees to (REF-02)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import DatabaseError, IntegrityError, transaction

from cases.referrals.enums import Listing, Stage
from cases.referrals.models import Referral, ReferralStep, Service
from cases.referrals.queries import outward as queries
from cases.referrals.queries.outward import Opened
from cases.referrals.words import REFERRAL, STEP, GoesOut, Said
from cases.services.people import agree
from consent.documents import Sealer, under_consent
from consent.enums import Purpose
from consent.queries import subject_for
from consent.services.consents import Agreement
from msa.access.refusals import AccessDenied, Reason
from msa.accounts.actor import Actor
from msa.audit.recording import record

#: With which PostgreSQL refuses what he has not agreed to, and a step out of order.
_NOT_AGREED, _NOT_SO = "MS046", "MS047"


@dataclass(frozen=True, slots=True)
class Planned:
    """What goes out to whom, how he said yes to it, and when we ask how it went."""

    goes_out: GoesOut
    agreement: Agreement
    """His yes; whom it names and the words are put into its terms from ``goes_out``."""
    next_contact_on: date | None = None


class ServiceGone(Exception):
    """The service is not, or no longer, in the directory."""


@transaction.atomic
def refer(
    actor: Actor, subject: UUID, planned: Planned, *, id: UUID, at: datetime
) -> Referral:
    """Record his yes to these words for this service, and the referral under it.

    Nothing has gone out yet. The same twice under one ``id`` is one referral (UI-W5);
    other words under it are from a page that a browser kept alive, and another one.

    Raises:
        ServiceGone: it was taken out of the directory.
        AccessDenied: he has no record in force.
        ChildProtectionUnread: as :func:`consent.services.consents.welcome`.
        NotVisible: he is none of the actor's people.
    """
    subject_for(subject)
    if before := Referral.objects.filter(id=id, subject=subject).first():
        sealer = Sealer.for_writing(actor, subject, Purpose.RECORD)
        if GoesOut.of(sealer.open(before, REFERRAL)) == planned.goes_out:
            return before
        id = uuid4()
        planned = replace(planned, agreement=replace(planned.agreement, id=uuid4()))
    _demand_listed(planned.goes_out.service_id)
    terms = planned.goes_out.terms(planned.agreement.terms)
    agreement = replace(planned.agreement, terms=terms, purpose=Purpose.SHARING)
    agree(actor, subject, agreement, at=at)
    sealer = Sealer.for_writing(actor, subject, Purpose.RECORD)
    row = Referral(
        id=id,
        organisation_id=actor.organisation,
        subject_id=subject,
        key_id=sealer.key_id,
        consent_id=agreement.id,
        made_by_id=actor.member,
        made_at=at,
        next_contact_on=planned.next_contact_on,
    )
    row.sealed = sealer.seal(
        planned.goes_out.document(), REFERRAL, row=row.id, revision=row.revision
    )
    try:
        with under_consent(), _refusals():
            row.save(force_insert=True)
    except IntegrityError:
        # The button was pressed twice at the same moment.
        return queries.found(subject, id)
    record(actor, "referral.agreed", subject=subject)
    return row


@transaction.atomic
def step(
    actor: Actor,
    subject: UUID,
    pk: UUID,
    stage: Stage,
    *,
    on: date,
    said: str = "",
    at: datetime,
) -> None:
    """Note how a referral went on; noted twice, the first time stands.

    Raises:
        AccessDenied: he has taken his yes back, or it does not go so.
        NotVisible: there is no such referral of his.
    """
    queries.found(subject, pk)
    if ReferralStep.objects.filter(referral=pk, stage=stage).exists():
        return
    sealer = Sealer.for_writing(actor, subject, Purpose.RECORD)
    row = ReferralStep(
        organisation_id=actor.organisation,
        subject_id=subject,
        key_id=sealer.key_id,
        referral_id=pk,
        stage=stage,
        happened_on=on,
        noted_by_id=actor.member,
        noted_at=at,
    )
    row.sealed = sealer.seal(
        Said(said).document(), STEP, row=row.id, revision=row.revision
    )
    try:
        with under_consent(), _refusals():
            row.save(force_insert=True)
    except IntegrityError:
        return
    record(actor, "referral.moved", subject=subject, stage=stage.value)


@transaction.atomic
def ask_again_on(actor: Actor, subject: UUID, pk: UUID, *, on: date | None) -> None:
    """Note when somebody asks next how it went, or that nobody need.

    Raises:
        AccessDenied: it has come to its end.
        NotVisible: there is no such referral of his.
    """
    row = queries.found(subject, pk)
    if row.stage in {Stage.DECLINED, Stage.ENDED}:
        raise AccessDenied(Reason.NOT_READY)
    Referral.objects.filter(id=pk).update(next_contact_on=on)
    record(actor, "referral.planned", subject=subject)


@transaction.atomic
def write_letter(actor: Actor, subject: UUID, pk: UUID, *, at: datetime) -> Opened:
    """Return what the letter says: the words of his consent, while it holds.

    The audit records that it was put on paper.

    Raises:
        AccessDenied: he has taken his yes back, its day has come, or the words are not
            those he agreed to.
        NotVisible: there is no such referral of his.
    """
    opened = queries.opened(actor, subject, pk, at=at)
    if not (opened.is_agreed and opened.is_what_he_agreed_to):
        raise AccessDenied(Reason.NO_CONSENT)
    with transaction.atomic(), _refusals():
        Referral.objects.filter(id=pk).update(letter_at=at)
    record(actor, "referral.printed", subject=subject)
    return opened


def _demand_listed(service: UUID | None) -> None:
    if service is None:
        return
    if not Service.objects.filter(id=service, listing=Listing.LISTED).exists():
        raise ServiceGone


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except DatabaseError as fault:
        code = getattr(fault.__cause__, "sqlstate", "")
        if code == _NOT_AGREED:
            raise AccessDenied(Reason.NO_CONSENT) from fault
        if code == _NOT_SO:
            raise AccessDenied(Reason.NOT_READY) from fault
        raise
