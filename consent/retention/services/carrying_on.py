"""Carrying on where a survivor left off, under a new consent (CON-04)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from consent.enums import KEYED, Purpose
from consent.queries import purposes_in_force
from consent.retention import queries
from consent.services import consents
from consent.services.consents import Agreement, RecordConsentMissing, RecordInForce
from msa.access.refusals import AccessDenied, NotVisible, Reason
from msa.accounts.actor import Actor
from msa.audit.recording import record


class AnotherReference(Exception):
    """The number that was given is not this record's."""


@transaction.atomic
def carry_on(
    actor: Actor, agreements: Iterable[Agreement], *, reference: str, at: datetime
) -> UUID:
    """Unseal what a survivor had sealed, for each purpose that he agrees to again.

    He gives his reference number. Returns whose record it is.

    Raises:
        AccessDenied: nothing of a record is sealed here: he starts afresh.
        AnotherReference: nobody's newest record here has this number.
        RecordConsentMissing: he does not agree to a record.
        RecordInForce: there is a record of him already.
    """
    wanted = list(agreements)
    _demand_record(wanted)
    subject = _whose(reference)
    reopen(actor, subject, wanted, at=at)
    return subject


@transaction.atomic
def reopen(
    actor: Actor, subject: UUID, agreements: Iterable[Agreement], *, at: datetime
) -> None:
    """Unseal what a survivor had sealed, once the manager knows that he is the one.

    Raises:
        AccessDenied: nothing of a record is sealed here: he starts afresh.
        RecordConsentMissing: he does not agree to a record.
        RecordInForce: there is a record of him already.
    """
    wanted = list(agreements)
    _demand_record(wanted)
    if Purpose.RECORD in purposes_in_force(subject, at=at):
        raise RecordInForce
    opened = [
        agreement.purpose
        for agreement in wanted
        if _opens_again(actor, subject, agreement, at=at)
    ]
    if Purpose.RECORD not in opened:
        raise AccessDenied(Reason.SEALED)


def _demand_record(wanted: Iterable[Agreement]) -> None:
    if Purpose.RECORD not in {agreement.purpose for agreement in wanted}:
        raise RecordConsentMissing


def _whose(reference: str) -> UUID:
    wanted = "".join(reference.split()).upper()
    try:
        subject = queries.known_by(wanted)
    except NotVisible:
        raise AnotherReference from None
    # An older record of his stays sealed: he left it behind when he started afresh.
    if queries.retained(None, subject).reference != wanted:
        raise AnotherReference
    return subject


def _opens_again(
    actor: Actor, subject: UUID, agreement: Agreement, *, at: datetime
) -> bool:
    if agreement.purpose not in KEYED:
        consents.give(actor, subject, agreement, at=at)
        return False
    consent = consents.store(actor, subject, agreement, at=at)
    if consent is None:
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT sec.unseal_key(%s)", [consent.id])
        opened = bool(cursor.fetchone()[0])
    if opened:
        purpose = agreement.purpose.value
        record(actor, "record.unsealed", subject=subject, purpose=purpose)
    else:
        consents.make_key(actor, consent, at=at)
    consents.keep_words(actor, [(consent, agreement.terms)])
    return opened
