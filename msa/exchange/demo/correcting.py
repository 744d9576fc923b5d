"""A few sessions of the fictional organisations that were put right since (SES-04)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from cases.models import Session, SessionVersion
from cases.services.sessions import write_note
from consent.documents import Sealer
from msa.accounts.actor import Actor
from msa.audit.recording import record
from msa.exchange.storing.activity import Activity
from msa.tenancy.context import Context, use
from msa.vault.envelope import DataKey

#: After how many days, what became of the note, and what somebody else had told.
_CORRECTIONS = (
    (1, "He asked me to add: it was a good day.", "", ""),
    (16, "He read it again and says that he came by bus.", "", ""),
    (3, "", "His aunt rang: he has not been sleeping at home.", "His aunt"),
)


@dataclass(frozen=True, slots=True)
class Stored:
    """One session as it was stored, and the key its note is sealed under."""

    subject: UUID
    session: UUID
    key: DataKey
    activity: Activity


def put_right(
    actors: Mapping[UUID, Actor], sessions: Iterable[Stored], *, at: datetime
) -> None:
    """Put sessions right, each in the name of whoever held it. Run as the owner."""
    for number, stored in enumerate(sessions):
        worker = actors[stored.activity.worker]
        correction = _CORRECTIONS[number % len(_CORRECTIONS)]
        with use(Context(worker.organisation, worker.person, "owner")):
            _correct(worker, stored, correction, at=at)


def _correct(
    worker: Actor,
    stored: Stored,
    correction: tuple[int, str, str, str],
    *,
    at: datetime,
) -> None:
    days, more, told, by = correction
    activity = stored.activity
    when = min(activity.logged_at + timedelta(days=days), at)
    note = replace(
        activity.note,
        body="\n".join(filter(None, [activity.note.body, more])),
        from_others=told,
        told_by=by,
    )
    row = Session.objects.get(id=stored.session)
    SessionVersion(
        organisation_id=worker.organisation,
        subject_id=stored.subject,
        key_id=stored.key.id,
        session=row,
        revision=2,
        held_on=activity.held_on,
        minutes=activity.minutes + 15,
        kind=row.kind,
        mode=row.mode,
        written_by_id=worker.member,
        written_at=when,
    ).save(force_insert=True)
    sealer = Sealer(worker, stored.subject, stored.key)
    write_note(worker, row, note, sealer, revision=2, at=when)
    record(
        worker,
        "session.corrected",
        subject=stored.subject,
        kind=row.kind,
        revision=2,
    )
