"""Keeping an important email: first it waits, sealed, then it is kept whole (SES-01).

While the worker looks at what was read it is a draft of his, under the survivor's key
for session notes: a withdrawal deletes it, and after a fortnight so does the clock.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cases.drafts import services as drafts
from cases.drafts.sealing import EMAIL_FORM
from cases.emails.models import EmailPart
from cases.emails.queries import is_kept, waiting_one
from cases.emails.words import EMAIL, Enclosure, KeptEmail, KeptFile
from cases.enums import Mode, SessionKind
from cases.models import Session
from cases.sections import Note
from cases.services import sessions
from cases.services.sessions import Held, NotesNotKept
from consent.documents import Sealer, under_consent
from consent.enums import Purpose
from consent.queries import purposes_in_force
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.uploads.emails import Attached, Email


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the worker lets be kept of an email, as he left it, and what it counts."""

    held_on: date
    minutes: int
    sender: str
    recipients: str
    sent: str
    subject: str
    text: str
    attachments: Collection[int]
    """Places in the list of attachments that were read, from 1 on."""


@transaction.atomic
def hold(actor: Actor, subject: UUID, email: Email, *, id: UUID, at: datetime) -> UUID:
    """Let an email wait, sealed, until the worker has looked at what was read.

    Returns under which id: another one than ``id`` where that is another email's, as
    when he went back to the form and chose the next one.

    Raises:
        NotVisible: the survivor is none of the actor's people.
        AccessDenied: he agrees to no notes of sessions.
    """
    told = [("email", email.as_bytes().decode())]
    free = uuid.uuid4() if _is_anothers(actor, subject, email, id) else id
    drafts.keep(actor, subject, EMAIL_FORM, told, id=free, at=at)
    return free


def _is_anothers(actor: Actor, subject: UUID, email: Email, id: UUID) -> bool:
    if is_kept(actor, subject, id):
        return True
    try:
        return waiting_one(actor, subject, id) != email
    except NotVisible:
        return False


def throw_away(actor: Actor, *, id: UUID) -> bool:
    """Delete an email that waits; False if there is none."""
    return drafts.drop(actor, id=id)


@transaction.atomic
def keep(
    actor: Actor, subject: UUID, chosen: Chosen, *, id: UUID, at: datetime
) -> Session:
    """Log an email that waits under ``id`` as a session, and keep what was chosen.

    All of it is stored or nothing; the same ``id`` twice is one session (UI-W5).

    Raises:
        NotesNotKept: he agrees to no notes of sessions, so nothing of it may stay.
        NotVisible: nothing waits under ``id`` and nothing was kept.
        AccessDenied: he no longer agrees to a record.
    """
    before = Session.objects.filter(subject=subject, id=actor.own(id)).first()
    if before is not None:
        return before
    agreed = purposes_in_force(subject, at=at)
    if Purpose.RECORD in agreed and Purpose.SESSIONS not in agreed:
        raise NotesNotKept
    email = waiting_one(actor, subject, id)
    session = sessions.log(
        actor,
        subject,
        Held(chosen.held_on, chosen.minutes, SessionKind.EMAIL_KEPT, Mode.EMAIL),
        Note(),
        id=actor.own(id),
        at=at,
    )
    if session is None:
        raise NotesNotKept
    if EmailPart.objects.filter(session=session.id).exists():
        return session  # the button was pressed twice at the same moment
    _store(actor, session, email, chosen)
    drafts.drop(actor, id=id)
    return session


def _store(actor: Actor, session: Session, email: Email, chosen: Chosen) -> None:
    sealer = Sealer.for_writing(actor, session.subject_id, Purpose.SESSIONS)
    files = [
        one
        for place, one in enumerate(email.attachments, start=1)
        if place in chosen.attachments
    ]
    words = KeptEmail(
        sender=chosen.sender,
        recipients=chosen.recipients,
        sent=chosen.sent,
        subject=chosen.subject,
        text=chosen.text,
        attachments=_listed(files),
        left_out=[f"“{one.name}” {one.why}" for one in email.left_out],
    )
    kept = [KeptFile(one.name, one.kind, one.content) for one in files]
    documents = [words.document(), *(one.document() for one in kept)]
    with under_consent():
        for number, document in enumerate(documents):
            row = EmailPart(
                id=uuid.uuid4(),
                organisation_id=actor.organisation,
                subject_id=session.subject_id,
                key_id=sealer.key_id,
                session=session,
                number=number,
            )
            row.sealed = sealer.seal(document, EMAIL, row=row.id, revision=number)
            row.save(force_insert=True)


def _listed(files: list[Attached]) -> list[Enclosure]:
    return [
        Enclosure(number, one.name, one.kind.name, len(one.content))
        for number, one in enumerate(files, start=1)
    ]
