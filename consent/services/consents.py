"""Giving and withdrawing consent. Each consent with a key makes one (CON-01…CON-04)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import DatabaseError, connection, transaction
from django.db.models import QuerySet

from consent.documents import Sealer, keyring, under_consent
from consent.enums import EACH_BY_ITSELF, KEYED, Given, KeyState, Purpose
from consent.models import (
    Consent,
    Particulars,
    Subject,
    SubjectKey,
    Withdrawal,
    WrappedKey,
)
from consent.queries import purposes_in_force, said_of_age, subject_for
from consent.terms import PARTICULARS, Terms
from msa.access.refusals import AccessDenied, Reason
from msa.accounts.actor import Actor
from msa.audit.recording import record

#: With which PostgreSQL refuses a consent of somebody who may be under 18.
_CHILD_PROTECTION = "MS005"


@dataclass(frozen=True, slots=True)
class Agreement:
    """What a survivor agreed to, as it was put to him, and how he said yes."""

    purpose: Purpose
    given: Given
    given_on: date
    wording: str | None = None
    expires_at: datetime | None = None
    terms: Terms = field(default_factory=Terms)
    colleagues: tuple[UUID, ...] = ()
    """The members whom he lets see his record (CON-02 e)."""
    of_age: bool | None = None
    """Was it said that he is 18? None: what was said last goes on (CON-08)."""
    id: UUID = field(default_factory=uuid.uuid4, compare=False)
    """The consent's id to be: stored twice, it is one consent (UI-W5)."""


@dataclass(frozen=True, slots=True)
class Welcomed:
    """A survivor who has just consented, and the sealers of his fresh keys."""

    subject: Subject
    sealers: dict[Purpose, Sealer]


class RecordConsentMissing(Exception):
    """Nothing can be kept about somebody who has not agreed to a record."""


class RecordInForce(Exception):
    """There is a record of him already; it is not started afresh."""


class ChildProtectionUnread(Exception):
    """He may be under 18: the child protection policy is to be read first (CON-08)."""


class NothingToReplace(Exception):
    """The consent that another one was to replace has ended meanwhile."""


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
        ChildProtectionUnread: he may be under 18, and the actor has not said that he
            has read the policy in force; or there is none.
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
        ChildProtectionUnread: as :func:`welcome`.
        NotVisible: the survivor is none of the actor's people.
    """
    wanted = _with_record(agreements)
    returning = subject_for(subject)
    _one_at_a_time(subject)
    # One that has only expired is renewed: nothing was sealed, nothing starts afresh.
    keys = SubjectKey.objects.filter(subject=subject, purpose=Purpose.RECORD)
    if keys.filter(state=KeyState.ACTIVE).exists():
        raise RecordInForce
    return Welcomed(returning, _give_all(actor, subject, wanted, at=at))


def _with_record(agreements: Iterable[Agreement]) -> list[Agreement]:
    wanted = list(agreements)
    if Purpose.RECORD not in {agreement.purpose for agreement in wanted}:
        raise RecordConsentMissing
    return wanted


def _give_all(
    actor: Actor, subject: UUID, agreements: Iterable[Agreement], *, at: datetime
) -> dict[Purpose, Sealer]:
    sealers: dict[Purpose, Sealer] = {}
    stored = []
    for agreement in agreements:
        consent = store(actor, subject, agreement, at=at)
        if consent is None:
            continue
        stored.append((consent, agreement.terms))
        if agreement.purpose in KEYED:
            sealers[agreement.purpose] = make_key(actor, consent, at=at)
    keep_words(actor, stored, sealers.get(Purpose.RECORD))
    return sealers


@transaction.atomic
def give(
    actor: Actor, subject: UUID, agreement: Agreement, *, at: datetime
) -> Sealer | None:
    """Record a consent; return the sealer of its new key if its purpose has one.

    Giving what is already in force changes nothing and returns None. One that has
    expired is renewed: what was written under it stays readable, under the same key.

    Raises:
        AccessDenied: words stand with it, and there is no record to seal them under.
        ChildProtectionUnread: as :func:`welcome`.
    """
    _one_at_a_time(subject)
    return _give_all(actor, subject, [agreement], at=at).get(agreement.purpose)


@transaction.atomic
def renew(
    actor: Actor,
    subject: UUID,
    agreement: Agreement,
    *,
    at: datetime,
    replaces: UUID | None = None,
) -> None:
    """Record that he agrees anew: for longer, to more, or to less (CON-03).

    What stood before ends with the new one in its place, and stays in his history; what
    was written under it stays readable. ``replaces`` names one consent of a purpose of
    which several stand side by side. The same agreement twice is one.

    Raises:
        NothingToReplace: it was taken back meanwhile.
        AccessDenied: as :func:`give`.
        ChildProtectionUnread: as :func:`welcome`.
    """
    _one_at_a_time(subject)
    if Consent.objects.filter(id=agreement.id, subject=subject).exists():
        return
    ended = list(_standing(subject, agreement.purpose, replaces))
    if not ended:
        raise NothingToReplace
    consent = _stored(actor, subject, agreement, "consent.renewed", at=at)
    if agreement.purpose in KEYED:
        make_key(actor, consent, at=at)
    for before in ended:
        _end(actor, before, at=at, replaced_by=consent)
    keep_words(actor, [(consent, agreement.terms)])


def store(
    actor: Actor, subject: UUID, agreement: Agreement, *, at: datetime
) -> Consent | None:
    """Record a consent without any key; return None if it is in force already.

    Its words are kept by :func:`keep_words` as soon as there is a record.

    Raises:
        ChildProtectionUnread: as :func:`welcome`.
    """
    if _stands_already(subject, agreement, at=at):
        return None
    return _stored(actor, subject, agreement, "consent.given", at=at)


def _stands_already(subject: UUID, agreement: Agreement, *, at: datetime) -> bool:
    # Side by side stand those that say something each: who is told, or which words.
    if agreement.purpose in EACH_BY_ITSELF and agreement.terms.document():
        return Consent.objects.filter(id=agreement.id, subject=subject).exists()
    return agreement.purpose in purposes_in_force(subject, at=at)


def _stored(
    actor: Actor, subject: UUID, agreement: Agreement, action: str, *, at: datetime
) -> Consent:
    consent = Consent(
        id=agreement.id,
        organisation_id=actor.organisation,
        subject_id=subject,
        purpose=agreement.purpose,
        wording_id=agreement.wording,
        given=agreement.given,
        given_on=agreement.given_on,
        recorded_by_id=actor.member,
        recorded_at=at,
        expires_at=agreement.expires_at,
        colleagues=list(agreement.colleagues),
        has_particulars=bool(agreement.terms.document()),
        of_age=_of_age(subject, agreement),
    )
    with _by_whoever_has_read():
        consent.save(force_insert=True)
    record(
        actor,
        action,
        subject=subject,
        purpose=agreement.purpose.value,
        given=agreement.given.value,
    )
    return consent


def _of_age(subject: UUID, agreement: Agreement) -> bool | None:
    # Nobody was there to be asked when it was imported.
    if agreement.of_age is not None or agreement.given is Given.IMPORTED:
        return agreement.of_age
    return said_of_age(subject)


@contextmanager
def _by_whoever_has_read() -> Iterator[None]:
    try:
        yield
    except DatabaseError as fault:
        if getattr(fault.__cause__, "sqlstate", "") == _CHILD_PROTECTION:
            raise ChildProtectionUnread from fault
        raise


def keep_words(
    actor: Actor,
    stored: Iterable[tuple[Consent, Terms]],
    sealer: Sealer | None = None,
) -> None:
    """Seal the words of consents just stored, under the key of his record.

    Raises:
        AccessDenied: there is no record in force to seal them under.
    """
    for consent, terms in stored:
        if not consent.has_particulars:
            continue
        sealer = sealer or Sealer.for_writing(actor, consent.subject_id, Purpose.RECORD)
        row = Particulars(
            organisation_id=actor.organisation,
            subject_id=consent.subject_id,
            key_id=sealer.key_id,
            consent=consent,
        )
        row.sealed = sealer.seal(
            terms.document(), PARTICULARS, row=row.id, revision=row.revision
        )
        with under_consent():
            row.save(force_insert=True)


def _renew(consent: Consent) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sec.renew_key(%s)", [consent.id])
        return bool(cursor.fetchone()[0])


def make_key(actor: Actor, consent: Consent, *, at: datetime) -> Sealer:
    """Return the sealer of a consent's key: the active one goes on, or a new one."""
    if _renew(consent):
        return Sealer.for_writing(actor, consent.subject_id, Purpose(consent.purpose))
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
    actor: Actor,
    subject: UUID,
    purpose: Purpose,
    *,
    at: datetime,
    only: UUID | None = None,
) -> list[Purpose]:
    """Withdraw a purpose at once; what was written under it is sealed (CON-04).

    Without a record nothing else can be kept, so withdrawing RECORD withdraws all that
    is in force. ``only`` names one of several consents for the purpose. Returns the
    purposes withdrawn.

    Raises:
        AccessDenied: no consent for this purpose is in force.
    """
    _one_at_a_time(subject)
    named = None if purpose == Purpose.RECORD else purpose
    consents = list(_standing(subject, named, only))
    if purpose not in {consent.purpose for consent in consents}:
        raise AccessDenied(Reason.NO_CONSENT)
    for consent in consents:
        _end(actor, consent, at=at)
        record(actor, "consent.withdrawn", subject=subject, purpose=consent.purpose)
    return [Purpose(consent.purpose) for consent in consents]


def _standing(
    subject: UUID, purpose: Purpose | None, only: UUID | None
) -> QuerySet[Consent]:
    """Return what was neither taken back nor replaced, expired or not."""
    standing = Consent.objects.filter(subject=subject).exclude(
        id__in=Withdrawal.objects.filter(subject=subject).values("consent")
    )
    if purpose is not None:
        standing = standing.filter(purpose=purpose)
    if only is not None:
        standing = standing.filter(id=only)
    return standing.order_by("recorded_at", "id")


def _end(
    actor: Actor,
    consent: Consent,
    *,
    at: datetime,
    replaced_by: Consent | None = None,
) -> None:
    Withdrawal(
        organisation_id=actor.organisation,
        subject_id=consent.subject_id,
        consent_id=consent.id,
        recorded_by_id=actor.member,
        recorded_at=at,
        replaced_by=replaced_by,
    ).save(force_insert=True)


def _one_at_a_time(subject: UUID) -> None:
    """Let whoever records for the same survivor wait, and then see what was done."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(subject)]
        )
