"""On which days somebody was met, and when he didn't come; nothing is opened."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Max, Q

from cases.enums import NOT_MET, SessionKind
from cases.models import Session


def last_met(subjects: list[UUID]) -> dict[UUID, tuple[date | None, date | None]]:
    """Return on which day each was last met, and on which he last didn't come."""
    held = Session.objects.filter(subject__in=subjects).values_list("subject")
    missed = Q(kind=SessionKind.DID_NOT_ATTEND)
    days = held.annotate(
        met=Max("held_on", filter=~Q(kind__in=NOT_MET)),
        missed=Max("held_on", filter=missed),
    )
    return {subject: (met, missed) for subject, met, missed in days}
