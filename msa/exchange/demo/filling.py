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
from msa.exchange.demo import practising
from msa.exchange.demo.cast import HOUSES, IMPORTED, NATIONAL, Colleague, House
from msa.exchange.demo.correcting import Stored, put_right
from msa.exchange.demo.emailing import KeptEmails
from msa.exchange.demo.enquiring import get_in_touch
from msa.exchange.demo.forms import change_forms
from msa.exchange.demo.gathering import gather, put_last_right
from msa.exchange.demo.inventing import Invented, Inventor
from msa.exchange.demo.reaching_out import hold
from msa.exchange.demo.referring import refer
from msa.exchange.demo.sign_ins import SignIn
from msa.exchange.demo.taking_over import say_who_takes_over
from msa.exchange.demo.telling import tell
from msa.exchange.storing.activity import Activity, ActivityRows
from msa.exchange.storing.check_ins import CheckInRows
from msa.exchange.storing.people import PeopleRows, Place, Worker
from msa.exchange.storing.rows import Rows
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER, national_body
from msa.tenancy.models import Organisation

#: Of each organisation so many sessions were put right since.
_PUT_RIGHT = 12


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
        sessions, called = _store(admin, people, at=at)
    actors = {actor.member: actor for actor in staff}
    put_right(actors, sessions[:_PUT_RIGHT], at=at)
    with use(Context(organisation.id, manager.person, "owner")):
        tell(manager, HOUSES.index(house), at=at)
    peers = [actor for actor in staff if actor.role is Role.WORKER]
    with use(Context(organisation.id, peers[-1].person, "owner")):
        practising.show(peers[-1], manager, at=at)
    with use(Context(organisation.id, peers[0].person, "owner")):
        get_in_touch(peers, house.region, at=at)
        hold(peers, house.region, at=at)
    with use(Context(organisation.id, manager.person, "owner")):
        say_who_takes_over(manager, peers, at=at)
        change_forms(manager, HOUSES.index(house), at=at)
    refer(manager, peers[0], house.region, at=at)
    with use(Context(organisation.id, manager.person, "owner")):
        gather(manager, peers[0], called, at=at)
    with use(Context(organisation.id, peers[0].person, "owner")):
        put_last_right(peers[0], at=at)


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
) -> tuple[list[Stored], list[tuple[UUID, str]]]:
    """Store the people and all that happened.

    Return the last noted session of each, as far as it is his, and each with his first
    name.
    """
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
    last = []
    for place, person in zip(places, people, strict=True):
        last += _add_activity(activity, tallies, place, person)[-1:]
        _add_check_ins(check_ins, place, person)
    emails = KeptEmails(actor)
    emails.add(activity, places, people)
    activity.write()
    emails.write()
    tallies.write()
    check_ins.write()
    kept = [
        activity
        for place, person in zip(places, people, strict=True)
        if Purpose.SESSIONS in place.keys
        for activity in person.activities
    ]
    practising.count(actor.organisation, kept, at=at)
    for place, person in zip(places, people, strict=True):
        if person.withdraws:
            _withdraw(actor, place, person.withdraws, at=at)
    gone = {
        place.subject
        for place, person in zip(places, people, strict=True)
        if person.withdraws
    }
    called = [
        (place.subject, person.newcomer.identity.known_as.partition(" ")[0])
        for place, person in zip(places, people, strict=True)
    ]
    return [one for one in last if one.subject not in gone], called


def _add_activity(
    rows: ActivityRows, tallies: Rows, place: Place, person: Invented
) -> list[Stored]:
    """Gather what one person did; return his sessions with a note, the newest last."""
    noted: list[Stored] = []
    for stretch in person.stretches:
        rows.add_episode(place.subject, place.keys[Purpose.RECORD].id, stretch)
    for activity in reversed(person.activities):
        key = place.keys.get(Purpose.SESSIONS)
        if key is None:
            _add_tally(tallies, activity)
            continue
        session = rows.add_session(place.subject, key, activity)
        if activity.note.body:
            noted.append(Stored(place.subject, session, key, activity))
    return sorted(noted, key=lambda one: one.activity.held_on)


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
