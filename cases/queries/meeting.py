"""On which days somebody was met, and when he didn't come; nothing is opened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from cases.enums import NOT_MET, SessionKind
from cases.models import Session
from consent.enums import Purpose
from consent.models import Consent, Withdrawal


@dataclass(frozen=True, slots=True)
class Seen:
    """On which days somebody was last met and last didn't come, as far as is kept."""

    met_on: date | None = None
    missed_on: date | None = None
    no_sessions: bool = False
    """Are none kept, or none that anybody is shown? Then nobody knows."""


def last_seen(active_on: Mapping[UUID, date | None]) -> dict[UUID, Seen]:
    """Return when these people were met; each comes with the day of his last activity.

    Activity without a session is one that his withdrawn yes hides.
    """
    days = last_met(list(active_on))
    unknown = set(active_on) - set(days)
    agreed = set(
        agreed_to_sessions(timezone.now())
        .filter(subject__in=unknown)
        .values_list("subject", flat=True)
        if unknown
        else ()
    )
    return {
        subject: Seen(*days[subject])
        if subject in days
        else Seen(no_sessions=on is not None or subject not in agreed)
        for subject, on in active_on.items()
    }


def last_met(subjects: list[UUID]) -> dict[UUID, tuple[date | None, date | None]]:
    """Return on which day each was last met, and on which he last didn't come."""
    held = Session.objects.filter(subject__in=subjects).values_list("subject")
    missed = Q(kind=SessionKind.DID_NOT_ATTEND)
    days = held.annotate(
        met=Max("held_on", filter=~Q(kind__in=NOT_MET)),
        missed=Max("held_on", filter=missed),
    )
    return {subject: (met, missed) for subject, met, missed in days}


def agreed_to_sessions(at: datetime) -> QuerySet[Consent]:
    """Return the consents in force by which sessions are kept."""
    return Consent.objects.filter(
        Q(expires_at=None) | Q(expires_at__gt=at),
        ~Exists(Withdrawal.objects.filter(consent=OuterRef("pk"))),
        purpose=Purpose.SESSIONS,
    )
