"""The services around the fictional organisations, and whom to ring at night."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from cases.referrals.enums import ServiceKind, Trust
from cases.referrals.services import directory, out_of_hours
from cases.referrals.services.directory import About
from cases.referrals.services.out_of_hours import Details
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
    """Store a directory, a service suggested for it, and whom to ring out of hours.

    Run as the owner, in the name of a manager and of a peer worker.
    """
    with use(Context(manager.organisation, manager.person, "owner")):
        _directory(manager, region, at=at)
        out_of_hours.say(manager, _OWN, at=at)
    with use(Context(worker.organisation, worker.person, "owner")):
        directory.add(worker, _suggested(region, at=at), id=uuid.uuid4(), at=at)


def _directory(manager: Actor, region: str, *, at: datetime) -> None:
    today = local_date(at)
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
        directory.add(manager, about, id=uuid.uuid4(), at=at)


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
