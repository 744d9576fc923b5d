"""Services, referrals and arrivals, as the pages make them."""

from __future__ import annotations

import subprocess
import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from cases.referrals.enums import ServiceKind, Source, Stage, Trust, Urgency
from cases.referrals.models import Arrival, Referral, Service
from cases.referrals.services import directory, inward, outward
from cases.referrals.services.directory import About
from cases.referrals.services.inward import Came
from cases.referrals.services.outward import Planned
from cases.referrals.words import CameFrom, GoesOut, told
from consent.enums import Given, Information, Purpose
from consent.services import consents
from consent.services.consents import Agreement
from consent.terms import Terms
from msa.accounts.actor import Actor
from msa.clock.days import local_date
from msa.tenancy.context import use

#: Words that stand in no page of ours by chance.
SHARED = "He sleeps by the lighthouse"
WHY = "Somebody to talk with on Tuesdays"
ELSEWHERE = "Ngaire Heronwood"
REFERRER = "Dr Kererū Applegate"
TOLD_US = "They say he walks at night"
FERRY = About(
    ServiceKind.COUNSELLING,
    "Ferry Road Counselling",
    Trust.TRUSTED,
    date(2040, 1, 1),
    phone="03 555 0100",
    address="1 Ferry Road",
)
HOW = {"age": "ADULT", "given": "PAPER", "kept_where": "Cabinet 2"}


def now() -> datetime:
    """The database asks its own clock, so these tests go by the real one."""
    return timezone.now()


def today() -> date:
    return local_date(now())


def typed(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def pages_of(content: bytes) -> list[str]:
    told = subprocess.run(
        ["pdftotext", "-layout", "-", "-"],
        input=content,
        capture_output=True,
        check=True,
    ).stdout.decode()
    return [" ".join(page.split()) for page in told.split("\f") if page.strip()]


def service(actor: Actor, about: About = FERRY, **changed: Any) -> Service:
    with use(actor.context):
        return directory.add(
            actor, replace(about, **changed), id=uuid.uuid4(), at=now()
        )


def planned(to: Service | None = None, *, until: datetime | None = None) -> Planned:
    name = to.name if to else ELSEWHERE
    return Planned(
        GoesOut(
            name, "", WHY, [told(Information.NEEDS, SHARED)], str(to.id) if to else ""
        ),
        Agreement(
            Purpose.SHARING,
            Given.SPOKEN,
            today(),
            wording="SHARING-en-1",
            expires_at=until or now() + timedelta(days=30),
            of_age=True,
        ),
        today() + timedelta(days=14),
    )


def referred(actor: Actor, subject: UUID, to: Service | None = None) -> Referral:
    with use(actor.context):
        return outward.refer(actor, subject, planned(to), id=uuid.uuid4(), at=now())


def gone_on(actor: Actor, row: Referral, stages: Sequence[Stage]) -> None:
    for stage in stages:
        with use(actor.context):
            outward.step(
                actor, row.subject_id, row.id, stage, on=today(), said="", at=now()
            )


def taken_back(actor: Actor, row: Referral) -> None:
    with use(actor.context):
        consents.withdraw(
            actor, row.subject_id, Purpose.SHARING, at=now(), only=row.consent_id
        )


def arrived(
    actor: Actor,
    subject: UUID,
    *,
    source: Source = Source.HEALTH,
    days_ago: int = 0,
) -> Arrival:
    came = Came(source, Urgency.SOON, now() - timedelta(days=days_ago))
    words = CameFrom(REFERRER, TOLD_US, "To be in touch with you")
    with use(actor.context):
        return inward.note(actor, subject, came, words, id=uuid.uuid4(), at=now())


def agreed_to_tell(actor: Actor, subject: UUID, whom: str) -> UUID:
    agreement = replace(
        planned().agreement,
        terms=Terms(recipient=whom, information=["SUPPORT"], in_words="That he came"),
    )
    with use(actor.context):
        consents.give(actor, subject, agreement, at=now())
    return agreement.id


def came_by_enquiry(actor: Actor, enquiry: UUID) -> None:
    came = Came(Source.HEALTH, Urgency.SOON, now() - timedelta(hours=2))
    with use(actor.context):
        inward.note_of_enquiry(actor, enquiry, came)
