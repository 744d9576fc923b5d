"""One timeline of a survivor's time here, from all that keeps a part of it (SES-06)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cases.happenings import HappeningKind, Told, happenings
from cases.models import Client
from cases.queries.people import PersonCard, card
from consent.queries import subject_for
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.audit.recording import record


@dataclass(frozen=True, slots=True)
class WholeTimeline:
    """A page of the timeline, and whose it is."""

    card: PersonCard
    told: Told


@dataclass(frozen=True, slots=True)
class TimelineOnPaper:
    """All of the timeline, under his reference number instead of his name."""

    reference: str
    told: Told


def whole_timeline(
    actor: Actor,
    subject: UUID,
    *,
    kind: HappeningKind | None = None,
    before: date | None = None,
) -> WholeTimeline:
    """Return a page of a person's timeline; only his name is opened, and audited.

    Raises:
        NotVisible: absent, foreign, none of the actor's people, or sealed.
    """
    whose = card(actor, subject)
    if whose is None:
        raise NotVisible
    return WholeTimeline(whose, happenings(actor, subject, kind=kind, before=before))


def timeline_to_print(
    actor: Actor, subject: UUID, *, kind: HappeningKind | None = None
) -> TimelineOnPaper:
    """Return all of a person's timeline for paper; the audit learns of the print.

    Raises:
        NotVisible: absent, foreign, none of the actor's people, or sealed.
    """
    subject_for(subject)
    client = Client.objects.filter(subject=subject).first()
    if client is None:
        raise NotVisible
    record(actor, "timeline.printed", subject=subject)
    return TimelineOnPaper(
        client.reference, happenings(actor, subject, kind=kind, limit=None)
    )
