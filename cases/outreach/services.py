"""Noting a workshop or a piece of outreach, and taking back what was wrong."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from cases.outreach.enums import ActivityKind
from cases.outreach.models import Activity
from msa.access.refusals import AccessDenied, NotVisible, Reason
from msa.accounts.actor import Actor
from msa.audit.recording import record


@dataclass(frozen=True, slots=True)
class Held:
    """A workshop or piece of outreach as somebody tells it; heads, never names."""

    kind: ActivityKind
    title: str
    held_on: date
    minutes: int
    presenters: str = ""
    venue: str = ""
    region: str = ""
    places: int | None = None
    survivors: int = 0
    supporters: int = 0
    professionals: int = 0
    public: int = 0


@transaction.atomic
def note(
    actor: Actor, held: Held, *, id: UUID, at: datetime, instead: UUID | None = None
) -> Activity:
    """Store what was held; the same twice under one ``id`` is one activity (UI-W5).

    Something else under the same ``id`` is from a page that a browser kept alive, and
    another activity.

    With ``instead`` another is taken back for it in the same transaction.

    Raises:
        NotVisible: the one to be taken back is absent or foreign.
        AccessDenied: it was taken back meanwhile; nothing is stored.
    """
    row = Activity(
        id=id,
        organisation_id=actor.organisation,
        noted_by_id=actor.member,
        noted_at=at,
        **asdict(held),
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        before = _seen(id)
        if all(getattr(before, name) == said for name, said in asdict(held).items()):
            return before
        return note(actor, held, id=uuid4(), at=at, instead=instead)
    record(actor, "outreach.noted", activity=str(id), kind=row.kind)
    if instead is not None:
        take_back(actor, instead, at=at)
    return row


@transaction.atomic
def take_back(actor: Actor, pk: UUID, *, at: datetime) -> None:
    """Let an activity count no more; it stays in the history.

    Raises:
        NotVisible: absent or foreign.
        AccessDenied: it was taken back before.
    """
    row = _seen(pk)
    taken = Activity.objects.filter(id=row.id, taken_back_at=None)
    if not taken.update(taken_back_at=at, taken_back_by=actor.member):
        raise AccessDenied(Reason.NOT_READY)
    record(actor, "outreach.taken-back", activity=str(pk))


def _seen(pk: UUID) -> Activity:
    row = Activity.objects.filter(id=pk).first()
    if row is None:
        raise NotVisible
    return row
