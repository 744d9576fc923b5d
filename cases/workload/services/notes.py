"""Short notes about a person between his peer worker and the managers (UI-M2)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from cases.workload.enums import Direction
from cases.workload.models import ShortNote
from cases.workload.queries.notes import for_role
from cases.workload.sealing import SHORT_NOTE, NoteWords
from consent.documents import Sealer, under_consent
from consent.enums import Purpose
from consent.queries import subject_for
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.accounts.models import Role
from msa.audit.recording import record


@transaction.atomic
def write(
    actor: Actor,
    subject: UUID,
    words: str,
    *,
    is_urgent: bool = False,
    id: UUID,
    at: datetime,
) -> None:
    """Leave a few words: a manager for his peer worker, a peer worker for the managers.

    Nobody has to open what was written about sessions for it. The same words under the
    same ``id`` twice are one; others are from a page that a browser kept alive, and
    another note.

    Raises:
        NotVisible: absent, foreign or none of the actor's people.
        AccessDenied: he has taken back his consent to a record.
    """
    subject_for(subject)
    sealer = Sealer.for_writing(actor, subject, Purpose.RECORD)
    before = ShortNote.objects.filter(id=id, subject=subject).first()
    if before is not None:
        if NoteWords.of(sealer.open(before, SHORT_NOTE)).words == words:
            return
        id = uuid4()
    is_managers = actor.role == Role.MANAGER
    row = ShortNote(
        id=id,
        organisation_id=actor.organisation,
        subject_id=subject,
        key_id=sealer.key_id,
        direction=Direction.TO_WORKER if is_managers else Direction.TO_MANAGER,
        is_urgent=is_urgent,
        written_by_id=actor.member,
        written_at=at,
    )
    document = NoteWords(words).document()
    row.sealed = sealer.seal(document, SHORT_NOTE, row=id, revision=1)
    try:
        with under_consent():
            row.save(force_insert=True)
    except IntegrityError:
        return  # the button was pressed twice at the same moment
    record(actor, "short-note.written", subject=subject)


@transaction.atomic
def mark_read(actor: Actor, subject: UUID, pk: UUID, *, at: datetime) -> None:
    """Take a note off the pages where it waits; it stays with his record.

    Read already: nothing changes.

    Raises:
        NotVisible: there is no such note for the actor.
    """
    subject_for(subject)
    theirs = ShortNote.objects.filter(id=pk, subject=subject, direction=for_role(actor))
    if not theirs.exists():
        raise NotVisible
    if theirs.filter(read_at=None).update(read_at=at, read_by=actor.member):
        record(actor, "short-note.read", subject=subject)
