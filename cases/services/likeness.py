"""Two records that may be of one person: a manager says whether they are (REC-10)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from cases.enums import LikenessState
from cases.models import Assignment, Likeness
from cases.queries import people
from cases.queries.people import PersonPage
from cases.services import assignments, sections
from consent.enums import Purpose
from consent.queries import purposes_in_force
from consent.retention.services.carrying_on import reopen
from consent.services import consents
from consent.services.consents import Agreement
from msa.access.refusals import AccessDenied, NotVisible, Reason
from msa.accounts.actor import Actor
from msa.audit.recording import record


class Decided(Exception):
    """A manager has answered this already, or there is nothing to carry on with."""


@dataclass(frozen=True, slots=True)
class CarriedOn:
    """Whose record is open again, and what became of the other one."""

    subject: UUID
    is_closed: bool
    """Was the other record closed? Only one that had just begun is."""


@transaction.atomic
def decide(actor: Actor, likeness: UUID, state: LikenessState, *, at: datetime) -> None:
    """Note that two records are of one person, or of two. It is not asked again.

    Nothing else happens to either of them.

    Raises:
        NotVisible: no such pair, or one of the two keeps this manager away.
        Decided: it was answered before.
    """
    _answer(actor, _waiting(likeness), state, at=at)


def _waiting(likeness: UUID) -> Likeness:
    found = Likeness.objects.select_for_update(of=("self",)).filter(id=likeness).first()
    if found is None:
        raise NotVisible
    if found.state != LikenessState.OPEN:
        raise Decided
    return found


def _answer(
    actor: Actor, found: Likeness, state: LikenessState, *, at: datetime
) -> None:
    found.state, found.decided_by_id, found.decided_at = state, actor.member, at
    found.save(update_fields=["state", "decided_by", "decided_at"])
    # About neither of them: in the list of who looked at his record, it would tell a
    # peer worker of one that there is another.
    is_one = state == LikenessState.SAME
    action = "likeness.confirmed" if is_one else "likeness.denied"
    record(actor, action, likeness=str(found.id))


@transaction.atomic
def carry_on(
    actor: Actor, likeness: UUID, agreements: Iterable[Agreement], *, at: datetime
) -> CarriedOn:
    """Confirm that he is one, and unseal his earlier record under a new consent.

    The other record is closed if it holds no more than a name and ways to reach him:
    those are saved in the one that goes on, and his peer worker works with him there.
    One that holds more stays as it is (CON-04, ADR 36).

    Raises:
        NotVisible: no such pair, or one of the two keeps this manager away.
        Decided: it was answered before, or not just one of the two is sealed.
        AccessDenied: nothing of the sealed record can be opened.
        RecordConsentMissing: he does not agree to a record.
    """
    found = _waiting(likeness)
    earlier, later = _sealed_and_open(found, at=at)
    _answer(actor, found, LikenessState.SAME, at=at)
    reopen(actor, earlier, agreements, at=at)
    is_closed = _has_only_begun(later)
    if is_closed:
        told = people.person(actor, later, at=at)
        _close(actor, later, going_on=earlier, at=at)
        _take_over(actor, earlier, told, at=at)
    return CarriedOn(earlier, is_closed)


def _sealed_and_open(found: Likeness, *, at: datetime) -> tuple[UUID, UUID]:
    both = (found.subject_id, found.other_id)
    is_open = [Purpose.RECORD in purposes_in_force(one, at=at) for one in both]
    if is_open == [True, False]:
        return both[1], both[0]
    if is_open == [False, True]:
        return both
    raise Decided


def _has_only_begun(subject: UUID) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sec.has_only_begun(%s)", [subject])
        return bool(cursor.fetchone()[0])


def _close(actor: Actor, subject: UUID, *, going_on: UUID, at: datetime) -> None:
    """End a record that had just begun; its peer worker goes on with the other."""
    working = Assignment.objects.filter(subject=subject, ended_at=None)
    worker = working.values_list("member", flat=True).first()
    assignments.let_go(actor, subject, at=at)
    consents.withdraw(actor, subject, Purpose.RECORD, at=at)
    if worker is None:
        return
    try:
        assignments.assign(actor, going_on, to=worker, at=at)
    except AccessDenied as refused:
        # He keeps this one away from the earlier record: that stands.
        if refused.reason not in (Reason.KEPT_AWAY, Reason.ASK_FIRST):
            raise


def _take_over(actor: Actor, subject: UUID, told: PersonPage, *, at: datetime) -> None:
    """Save what he has just told as the newest word in the record that goes on.

    Who he is: what he left out this time stays. How to reach him safely: only what he
    says now, for what was safe years ago may be no longer.
    """
    before = people.person(actor, subject, at=at)
    if told.identity is not None:
        fresh = {k: v for k, v in told.identity.document().items() if v}
        content = replace(before.identity or told.identity, **fresh)
        sections.save(actor, subject, content, after=before.identity_revision, at=at)
    if told.contact is not None:
        sections.save(
            actor, subject, told.contact, after=before.contact_revision, at=at
        )
