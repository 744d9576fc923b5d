"""Opening a survivor's record once he has agreed to one (REC-00, CON-01)."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from cases.models import Assignment, Client, Episode
from cases.sections import Contact, Identity
from cases.services import sections
from consent.enums import Purpose
from consent.models import Subject
from consent.services import consents
from consent.services.consents import Agreement
from msa.accounts.actor import Actor
from msa.accounts.models import Role
from msa.audit.recording import record
from msa.web.clock import local_date

#: No letter or digit that is read as another.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


@transaction.atomic
def welcome(actor: Actor, agreements: Iterable[Agreement], *, at: datetime) -> Subject:
    """Record what he agrees to and open his empty record; a worker becomes his.

    Nothing about him is stored yet: his name and contact are saved afterwards, each
    under the key that this made.

    Raises:
        RecordConsentMissing: he does not agree to a record.
    """
    welcomed = consents.welcome(actor, agreements, at=at)
    subject = welcomed.subject
    key = welcomed.sealers[Purpose.RECORD].key_id
    common = {
        "organisation_id": actor.organisation,
        "subject_id": subject.id,
        "key_id": key,
    }
    Client(
        **common,
        reference=new_reference(),
        opened_at=at,
        opened_by_id=actor.member,
    ).save(force_insert=True)
    Episode(**common, started_on=local_date(at)).save(force_insert=True)
    if actor.role == Role.WORKER:
        Assignment(
            organisation_id=actor.organisation,
            subject_id=subject.id,
            member_id=actor.member,
            from_at=at,
            made_by_id=actor.member,
        ).save(force_insert=True)
    record(actor, "record.opened", subject=subject.id)
    return subject


@transaction.atomic
def introduce(
    actor: Actor,
    subject: Subject,
    *,
    identity: Identity,
    contact: Contact,
    at: datetime,
) -> None:
    """Save his name and safe contact for the first time: now the record is complete.

    Raises:
        AccessDenied: he has withdrawn meanwhile.
        SectionChanged: they have been saved already.
    """
    checked = replace(contact, checked_on=local_date(at).isoformat())
    sections.save(actor, subject.id, identity, after=0, at=at)
    sections.save(actor, subject.id, checked, after=0, at=at)


def new_reference() -> str:
    """Return a reference number to say over the phone, such as ``K7Q-4MPT``."""
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(7))
    return f"{letters[:3]}-{letters[3:]}"
