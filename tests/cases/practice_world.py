"""What a peer worker said of his sessions, and to whom he shows it, for tests."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from cases.enums import SessionKind
from cases.models import PracticeMonth, PracticeShare
from cases.queries.practice import shown_practice
from cases.sections import Note
from cases.services import practice, sessions
from msa.accounts.actor import Actor
from msa.audit.models import Event
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from tests.cases.world import held
from tests.cast import NOW, TODAY, Cast


@contextmanager
def owner(cast: Cast) -> Iterator[None]:
    with use(Context(cast.kauri.id, FOUNDER, "owner")):
        yield


def met(
    actor: Actor,
    subject: UUID,
    *tags: str,
    kind: SessionKind = SessionKind.ONE_TO_ONE,
    on: date = TODAY,
    id: UUID | None = None,
) -> UUID:
    """Log a session about which this was said."""
    id = id or uuid.uuid4()
    with use(actor.context):
        sessions.log(
            actor,
            subject,
            held(on, kind=kind),
            Note(practice=list(tags)),
            id=id,
            at=NOW,
        )
    return id


def months(actor: Actor) -> list[tuple[date, int, int, int]]:
    """Return the counts that this actor sees, whosever they are."""
    with use(actor.context):
        return list(
            PracticeMonth.objects.order_by("month").values_list(
                "month", "purposeful", "task_only", "not_said"
            )
        )


def show(cast: Cast, to: Actor | None = None, *, days: int = 14) -> UUID:
    with use(cast.worker.context):
        practice.show(
            cast.worker, to=(to or cast.manager).member, days=days, at=timezone.now()
        )
        return PracticeShare.objects.filter(ended_at=None).latest("from_at").id


def stop(cast: Cast, share: UUID) -> None:
    with use(cast.worker.context):
        practice.stop_showing(cast.worker, share, at=timezone.now())


def names_shown(manager: Actor) -> list[str]:
    with use(manager.context):
        return [one.worker for one in shown_practice(manager, at=timezone.now())]


def events(cast: Cast, action: str) -> list[dict[str, Any]]:
    with owner(cast):
        return [event.payload for event in Event.objects.filter(action=action)]
