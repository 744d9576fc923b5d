"""Giving and withdrawing consent. Each consent with a key makes one (CON-01…CON-04)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction

from consent.documents import Sealer, keyring
from consent.enums import KEYED, Given, Purpose
from consent.models import Consent, Subject, SubjectKey, Withdrawal, WrappedKey
from consent.queries import purposes_in_force, subject_for
from msa.access.refusals import AccessDenied, Reason
from msa.accounts.actor import Actor
from msa.audit.recording import record


@dataclass(frozen=True, slots=True)
class Agreement:
    """What a survivor agreed to, as it was put to him, and how he said yes."""

    purpose: Purpose
    given: Given
    given_on: date
    wording: str | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Welcomed:
    """A survivor who has just consented, and the sealers of his fresh keys."""

    subject: Subject
    sealers: dict[Purpose, Sealer]


class RecordConsentMissing(Exception):
    """Nothing can be kept about somebody who has not agreed to a record."""


class RecordInForce(Exception):
    """There is a record of him already; it is not started afresh."""


@transaction.atomic
def welcome(
    actor: Actor,
    agreements: Iterable[Agreement],
    *,
    at: datetime,
    id: UUID | None = None,
) -> Welcomed:
    """Make a survivor's place here from what he agreed to, before anything about him.

    Raises:
        RecordConsentMissing: RECORD is not among the agreements (CON-01).
        IntegrityError: there is somebody with this ``id``.
    """
    wanted = _with_record(agreements)
    subject = Subject(
        id=id or uuid.uuid4(), organisation_id=actor.organisation, created_at=at
    )
    subject.save(force_insert=True)
    return Welcomed(subject, _give_all(actor, subject.id, wanted, at=at))


@transaction.atomic
def welcome_back(
    actor: Actor, subject: UUID, agreements: Iterable[Agreement], *, at: datetime
) -> Welcomed:
    """Record what a survivor agrees to after he withdrew; new keys open nothing old.

    Raises:
        RecordConsentMissing: RECORD is not among the agreements.
        RecordInForce: he has not withdrawn it, or has come back already.
        NotVisible: the survivor is none of the actor's people.
    """
    wanted = _with_record(agreements)
    returning = subject_for(subject)
    if Purpose.RECORD in purposes_in_force(subject, at=at):
        raise RecordInForce
    return Welcomed(returning, _give_all(actor, subject, wanted, at=at))


def _with_record(agreements: Iterable[Agreement]) -> list[Agreement]:
    wanted = list(agreements)
    if Purpose.RECORD not in {agreement.purpose for agreement in wanted}:
        raise RecordConsentMissing
    return wanted


def _give_all(
    actor: Actor, subject: UUID, agreements: list[Agreement], *, at: datetime
) -> dict[Purpose, Sealer]:
    given = {
        agreement.purpose: _give(actor, subject, agreement, at=at)
        for agreement in agreements
    }
    return {purpose: sealer for purpose, sealer in given.items() if sealer is not None}


@transaction.atomic
def give(
    actor: Actor, subject: UUID, agreement: Agreement, *, at: datetime
) -> Sealer | None:
    """Record a consent; return the sealer of its new key if its purpose has one.

    Giving what is already in force changes nothing and returns None. One that has
    expired is renewed: what was written under it stays readable, under the same key.
    """
    return _give(actor, subject, agreement, at=at, may_renew=True)


def _give(
    actor: Actor,
    subject: UUID,
    agreement: Agreement,
    *,
    at: datetime,
    may_renew: bool = False,
) -> Sealer | None:
    consent = store(actor, subject, agreement, at=at)
    if consent is None or agreement.purpose not in KEYED:
        return None
    if may_renew and _renew(consent):
        return Sealer.for_writing(actor, subject, agreement.purpose)
    return make_key(actor, consent, at=at)


def store(
    actor: Actor, subject: UUID, agreement: Agreement, *, at: datetime
) -> Consent | None:
    """Record a consent without any key; return None if it is in force already."""
    if agreement.purpose in purposes_in_force(subject, at=at):
        return None
    consent = Consent(
        id=uuid.uuid4(),
        organisation_id=actor.organisation,
        subject_id=subject,
        purpose=agreement.purpose,
        wording_id=agreement.wording,
        given=agreement.given,
        given_on=agreement.given_on,
        recorded_by_id=actor.member,
        recorded_at=at,
        expires_at=agreement.expires_at,
    )
    consent.save(force_insert=True)
    record(
        actor,
        "consent.given",
        subject=subject,
        purpose=agreement.purpose.value,
        given=agreement.given.value,
    )
    return consent


def _renew(consent: Consent) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sec.renew_key(%s)", [consent.id])
        return bool(cursor.fetchone()[0])


def make_key(actor: Actor, consent: Consent, *, at: datetime) -> Sealer:
    """Make the key of a consent that has none; return its sealer."""
    ring = keyring(actor.organisation)
    key_id = uuid.uuid4()
    data_key, wrapped = ring.new_data_key(
        subject=consent.subject_id, data_key=key_id, purpose=consent.purpose
    )
    SubjectKey(
        id=key_id,
        organisation_id=actor.organisation,
        subject_id=consent.subject_id,
        consent_id=consent.id,
        purpose=consent.purpose,
        created_at=at,
    ).save(force_insert=True)
    WrappedKey(
        organisation_id=actor.organisation,
        key_id=key_id,
        organisation_key_id=ring.key_id,
        wrapped=wrapped,
    ).save(force_insert=True)
    return Sealer(actor, consent.subject_id, data_key)


@transaction.atomic
def withdraw(
    actor: Actor, subject: UUID, purpose: Purpose, *, at: datetime
) -> list[Purpose]:
    """Withdraw a purpose at once; what was written under it is sealed (CON-04).

    Without a record nothing else can be kept, so withdrawing RECORD withdraws all that
    is in force. Returns the purposes withdrawn.

    Raises:
        AccessDenied: no consent for this purpose is in force.
    """
    in_force = Consent.objects.filter(subject=subject).exclude(
        id__in=Withdrawal.objects.filter(subject=subject).values("consent")
    )
    if purpose != Purpose.RECORD:
        in_force = in_force.filter(purpose=purpose)
    consents = list(in_force)
    if purpose not in {consent.purpose for consent in consents}:
        raise AccessDenied(Reason.NO_CONSENT)
    for consent in consents:
        Withdrawal(
            organisation_id=actor.organisation,
            subject_id=subject,
            consent_id=consent.id,
            recorded_by_id=actor.member,
            recorded_at=at,
        ).save(force_insert=True)
        record(actor, "consent.withdrawn", subject=subject, purpose=consent.purpose)
    return [Purpose(consent.purpose) for consent in consents]
