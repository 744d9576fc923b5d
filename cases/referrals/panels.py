"""What referrals add to other pages: what waits, and what he has still to hear."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from cases.queries.people import named
from cases.referrals.queries import directory, inward, outward
from msa.accounts.actor import Actor
from msa.clock.days import local_date
from msa.web.panels import Panel

_FEW = 5


def on_person(actor: Actor, subject: UUID | None, at: datetime) -> Panel | None:
    """Return one person's referrals under way, and what he has still to hear."""
    if subject is None:
        return None
    page = {
        "subject": subject,
        "under_way": outward.under_way(subject),
        "to_be_told": inward.to_be_told(subject),
    }
    return Panel("referrals/_person.html", page)


def on_today(actor: Actor, subject: UUID | None, at: datetime) -> Panel | None:
    """Return who should have heard from us by now, and whom to ask how it goes."""
    late = inward.overdue(actor, at=at)[:_FEW]
    due = outward.to_ask_about(on=local_date(at))[:_FEW]
    if not late and not due:
        return None
    known = {row.subject_id for row in due} | {
        one.subject for one in late if one.subject
    }
    cards = named(actor, known) if known else {}
    page = {
        "late": [
            (one, cards.get(one.subject) if one.subject else None) for one in late
        ],
        "due": [(row, cards[row.subject_id]) for row in due if row.subject_id in cards],
    }
    return Panel("referrals/_today.html", page)


def on_caseload(actor: Actor, subject: UUID | None, at: datetime) -> Panel | None:
    """Return what a manager has to see: late answers, overdue reviews, suggestions."""
    page = {
        "late": inward.overdue(actor, at=at),
        "reviews": directory.overdue(on=local_date(at)),
        "suggested": directory.suggested(),
    }
    return Panel("referrals/_caseload.html", page) if any(page.values()) else None


def on_enquiry(actor: Actor, subject: UUID | None, at: datetime) -> Panel | None:
    """Return who is behind an enquiry, and whether they have heard from us."""
    if subject is None:
        return None
    row = inward.of_enquiry(subject)
    answering = inward.Answering.of(row, at=at) if row else None
    page = {"enquiry": subject, "row": row, "answering": answering}
    return Panel("referrals/_enquiry.html", page)
