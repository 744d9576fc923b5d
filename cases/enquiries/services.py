"""Keeping enquiries, and the slip that one may have (CON-01)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from cases.enquiries import policies
from cases.enquiries.enums import CallResult, Channel, Ground, State
from cases.enquiries.models import Enquiry, Slip
from cases.enquiries.slips import SlipWords, seal_slip
from cases.services import people
from consent.models import Subject
from consent.queries import subject_for
from consent.services.consents import Agreement
from msa.access.refusals import AccessDenied, NotVisible, Reason
from msa.accounts.actor import Actor
from msa.audit.recording import record
from msa.clock.days import local_date


@dataclass(frozen=True, slots=True)
class Approach:
    """That somebody got in touch: all of it coded, none of it about who he is."""

    received_on: date
    channel: Channel
    region: str = ""
    state: State = State.OPEN


@transaction.atomic
def keep(actor: Actor, approach: Approach, *, id: UUID, at: datetime) -> Enquiry:
    """Store that somebody got in touch; the same ``id`` twice is one enquiry (UI-W5).

    Raises:
        AccessDenied: it is said to have come to what an enquiry can't begin with.
    """
    if approach.state not in policies.STARTS:
        raise AccessDenied(Reason.NOT_READY)
    row = Enquiry(
        id=id,
        organisation_id=actor.organisation,
        received_on=approach.received_on,
        channel=approach.channel,
        region=approach.region,
        taken_by_id=actor.member,
    )
    if approach.state is not State.OPEN:
        row.state = approach.state
        row.ended_on, row.ended_by_id = local_date(at), actor.member
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            record(
                actor,
                "enquiry.kept",
                enquiry=str(id),
                channel=row.channel,
                state=row.state,
            )
    except IntegrityError:
        return _seen(id)
    return row


@transaction.atomic
def write_slip(
    actor: Actor, pk: UUID, words: SlipWords, ground: Ground, *, at: datetime
) -> None:
    """Seal how to reach him; a second slip is none, the first one stands.

    Raises:
        AccessDenied: the enquiry has ended, or its 30 days are over.
        NotVisible: absent or foreign.
    """
    enquiry = _locked(pk)
    ends = policies.slip_ends(enquiry.received_on)
    if enquiry.state != State.OPEN or ends <= at:
        raise AccessDenied(Reason.NOT_READY)
    row = Slip(
        id=uuid.uuid4(),
        organisation_id=actor.organisation,
        enquiry_id=enquiry.id,
        taken_by_id=actor.member,
        ground=ground,
        expires_at=ends,
    )
    # Looked for under the lock, so that pressing twice is no error.
    if Slip.objects.filter(enquiry=enquiry.id).exists():
        return
    seal_slip(actor, row, words)
    row.save(force_insert=True)
    record(actor, "slip.written", enquiry=str(pk), ground=row.ground)


@transaction.atomic
def destroy_slip(actor: Actor, pk: UUID) -> None:
    """Destroy the slip of an enquiry now; if there is none any more, nothing happens.

    Raises:
        NotVisible: absent or foreign.
    """
    _seen(pk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sec.destroy_slip(%s)", [pk])


@transaction.atomic
def note_call(
    actor: Actor, pk: UUID, result: CallResult, *, after: int, at: datetime
) -> None:
    """Note a ring-back; ``after`` how many calls, so that none counts twice.

    Raises:
        AccessDenied: the enquiry has ended.
        NotVisible: absent or foreign.
    """
    row = _locked(pk)
    if row.state != State.OPEN:
        raise AccessDenied(Reason.NOT_READY)
    if row.calls != after:
        return
    row.calls, row.called_on, row.call_result = after + 1, local_date(at), result
    row.save(update_fields=["calls", "called_on", "call_result"])
    record(actor, "enquiry.called", enquiry=str(pk), result=row.call_result)


@transaction.atomic
def end(actor: Actor, pk: UUID, state: State, *, at: datetime) -> None:
    """Say what came of an enquiry; its slip is destroyed with it.

    Ending it again as what it came to changes nothing.

    Raises:
        AccessDenied: it has come to something else, or he was welcomed (see
            :func:`welcome`).
        NotVisible: absent or foreign.
    """
    row = _locked(pk)
    if row.state == state and state is not State.OPEN:
        return
    if state is State.WELCOMED or (State(row.state), state) not in policies.MOVES:
        raise AccessDenied(Reason.NOT_READY)
    _end(actor, row, state, at=at)


@transaction.atomic
def welcome(
    actor: Actor, pk: UUID, agreements: Iterable[Agreement], *, id: UUID, at: datetime
) -> Subject:
    """Open the record of whom an enquiry was about; the slip is destroyed with it.

    Nothing of his record leads back to the enquiry. The same ``id`` twice is one
    survivor.

    Raises:
        RecordConsentMissing: he does not agree to a record.
        AccessDenied: the enquiry has ended otherwise.
        NotVisible: absent or foreign.
    """
    row = _locked(pk)
    if row.state == State.WELCOMED:
        return subject_for(id)
    if row.state != State.OPEN:
        raise AccessDenied(Reason.NOT_READY)
    subject = people.welcome(actor, agreements, at=at, id=id)
    _end(actor, row, State.WELCOMED, at=at)
    return subject


def _end(actor: Actor, row: Enquiry, state: State, *, at: datetime) -> None:
    row.state, row.ended_on, row.ended_by_id = state, local_date(at), actor.member
    # The database destroys the slip as it stores this.
    row.save(update_fields=["state", "ended_on", "ended_by"])
    record(actor, "enquiry.ended", enquiry=str(row.id), state=row.state)


def _seen(pk: UUID) -> Enquiry:
    row = Enquiry.objects.filter(id=pk).first()
    if row is None:
        raise NotVisible
    return row


def _locked(pk: UUID) -> Enquiry:
    row = Enquiry.objects.select_for_update(of=("self",)).filter(id=pk).first()
    if row is None:
        raise NotVisible
    return row
