"""Offering a check-in: a code in the room, a link, or the device itself (ASM-03)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from assessments import secrets
from assessments.enums import Way
from assessments.instruments import CURRENT
from assessments.models import Assessment, Invitation
from assessments.policies import may_send_link
from cases.queries.people import person
from consent.documents import Sealer, under_consent
from consent.enums import Purpose
from consent.queries import subject_for
from msa.accounts.actor import Actor
from msa.audit.recording import record
from msa.clock.days import local_date

#: A code is opened there and then: off a screen in the room, or by handing it over.
OPEN_WITHIN = timedelta(minutes=15)
#: From then on nothing leads to an unfinished check-in any more.
RESUME_WITHIN = timedelta(days=7)


class NotContacted(Exception):
    """He has not agreed to be contacted: nothing is sent to him (CON-02 h)."""


class NoSafeWay(Exception):
    """He has not said of late that a text or an email is safe: no link is sent."""


@dataclass(frozen=True, slots=True)
class Invited:
    """A check-in and the secret that opens it. The secret is shown once and not kept.

    ``secret`` is a long token for a link. Otherwise it is a six-character code: who
    pauses on a device that was handed to him goes on elsewhere with it.
    """

    assessment: UUID
    way: Way
    secret: str
    open_by: datetime
    expires_at: datetime


@transaction.atomic
def invite(actor: Actor, subject: UUID, *, way: Way, at: datetime) -> Invited:
    """Begin a check-in for a survivor and return the secret that opens it.

    An unfinished one of his ends, and what he had answered goes: nobody who makes a new
    secret can read on from where he stopped.

    Raises:
        NotVisible: he is none of the actor's people.
        AccessDenied: he has not agreed to be asked.
        NotContacted: a link, and he has not agreed to be contacted.
        NoSafeWay: a link, and he has not said of late that texts or emails are safe.
        ValueError: ``way`` is not one of ROOM, LINK and HANDED.
    """
    if way not in {Way.ROOM, Way.LINK, Way.HANDED}:
        raise ValueError(f"nobody is invited by {way}")
    subject_for(subject)
    if way == Way.LINK:
        _demand_safe_way(actor, subject, at=at)
    sealer = Sealer.for_writing(actor, subject, Purpose.ASSESSMENT)
    assessment = _begin(actor, subject, sealer, way=way, at=at)
    record(actor, "check-in.offered", subject=subject, way=way.value)
    return _invitation(actor, assessment, way, at=at)


def _demand_safe_way(actor: Actor, subject: UUID, *, at: datetime) -> None:
    page = person(actor, subject, at=at)
    if Purpose.CONTACT not in page.purposes:
        raise NotContacted
    if not may_send_link(page.contact, on=local_date(at)):
        raise NoSafeWay


def _begin(
    actor: Actor, subject: UUID, sealer: Sealer, *, way: Way, at: datetime
) -> Assessment:
    assessment = Assessment(
        id=uuid.uuid4(),
        organisation_id=actor.organisation,
        subject_id=subject,
        key_id=sealer.key_id,
        instrument=CURRENT.code,
        way=way,
        opened_by_id=actor.member,
        opened_at=at,
    )
    with under_consent():
        assessment.save(force_insert=True)
    return assessment


def _invitation(
    actor: Actor, assessment: Assessment, way: Way, *, at: datetime
) -> Invited:
    secret = secrets.new_token() if way == Way.LINK else secrets.new_code()
    expires_at = at + RESUME_WITHIN
    invited = Invited(
        assessment=assessment.id,
        way=way,
        secret=secret,
        open_by=expires_at if way == Way.LINK else at + OPEN_WITHIN,
        expires_at=expires_at,
    )
    Invitation(
        organisation_id=actor.organisation,
        assessment=assessment,
        digest=secrets.digest_of(secret),
        open_by=invited.open_by,
        expires_at=expires_at,
    ).save(force_insert=True)
    return invited
