"""Noting who sent somebody to us, that we answered, and that he knows (REF-03)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import DatabaseError, IntegrityError, transaction

from cases.enquiries.models import Enquiry
from cases.referrals.enums import NotTold, Source, Urgency
from cases.referrals.models import Arrival, EnquiryReferral
from cases.referrals.queries import inward as queries
from cases.referrals.words import ARRIVAL, CameFrom
from consent.documents import Sealer, under_consent
from consent.enums import Purpose
from consent.queries import subject_for
from msa.access.refusals import AccessDenied, NotVisible, Reason
from msa.accounts.actor import Actor
from msa.audit.recording import record

#: With which PostgreSQL refuses a reply without his yes, and what can't be so.
_NOT_AGREED, _NOT_SO = "MS046", "MS048"


@dataclass(frozen=True, slots=True)
class Came:
    """How somebody came to us: all of it coded."""

    source: Source
    urgency: Urgency
    came_at: datetime
    answered_at: datetime | None = None


@transaction.atomic
def note(
    actor: Actor,
    subject: UUID,
    came: Came,
    words: CameFrom,
    *,
    id: UUID,
    at: datetime,
) -> Arrival:
    """Note who sent a survivor to us and when; the same twice is one (UI-W5).

    Something else under the same ``id`` is from a page that a browser kept alive, and
    another arrival.

    Raises:
        AccessDenied: he has no record in force.
        NotVisible: he is none of the actor's people.
    """
    subject_for(subject)
    sealer = Sealer.for_writing(actor, subject, Purpose.RECORD)
    if before := Arrival.objects.filter(id=id, subject=subject).first():
        if CameFrom.of(sealer.open(before, ARRIVAL)) == words:
            return before
        id = uuid4()
    row = Arrival(
        id=id,
        organisation_id=actor.organisation,
        subject_id=subject,
        key_id=sealer.key_id,
        source=came.source,
        urgency=came.urgency,
        came_at=came.came_at,
        noted_by_id=actor.member,
        noted_at=at,
        answered_at=came.answered_at,
    )
    row.sealed = sealer.seal(
        words.document(), ARRIVAL, row=row.id, revision=row.revision
    )
    try:
        with under_consent(), _refusals():
            row.save(force_insert=True)
    except IntegrityError:
        # The button was pressed twice at the same moment.
        return queries.found(subject, id)
    record(actor, "arrival.noted", subject=subject, source=came.source.value)
    return row


@transaction.atomic
def answer(
    actor: Actor, subject: UUID, pk: UUID, *, answered_at: datetime, at: datetime
) -> None:
    """Note when we first answered; noted twice, the first time stands.

    Raises:
        AccessDenied: that was before he came, or is still to come.
        NotVisible: there is no such row of his.
    """
    row = queries.found(subject, pk)
    if not row.came_at <= answered_at <= at:
        raise AccessDenied(Reason.NOT_READY)
    unanswered = Arrival.objects.filter(id=pk, answered_at=None)
    with transaction.atomic(), _refusals():
        changed = unanswered.update(answered_at=answered_at)
    if changed:
        record(actor, "arrival.answered", subject=subject)


@transaction.atomic
def tell_him(
    actor: Actor,
    subject: UUID,
    pk: UUID,
    *,
    on: date | None = None,
    not_told: NotTold | None = None,
) -> None:
    """Note that he knows what we were told, by whom and why; or why he is not told.

    Noted twice, the first time stands.

    Raises:
        AccessDenied: neither a day nor a reason is given.
        NotVisible: there is no such row of his.
    """
    queries.found(subject, pk)
    if (on is None) == (not_told is None):
        raise AccessDenied(Reason.NOT_READY)
    changed = Arrival.objects.filter(id=pk, told_by=None).update(
        told_on=on, not_told=not_told or "", told_by_id=actor.member
    )
    if changed:
        record(
            actor,
            "arrival.told",
            subject=subject,
            why=not_told.value if not_told else "",
        )


@transaction.atomic
def reply(actor: Actor, subject: UUID, pk: UUID, *, on: date, at: datetime) -> None:
    """Note that those who sent him were told how it goes, as he agrees to.

    Noted twice, the first time stands.

    Raises:
        AccessDenied: no consent of his in force names them.
        NotVisible: there is no such row of his.
    """
    opened = queries.opened(actor, subject, pk, at=at)
    if opened.may_reply_under is None:
        raise AccessDenied(Reason.NO_CONSENT)
    rows = Arrival.objects.filter(id=pk, replied_on=None)
    with transaction.atomic(), _refusals():
        changed = rows.update(
            replied_on=on,
            replied_by_id=actor.member,
            replied_under_id=opened.may_reply_under,
        )
    if changed:
        record(actor, "arrival.replied", subject=subject)


@transaction.atomic
def note_of_enquiry(actor: Actor, enquiry: UUID, came: Came) -> None:
    """Note that an enquiry came from somebody else; noted twice, the first stands.

    Raises:
        NotVisible: there is no such enquiry here.
    """
    if not Enquiry.objects.filter(id=enquiry).exists():
        raise NotVisible
    row = EnquiryReferral(
        organisation_id=actor.organisation,
        enquiry_id=enquiry,
        source=came.source,
        urgency=came.urgency,
        came_at=came.came_at,
        noted_by_id=actor.member,
        answered_at=came.answered_at,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return
    record(actor, "enquiry.referred", enquiry=str(enquiry), source=came.source.value)


@transaction.atomic
def answer_enquiry(
    actor: Actor, enquiry: UUID, *, answered_at: datetime, at: datetime
) -> None:
    """Note when those behind an enquiry first heard from us.

    Raises:
        AccessDenied: that was before it came, or is still to come.
        NotVisible: it came from nobody else, or there is no such enquiry here.
    """
    row = EnquiryReferral.objects.filter(enquiry=enquiry).first()
    if row is None:
        raise NotVisible
    if not row.came_at <= answered_at <= at:
        raise AccessDenied(Reason.NOT_READY)
    waiting = EnquiryReferral.objects.filter(id=row.id, answered_at=None)
    if waiting.update(answered_at=answered_at):
        record(actor, "enquiry.answered", enquiry=str(enquiry))


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except DatabaseError as fault:
        code = getattr(fault.__cause__, "sqlstate", "")
        if code == _NOT_AGREED:
            raise AccessDenied(Reason.NO_CONSENT) from fault
        if code == _NOT_SO:
            raise AccessDenied(Reason.NOT_READY) from fault
        raise
