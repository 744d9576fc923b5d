"""What could be let go of a part, what waits to be decided, and what was decided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max, Min, QuerySet
from django.utils.translation import gettext as _

from cases.forgetting.enums import Part
from cases.forgetting.models import Forgetting
from cases.models import Section, Session, SessionNote
from cases.queries.people import PersonCard, named
from cases.workload.queries.hands import Weight, Why
from consent.queries import works_with
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.accounts.queries import member_names
from msa.clock.days import local_date

_MOST = 30


@dataclass(frozen=True, slots=True)
class Earlier:
    """The earlier versions of a part that still hold their words."""

    versions: int
    oldest_at: datetime
    newest_at: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """Something that was asked, as managers are told it: never a word of it."""

    row: Forgetting
    card: PersonCard | None
    session: Session | None
    writers: list[str]
    may_decide: bool


def earlier(subject: UUID, part: Part) -> Earlier | None:
    """Return what could be let go of a part of one of his own people; None: nothing.

    Raises:
        NotVisible: the actor is not his own peer worker.
    """
    if not works_with(subject):
        raise NotVisible
    rows: QuerySet[Section] | QuerySet[SessionNote]
    if isinstance(part, UUID):
        rows = SessionNote.objects.filter(subject=subject, session=part)
    else:
        rows = Section.objects.filter(subject=subject, kind=part)
    found = rows.filter(superseded=True, let_go=None).aggregate(
        n=Count("id"), oldest=Min("written_at"), newest=Max("written_at")
    )
    return Earlier(found["n"], found["oldest"], found["newest"]) if found["n"] else None


def session_of(subject: UUID, session: UUID) -> Session:
    """Return the session whose note it is.

    Raises:
        NotVisible: there is none for this actor.
    """
    row = Session.objects.filter(id=session, subject=subject).first()
    if row is None:
        raise NotVisible
    return row


def waiting_for(subject: UUID, part: Part) -> Forgetting | None:
    """Return what was asked of a part and nobody has decided yet."""
    of_part = {"session": part} if isinstance(part, UUID) else {"kind": part}
    rows = Forgetting.objects.filter(subject=subject, outcome="", **of_part)
    return rows.select_related("asked_by").first()


def waiting_about(subject: UUID) -> list[Forgetting]:
    """Return everything about one survivor that nobody has decided yet."""
    return list(Forgetting.objects.filter(subject=subject, outcome=""))


def to_decide(actor: Actor) -> list[Asked]:
    """Return what waits for a manager, the oldest first.

    Of whom the record is sealed there is nothing to decide: nobody reads it.
    """
    rows = _rows().filter(outcome="").order_by("asked_at")
    return [one for one in _told(actor, rows) if one.card]


def decided_of_late(actor: Actor) -> list[Asked]:
    """Return what was decided, the newest first."""
    rows = _rows().exclude(outcome="").order_by("-decided_at")
    return _told(actor, rows[:_MOST])


def asked(actor: Actor, pk: UUID) -> Asked:
    """Return one of them.

    Raises:
        NotVisible: there is none for this actor.
    """
    found = _told(actor, _rows().filter(id=pk))
    if not found:
        raise NotVisible
    return found[0]


def hands(at: datetime) -> Iterable[Why]:
    """About whom somebody asks that earlier words be let go."""
    rows = Forgetting.objects.filter(outcome="").values_list("subject", "asked_at")
    for subject, since in rows:
        words = _("A manager decides whether earlier words are let go")
        yield Why(subject, Weight.TO_DECIDE, words, local_date(since))


def _rows() -> QuerySet[Forgetting]:
    return Forgetting.objects.select_related("asked_by", "decided_by", "session")


def _told(actor: Actor, rows: Iterable[Forgetting]) -> list[Asked]:
    found = list(rows)
    cards = named(actor, {row.subject_id for row in found}) if found else {}
    names = member_names({one for row in found for one in row.writers})
    return [
        Asked(
            row,
            cards.get(row.subject_id),
            row.session,
            sorted(names[one] for one in row.writers if one in names),
            may_decide=not row.outcome and row.asked_by_id != actor.member,
        )
        for row in found
    ]
