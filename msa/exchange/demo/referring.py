"""Whom the fictional organisations refer to, and who sent somebody to them."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from cases.models import Assignment, Client
from cases.referrals.enums import ServiceKind, Source, Stage, Trust, Urgency
from cases.referrals.services import directory, inward, out_of_hours, outward
from cases.referrals.services.directory import About
from cases.referrals.services.inward import Came
from cases.referrals.services.out_of_hours import Details
from cases.referrals.services.outward import Planned
from cases.referrals.words import CameFrom, GoesOut, told
from consent.enums import Given, Information, Purpose
from consent.queries import ENGLISH, current_wordings
from consent.services.consents import Agreement
from msa.accounts.actor import Actor
from msa.clock.days import local_date
from msa.tenancy.context import Context, use

#: What the directories say: kind, name, phone, how to get in, trust, why.
_SERVICES = (
    (
        ServiceKind.COUNSELLING,
        "Tōtara Street Counselling",
        "03 555 0150",
        "Anybody who rings. About three weeks to wait; the first talk is free.",
        Trust.TRUSTED,
        "",
    ),
    (
        ServiceKind.ADDICTION,
        "Steady Ground",
        "0800 555 0151",
        "Ring on a weekday morning. Evening groups in town.",
        Trust.TRUSTED,
        "",
    ),
    (
        ServiceKind.MEDICAL,
        "Harbour Lane Health Centre",
        "03 555 0152",
        "Takes new people on. Ask for a long appointment.",
        Trust.TRUSTED,
        "",
    ),
    (
        ServiceKind.HOUSING,
        "Open Door Housing",
        "03 555 0153",
        "Needs a letter. Calls back within a week.",
        Trust.WITH_CARE,
        "Kind, and too few people: ring again after a week.",
    ),
    (
        ServiceKind.CULTURAL,
        "Te Puna o te Ora (demo)",
        "03 555 0154",
        "Whānau are welcome. Come on Wednesday for kai and a kōrero.",
        Trust.TRUSTED,
        "",
    ),
    (
        ServiceKind.LEGAL,
        "Corner Law",
        "03 555 0155",
        "Free for the first half hour.",
        Trust.TRUSTED,
        "",
    ),
)
_OWN = Details(
    "The evening phone",
    "03 555 0156",
    "",
    "Every day from 5 pm to 10 pm",
    "One of the team picks up, or rings you back the same evening",
)


def refer(manager: Actor, worker: Actor, region: str, *, at: datetime) -> None:
    """Store a directory, a referral that goes well, and one who was sent here.

    Run as the owner, in the name of a manager and of a peer worker.
    """
    with use(Context(manager.organisation, manager.person, "owner")):
        services = _directory(manager, region, at=at)
        out_of_hours.say(manager, _OWN, at=at)
    with use(Context(worker.organisation, worker.person, "owner")):
        directory.add(worker, _suggested(region, at=at), id=uuid.uuid4(), at=at)
        his = Assignment.objects.filter(member=worker.member, ended_at=None)
        people = list(
            Client.objects.filter(
                organisation=worker.organisation,
                withheld=False,
                subject__in=his.values("subject"),
            ).order_by("reference")[:3]
        )
        if len(people) < 3:
            return
        _outward(worker, people[0], services[0], at=at)
        _inward(worker, people[1], Source.HEALTH, at=at, days_ago=1)
        _inward(worker, people[2], Source.JUSTICE, at=at, days_ago=9)


def _directory(manager: Actor, region: str, *, at: datetime) -> list[tuple[str, str]]:
    today = local_date(at)
    added = []
    for number, (kind, name, phone, way_in, trust, why) in enumerate(_SERVICES):
        # One of them should have been looked at again by now.
        review_on = today + timedelta(days=60 * number - 20)
        about = About(
            kind,
            name,
            trust,
            review_on,
            phone=phone,
            region=region,
            way_in=way_in,
            trust_why=why,
        )
        row = directory.add(manager, about, id=uuid.uuid4(), at=at)
        added.append((str(row.id), row.name))
    return added


def _suggested(region: str, *, at: datetime) -> About:
    return About(
        ServiceKind.OTHER,
        "The Bike Shed",
        Trust.TRUSTED,
        local_date(at) + timedelta(days=300),
        address="Behind the library",
        region=region,
        way_in="Turn up on Saturday morning. Men fix bikes and talk, or don’t.",
    )


def _outward(
    worker: Actor, client: Client, service: tuple[str, str], *, at: datetime
) -> None:
    shared = [
        told(Information.SUPPORT, "We have met every two weeks since the summer."),
        told(Information.NEEDS, "He sleeps badly and would like to talk about it."),
    ]
    pk, name = service
    today = local_date(at)
    agreement = Agreement(
        Purpose.SHARING,
        Given.SPOKEN,
        today,
        wording=current_wordings(ENGLISH)[Purpose.SHARING].id,
        expires_at=at + timedelta(days=92),
        of_age=True,
    )
    goes_out = GoesOut(name, "", "Somebody to talk with, one to one.", shared, pk)
    planned = Planned(goes_out, agreement, today + timedelta(days=12))
    row = outward.refer(worker, client.subject_id, planned, id=uuid.uuid4(), at=at)
    for stage, said in (
        (Stage.MADE, "He took the letter there himself."),
        (Stage.ACCEPTED, "First talk next Tuesday."),
    ):
        outward.step(
            worker, client.subject_id, row.id, stage, on=today, said=said, at=at
        )


def _inward(
    worker: Actor, client: Client, source: Source, *, at: datetime, days_ago: int
) -> None:
    came_at = at - timedelta(days=days_ago)
    came = Came(source, Urgency.SOON, came_at)
    names = {Source.HEALTH: "Harbour Lane Health Centre"}
    words = CameFrom(
        names.get(source, "Community Corrections, the town office"),
        "He may like to talk with somebody who has been there.",
        "So that we can get in touch, and support you the way you want.",
    )
    row = inward.note(worker, client.subject_id, came, words, id=uuid.uuid4(), at=at)
    if source is Source.HEALTH:
        answered = min(at, came_at + timedelta(hours=5))
        inward.answer(worker, client.subject_id, row.id, answered_at=answered, at=at)
