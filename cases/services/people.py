"""Opening a survivor's record once he has agreed to one (REC-00, CON-01)."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from cases.enums import SectionKind
from cases.models import Assignment, Client, Section
from cases.sections import CONTENT, SECTION, Contact, Identity
from cases.services import episodes, sections
from cases.services.comparing import Alike
from consent.documents import open_documents
from consent.enums import Purpose
from consent.models import Subject
from consent.queries import subject_for
from consent.services import consents
from consent.services.consents import Agreement, Welcomed
from msa.accounts.actor import Actor
from msa.accounts.models import Role
from msa.audit.recording import record
from msa.clock.days import local_date

#: No letter or digit that is read as another.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_LETTERS = 7


@transaction.atomic
def welcome(
    actor: Actor,
    agreements: Iterable[Agreement],
    *,
    at: datetime,
    id: UUID | None = None,
) -> Subject:
    """Record what he agrees to and open his empty record; a worker becomes his.

    Nothing about him is stored yet: his name and contact are saved afterwards, each
    under the key that this made. The same ``id`` twice is one survivor (UI-W5).

    Raises:
        RecordConsentMissing: he does not agree to a record.
        NotVisible: ``id`` is somebody else's.
    """
    try:
        with transaction.atomic():
            welcomed = consents.welcome(actor, agreements, at=at, id=id)
    except IntegrityError:
        if id is None:
            raise
        return subject_for(id)
    _open_record(actor, welcomed, at=at)
    if actor.role == Role.WORKER:
        Assignment(
            organisation_id=actor.organisation,
            subject_id=welcomed.subject.id,
            member_id=actor.member,
            from_at=at,
            made_by_id=actor.member,
        ).save(force_insert=True)
    return welcomed.subject


@transaction.atomic
def return_to(
    actor: Actor, subject: UUID, agreements: Iterable[Agreement], *, at: datetime
) -> Subject:
    """Open a fresh, empty record for a survivor who withdrew and agrees again (CON-04).

    It stands under new keys and has a new reference number. What was sealed stays so.

    Raises:
        RecordConsentMissing: he does not agree to a record.
        RecordInForce: there is a record of him already.
        NotVisible: he is none of the actor's people.
    """
    welcomed = consents.welcome_back(actor, subject, agreements, at=at)
    _open_record(actor, welcomed, at=at)
    return welcomed.subject


def _open_record(actor: Actor, welcomed: Welcomed, *, at: datetime) -> None:
    subject = welcomed.subject
    common = {
        "organisation_id": actor.organisation,
        "subject_id": subject.id,
        "key_id": welcomed.sealers[Purpose.RECORD].key_id,
    }
    Client(
        **common,
        reference=new_reference(),
        opened_at=at,
        opened_by_id=actor.member,
    ).save(force_insert=True)
    episodes.begin(
        actor,
        welcomed.sealers[Purpose.RECORD],
        subject.id,
        on=local_date(at),
        at=at,
    )
    record(actor, "record.opened", subject=subject.id)


@transaction.atomic
def introduce(
    actor: Actor,
    subject: Subject,
    *,
    identity: Identity,
    contact: Contact,
    at: datetime,
) -> Alike:
    """Save his name and safe contact for the first time: now the record is complete.

    Returns whether there may be a record of him already.

    Raises:
        AccessDenied: he has withdrawn meanwhile.
        SectionChanged: they have been saved already.
    """
    checked = replace(contact, checked_on=local_date(at).isoformat())
    both = (identity, checked)
    saved = [
        sections.save_compared(actor, subject.id, one, after=0, at=at) for one in both
    ]
    return saved[0].alike | saved[1].alike


@transaction.atomic
def agree(actor: Actor, subject: UUID, agreement: Agreement, *, at: datetime) -> None:
    """Record one more purpose that he agrees to; figures count him from now on.

    Raises:
        RecordConsentMissing: he has no record; it is opened by :func:`return_to`.
        NotVisible: he is none of the actor's people.
    """
    _demand_record(subject)
    consents.give(actor, subject, agreement, at=at)
    if agreement.purpose == Purpose.STATISTICS:
        _count_from_record(actor, subject, at=at)


@transaction.atomic
def agree_anew(
    actor: Actor,
    subject: UUID,
    agreement: Agreement,
    *,
    at: datetime,
    replaces: UUID | None = None,
) -> None:
    """Record that he agrees to a purpose for longer, to more or to less (CON-03).

    Raises:
        NothingToReplace: he took it back meanwhile.
        RecordConsentMissing: his record is sealed.
        NotVisible: he is none of the actor's people.
    """
    _demand_record(subject)
    consents.renew(actor, subject, agreement, at=at, replaces=replaces)
    if agreement.purpose == Purpose.STATISTICS:
        _count_from_record(actor, subject, at=at)


def _demand_record(subject: UUID) -> None:
    subject_for(subject)
    if not Client.objects.filter(subject=subject).exists():
        raise consents.RecordConsentMissing


def _count_from_record(actor: Actor, subject: UUID, *, at: datetime) -> None:
    rows = list(Section.objects.filter(subject=subject, superseded=False))
    opened = open_documents(actor, rows, SECTION, Purpose.RECORD, act="open")
    for row in rows:
        content = CONTENT[SectionKind(row.kind)].of(opened.get(row.id, {}))
        sections.count(actor, subject, content, at=at)


def new_reference() -> str:
    """Return a reference number to say over the phone, such as ``K7Q-4MPT``."""
    drawn = secrets.randbelow(len(_ALPHABET) ** _LETTERS)
    letters = ""
    for _ in range(_LETTERS):
        drawn, letter = divmod(drawn, len(_ALPHABET))
        letters += _ALPHABET[letter]
    return f"{letters[:3]}-{letters[3:]}"
