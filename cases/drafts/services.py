"""Keeping a draft while somebody types, and dropping it (SES-03, UI-W3)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from cases.drafts.models import Draft
from cases.drafts.sealing import BINDINGS, PURPOSES, called, kind_of
from consent.documents import Sealer, under_consent
from consent.queries import subject_for
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.audit.recording import record

Fields = list[tuple[str, str]]


@transaction.atomic
def keep(
    actor: Actor,
    subject: UUID,
    form: str,
    fields: Fields,
    *,
    id: UUID,
    at: datetime,
) -> Draft:
    """Keep a form as it stands, in place of what was kept under ``id``.

    It is stored anew each time, so that the database asks for his consent each time.

    Raises:
        NotVisible: the survivor is none of the actor's people, or ``id`` is a draft
            about somebody else.
        AccessDenied: he does not agree that such words are kept.
    """
    subject_for(subject)
    kind, own = kind_of(form), actor.own(id)
    sealer = Sealer.for_writing(actor, subject, PURPOSES[kind])
    before = kind._default_manager.filter(id=own).first()
    if before and (before.subject_id, before.form) != (subject, form):
        raise NotVisible
    row = kind(
        id=own,
        organisation_id=actor.organisation,
        subject_id=subject,
        key_id=sealer.key_id,
        form=form,
        revision=before.revision + 1 if before else 1,
        written_by_id=actor.member,
        saved_at=at,
    )
    document = {"draft": str(id), "typed": fields}
    row.sealed = sealer.seal(
        document, BINDINGS[kind], row=row.id, revision=row.revision
    )
    _run("drop_draft", own)
    with under_consent():
        row.save(force_insert=True)
    if not before:
        record(actor, "draft.begun", subject=subject, kind=called(form))
        _run("discard_drafts")
    return row


@transaction.atomic
def drop(actor: Actor, *, id: UUID) -> bool:
    """Drop a draft of the actor's; False if there was none."""
    own = actor.own(id)
    # Afterwards nothing says any more whom it was about. One that is too old to be
    # shown is dropped all the same.
    subject, form = _about(own) or (None, "")
    if not _run("drop_draft", own):
        return False
    record(actor, "draft.dropped", subject=subject, kind=called(form))
    return True


def _about(own: UUID) -> tuple[UUID, str] | None:
    for kind in BINDINGS:
        row = kind._default_manager.filter(id=own).only("subject_id", "form").first()
        if row is not None:
            return row.subject_id, row.form
    return None


def _run(function: str, *values: UUID) -> int:
    marks = ", ".join(["%s"] * len(values))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT sec.{function}({marks})", list(values))
        (count,) = cursor.fetchone()
    return int(count)
