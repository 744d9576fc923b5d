"""Reading emails: one that waits to be kept, and those that were (SES-01)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cases.drafts import queries as drafts
from cases.drafts.sealing import EMAIL_FORM
from cases.emails.models import EmailPart
from cases.emails.words import EMAIL, KeptEmail, KeptFile
from cases.models import Session
from consent.documents import open_documents
from consent.enums import Purpose
from consent.queries import subject_for
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.uploads.emails import Email


@dataclass(frozen=True, slots=True)
class Waiting:
    """An email that was read and neither kept nor thrown away."""

    id: UUID
    since: datetime
    email: Email


def waiting(actor: Actor, subject: UUID) -> list[Waiting]:
    """Return the emails that the actor has begun to keep, the newest first.

    Raises:
        NotVisible: the survivor is none of the actor's people.
    """
    return [
        Waiting(
            UUID(str(one.document["draft"])),
            one.saved_at,
            Email.of(one.typed()["email"].encode()),
        )
        for one in drafts.begun(actor, subject, EMAIL_FORM)
    ]


def waiting_one(actor: Actor, subject: UUID, id: UUID) -> Email:
    """Return an email that waits to be kept.

    Raises:
        NotVisible: there is none, or it was kept or thrown away meanwhile.
    """
    found = drafts.one(actor, subject, EMAIL_FORM, id)
    return Email.of(found.typed()["email"].encode())


def is_kept(actor: Actor, subject: UUID, id: UUID) -> bool:
    """Say whether an email that waited under ``id`` was kept."""
    return Session.objects.filter(subject=subject, id=actor.own(id)).exists()


def kept_email(actor: Actor, subject: UUID, session: UUID) -> KeptEmail | None:
    """Open the email that a session keeps, if it keeps one; the audit records it."""
    rows = list(EmailPart.objects.filter(subject=subject, session=session, number=0))
    opened = open_documents(actor, rows, EMAIL, Purpose.SESSIONS, act="open")
    return KeptEmail.of(opened[rows[0].id]) if opened else None


def keeps_email(subject: UUID, session: UUID) -> bool:
    """Say whether a session keeps an email that the actor may open; nothing is."""
    return EmailPart.objects.filter(subject=subject, session=session, number=0).exists()


def kept_file(actor: Actor, subject: UUID, session: UUID, number: int) -> KeptFile:
    """Open one attachment of a kept email; the audit records it.

    Raises:
        NotVisible: there is none for this actor.
    """
    subject_for(subject)
    rows = list(
        EmailPart.objects.filter(
            subject=subject, session=session, number=number, number__gt=0
        )
    )
    opened = open_documents(actor, rows, EMAIL, Purpose.SESSIONS, act="open")
    if not opened:
        raise NotVisible
    return KeptFile.of(opened[rows[0].id])
