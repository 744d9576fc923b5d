"""The demo's peer workers refer somebody, each as himself, with the site's own key.

What a man agreed to is sealed under his key, which the owner who fills the demo is
never given. So this runs as the casework site does, through the services of its pages.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.db import transaction

from cases.enums import Pace
from cases.queries.people import caseload
from cases.referrals.enums import ServiceKind, Source, Stage, Urgency
from cases.referrals.models import Referral
from cases.referrals.queries import directory
from cases.referrals.services import inward, outward
from cases.referrals.services.inward import Came
from cases.referrals.services.outward import Planned
from cases.referrals.words import CameFrom, GoesOut, told
from consent.enums import Given, Information, Purpose
from consent.services.consents import Agreement
from msa.accounts.actor import Actor
from msa.accounts.models import Role
from msa.accounts.queries import actors_of, person_with
from msa.clock.days import local_date
from msa.exchange.demo.cast import HOUSES, House
from msa.tenancy.context import use

_HOLDS = timedelta(days=92)


@dataclass(frozen=True, slots=True)
class _Referred:
    """To what kind of service somebody is referred, and how it went on."""

    kind: ServiceKind
    why: str
    needs: str
    stages: tuple[tuple[Stage, str], ...]
    asked_again_in: int


_REFERRED = (
    _Referred(
        ServiceKind.COUNSELLING,
        "Somebody to talk with about his sleep, once a week if he can.",
        "A room on the ground floor, and no appointment before ten.",
        (
            (Stage.MADE, "He took the letter along himself."),
            (Stage.ACCEPTED, "They rang the same week."),
        ),
        0,
    ),
    _Referred(
        ServiceKind.HOUSING,
        "A flat of his own, near the bus to his sister.",
        "Two rooms if there are any; he would share a kitchen.",
        (),
        10,
    ),
)
_CAME = CameFrom(
    "Harbour Lane Health Centre",
    "That he would like to meet men who know what it is about.",
    "So that we know whom to thank, and where he is looked after",
)


def send_on(*, at: datetime) -> bool:
    """Let a peer worker of each house refer two of his people, and note who sent one.

    Return False when that was done before. Run in the casework site's environment.
    """
    done = [_in_house(house, at=at) for house in HOUSES if house.people]
    return any(done)


def _in_house(house: House, *, at: datetime) -> bool:
    worker = _worker(house, at=at)
    with use(worker.context), transaction.atomic():
        if Referral.objects.filter(id=_id(worker, 0)).exists():
            return False
        his = [
            card.subject
            for card in caseload(worker).people
            if card.pace == Pace.UNDER_WAY
        ]
        for number, (subject, referred) in enumerate(zip(his, _REFERRED, strict=False)):
            _refer(worker, subject, referred, _id(worker, number), at=at)
        came = Came(Source.HEALTH, Urgency.SOON, at - timedelta(days=2), at)
        arrival = _id(worker, len(_REFERRED))
        inward.note(worker, his[-1], came, _CAME, id=arrival, at=at)
    return True


def _refer(
    worker: Actor, subject: UUID, referred: _Referred, pk: UUID, *, at: datetime
) -> None:
    today = local_date(at)
    services = directory.to_refer_to()
    service = next(one for one in services if one.kind == referred.kind)
    planned = Planned(
        GoesOut(
            service.name,
            service.address or service.phone,
            referred.why,
            [told(Information.NEEDS, referred.needs)],
            str(service.id),
        ),
        Agreement(
            Purpose.SHARING,
            Given.SPOKEN,
            today,
            wording="SHARING-en-1",
            expires_at=at + _HOLDS,
            of_age=True,
            id=uuid5(pk, "consent"),
        ),
        today + timedelta(days=referred.asked_again_in),
    )
    outward.refer(worker, subject, planned, id=pk, at=at)
    for stage, said in referred.stages:
        outward.step(worker, subject, pk, stage, on=today, said=said, at=at)


def _worker(house: House, *, at: datetime) -> Actor:
    email = next(one.email for one in house.colleagues if one.role is Role.WORKER)
    with use(None), transaction.atomic():
        person = person_with(email)
        found = actors_of(person, at=at) if person else []
    return next(actor for actor in found if actor.role is Role.WORKER)


def _id(worker: Actor, number: int) -> UUID:
    return uuid5(uuid.NAMESPACE_OID, f"demo referral {worker.member} {number}")
