"""Reading the register of what was told without consent (CON-06)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from cases.models import BlockedMember, Client
from cases.overrides.enums import State
from cases.overrides.models import Disclosure
from cases.overrides.sealing import Telling, words_of
from consent.queries import subject_for
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.accounts.models import Role
from msa.accounts.queries import members_with_role
from msa.audit.recording import record

PAGE = 10
_PEOPLE = ("asked_by", "decided_by", "told_by", "reviewed_by")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the register, opened."""

    row: Disclosure
    words: Telling
    reference: str
    """Empty while his record is sealed."""
    may_decide: bool
    may_tell: bool
    may_drop: bool
    may_review: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of a list; nothing of it is opened."""

    row: Disclosure
    reference: str


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """Some entries, the newest first, and the number of the next page, if any."""

    lines: list[Line]
    next: int | None


def of_person(subject: UUID) -> list[Disclosure]:
    """Return what was told about one survivor, the newest first; nothing is opened.

    Raises:
        NotVisible: absent, foreign, or none of the actor's people.
    """
    subject_for(subject)
    return list(_rows().filter(subject=subject))


def open_for(subject: UUID) -> list[Disclosure]:
    """Return what of one survivor's still waits for somebody to do something."""
    return list(_rows().filter(_waiting(), subject=subject))


def waiting(actor: Actor) -> list[Line]:
    """Return what another person asked and a manager may approve, the oldest first."""
    asked = _rows().filter(state=State.ASKED).exclude(asked_by=actor.member)
    return _lines(asked.order_by("asked_at"))


def to_review() -> list[Line]:
    """Return what could not wait and nobody has reviewed, the oldest first."""
    return _lines(_rows().filter(is_urgent=True, state=State.TOLD).order_by("told_on"))


def register(page: int) -> RegisterPage:
    """Return a page of everything of the organisation; the first one is 1."""
    begin = PAGE * (max(page, 1) - 1)
    found = list(_rows()[begin : begin + PAGE + 1])
    more = max(page, 1) + 1 if len(found) > PAGE else None
    return RegisterPage(_lines(found[:PAGE]), more)


def unreviewed() -> list[Disclosure]:
    """Return what waits for a review, as the administrator may know it: of nobody."""
    rows = Disclosure.objects.only("ground", "is_urgent", "state", "told_by", "told_on")
    urgent = rows.filter(is_urgent=True, state=State.TOLD)
    return list(urgent.select_related("told_by").order_by("told_on"))


def found(pk: UUID, subject: UUID | None = None) -> Disclosure:
    """Return one entry.

    Raises:
        NotVisible: there is none for this actor, or it is another survivor's.
    """
    about = Q(subject=subject) if subject else Q()
    row = _rows().filter(about, pk=pk).first()
    if row is None:
        raise NotVisible
    return row


def entry(actor: Actor, subject: UUID, pk: UUID, *, at: datetime) -> Entry:
    """Open one entry; the audit records it as his own event.

    Raises:
        NotVisible: there is none for this actor.
    """
    row = found(pk, subject)
    record(actor, "disclosure.opened", subject=subject)
    return _opened(actor, row, at=at)


def to_print(actor: Actor, subject: UUID, pk: UUID, *, at: datetime) -> Entry:
    """Open one entry for paper; the audit records that it was printed.

    Raises:
        NotVisible: there is none for this actor.
    """
    row = found(pk, subject)
    record(actor, "disclosure.printed", subject=subject)
    return _opened(actor, row, at=at)


def somebody_else_approves(actor: Actor, subject: UUID, *, at: datetime) -> bool:
    """Is there a manager besides the actor, whom the survivor does not keep away?"""
    blocked = BlockedMember.objects.filter(subject=subject, ended_at=None)
    away = {actor.member, *blocked.values_list("member", flat=True)}
    managers = members_with_role(Role.MANAGER, at=at)
    return any(manager.id not in away for manager in managers)


def _opened(actor: Actor, row: Disclosure, *, at: datetime) -> Entry:
    is_manager = actor.role == Role.MANAGER
    is_mine = row.asked_by_id == actor.member
    return Entry(
        row=row,
        words=Telling.of(words_of(row)),
        reference=_references([row.subject_id]).get(row.subject_id, ""),
        may_decide=is_manager and not is_mine and row.state == State.ASKED,
        may_tell=row.state == State.APPROVED and (is_manager or is_mine),
        may_drop=row.state in {State.ASKED, State.APPROVED} and (is_manager or is_mine),
        may_review=is_manager
        and row.waits_for_review
        and row.told_by_id != actor.member,
    )


def _waiting() -> Q:
    return Q(state__in=[State.ASKED, State.APPROVED]) | Q(
        is_urgent=True, state=State.TOLD
    )


def _rows() -> QuerySet[Disclosure]:
    return Disclosure.objects.select_related(*_PEOPLE).order_by("-asked_at", "id")


def _lines(rows: Iterable[Disclosure]) -> list[Line]:
    kept = list(rows)
    references = _references([row.subject_id for row in kept])
    return [Line(row, references.get(row.subject_id, "")) for row in kept]


def _references(subjects: Iterable[UUID]) -> dict[UUID, str]:
    known = Client.objects.filter(subject__in=set(subjects))
    return dict(known.values_list("subject", "reference"))
