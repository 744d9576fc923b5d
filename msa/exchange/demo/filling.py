"""Filling a database with the fictional organisations, whole or not at all."""

from __future__ import annotations

import uuid
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cases.models import Tally
from consent.enums import Purpose
from consent.models import Withdrawal
from consent.services.organisations import found_organisation
from msa.accounts.actor import Actor
from msa.accounts.models import Role
from msa.accounts.services import add_member
from msa.audit.recording import record, record_each
from msa.exchange.demo.cast import HOUSES, IMPORTED, NATIONAL, Colleague, House
from msa.exchange.demo.enquiring import get_in_touch
from msa.exchange.demo.gathering import gather
from msa.exchange.demo.inventing import Invented, Inventor
from msa.exchange.demo.sign_ins import SignIn
from msa.exchange.demo.telling import tell
from msa.exchange.storing.activity import Activity, ActivityRows
from msa.exchange.storing.check_ins import CheckInRows
from msa.exchange.storing.people import PeopleRows, Place, Worker
from msa.exchange.storing.rows import Rows
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER, national_body
from msa.tenancy.models import Organisation


def fill(*, at: datetime) -> bool:
    """Store the fictional organisations; return False when they are there already.

    Run as the owner.
    """
    with use(Context(FOUNDER, FOUNDER, "owner")), transaction.atomic():
        if Organisation.objects.filter(code=HOUSES[0].code).exists():
            return False
        for house in (*HOUSES, IMPORTED):
            _fill_house(house, at=at)
        body = national_body()
        for colleague in NATIONAL:
            _employ(body, colleague, at=at)
    return True


def _fill_house(house: House, *, at: datetime) -> None:
    organisation = found_organisation(
        code=house.code,
        name=house.name,
        name_mi=house.name_mi,
        region=house.region,
        at=at,
    )
    staff = [_employ(organisation, each, at=at) for each in house.colleagues]
    if not house.people:
        return
    workers = [
        Worker(actor.member, actor.person)
        for actor in staff
        if actor.role is Role.WORKER
    ]
    (manager,) = (actor for actor in staff if actor.role is Role.MANAGER)
    (admin,) = (actor for actor in staff if actor.role is Role.ADMIN)
    people = Inventor(house, workers, manager.member, at=at).people()
    with use(Context(organisation.id, admin.person, "owner")):
        called = _store(admin, people, at=at)
    with use(Context(organisation.id, manager.person, "owner")):
        tell(manager, HOUSES.index(house), at=at)
    peers = [actor for actor in staff if actor.role is Role.WORKER]
    with use(Context(organisation.id, peers[0].person, "owner")):
        get_in_touch(peers, house.region, at=at)
    with use(Context(organisation.id, manager.person, "owner")):
        gather(manager, peers[0], called, at=at)


def _employ(organisation: Organisation, colleague: Colleague, *, at: datetime) -> Actor:
    sign_in = SignIn(organisation.code, colleague)
    (actor,) = add_member(
        organisation,
        email=colleague.email,
        password=sign_in.password,
        name=colleague.name,
        roles=[colleague.role],
        at=at,
        totp_secret=sign_in.totp_secret,
    )
    return actor


def _store(
    actor: Actor, people: list[Invented], *, at: datetime
) -> list[tuple[UUID, str]]:
    """Store people and all that happened; return each place with his first name."""
    rows = PeopleRows(actor)
    places = [rows.add(person.newcomer) for person in people]
    rows.write()
    subjects = [place.subject for place in places]
    record_each(actor, "person.invented", subjects=subjects)
    activity = ActivityRows(actor)
    tallies = Rows(
        Tally,
        *("id", "month", "kind", "mode", "minutes"),
        constant={"organisation": actor.organisation},
    )
    check_ins = CheckInRows(actor)
    for place, person in zip(places, people, strict=True):
        _add_activity(activity, tallies, place, person)
        _add_check_ins(check_ins, place, person)
    activity.write()
    tallies.write()
    check_ins.write()
    for place, person in zip(places, people, strict=True):
        if person.withdraws:
            _withdraw(actor, place, person.withdraws, at=at)
    return [
        (place.subject, person.newcomer.identity.known_as.partition(" ")[0])
        for place, person in zip(places, people, strict=True)
    ]


def _add_activity(
    rows: ActivityRows, tallies: Rows, place: Place, person: Invented
) -> None:
    for stretch in person.stretches:
        rows.add_episode(place.subject, place.keys[Purpose.RECORD].id, stretch)
    for activity in reversed(person.activities):
        if key := place.keys.get(Purpose.SESSIONS):
            rows.add_session(place.subject, key, activity)
        else:
            _add_tally(tallies, activity)


def _add_check_ins(rows: CheckInRows, place: Place, person: Invented) -> None:
    key = place.keys.get(Purpose.ASSESSMENT)
    if key is None:
        return
    for check_in in person.check_ins:
        is_counted = Purpose.STATISTICS in place.consents
        rows.add(place.subject, key, check_in, is_counted=is_counted)


def _add_tally(tallies: Rows, activity: Activity) -> None:
    """Keep what he had although he wants no notes: that it took place (CON-05)."""
    tallies.add(
        uuid.uuid4(),
        activity.held_on.replace(day=1),
        activity.kind.value,
        activity.mode.value if activity.mode else "",
        activity.minutes,
    )


def _withdraw(actor: Actor, place: Place, purpose: Purpose, *, at: datetime) -> None:
    # Without a record nothing else can be kept: then everything is taken back.
    taken_back = place.consents if purpose is Purpose.RECORD else {purpose}
    for each in taken_back:
        Withdrawal(
            organisation_id=actor.organisation,
            subject_id=place.subject,
            consent_id=place.consents[each],
            recorded_by_id=actor.member,
            recorded_at=at,
        ).save(force_insert=True)
        record(actor, "consent.withdrawn", subject=place.subject, purpose=each.value)
