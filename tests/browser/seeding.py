"""A small organisation for the browser tests: `python -m tests.browser.seeding`.

Run with the tests' login on a prepared database; prints who can sign in as JSON.
"""

from __future__ import annotations

import json
import sys
import uuid
from datetime import datetime, timedelta

PASSWORD = "a long and quiet river"
SECRETS = {
    "worker": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
    "colleague": "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU",
    "manager": "ORSXG5BAOJUXMZLSORSXG5BAOJUXMZLS",
    "admin": "MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK",
    "compiler": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
    "releaser": "NBSWY3DPO5XXE3DENBSWY3DPO5XXE3DE",
}
NAMES = ["Tāne", "Hēmi O'Neill", "Wiremu", "Anaru", "Matiu", "Rāwiri-James"]


def main() -> None:
    """Fill the database and print the sign-ins."""
    import django

    django.setup()
    from django.utils import timezone

    from tests.browser.narrating import narrate

    now = timezone.now()
    actors = _members(now)
    men = [
        _survivor(actors["worker"], name, number, now)
        for number, name in enumerate(NAMES)
    ]
    _group(actors["manager"], actors["worker"], men[2:], now)
    petera = _survivor(actors["colleague"], "Petera", len(NAMES), now)
    _earlier_words(actors["colleague"], petera, now)
    _policy(actors["manager"], now)
    _alike(actors["colleague"], now)
    _reviews(actors["manager"], actors["compiler"], now)
    narrate(actors["manager"], actors["worker"], now)
    _refusals(actors["colleague"])
    _shown(actors["worker"], actors["manager"], now)
    sign_ins = {
        part: {"email": f"{part}@browser.example", "secret": secret}
        for part, secret in SECRETS.items()
    }
    json.dump(sign_ins, sys.stdout)


def _members(now: datetime):
    from consent.services.organisations import found_organisation
    from msa.accounts.models import Role
    from msa.accounts.services import add_member
    from msa.tenancy.founding import national_body

    kauri = found_organisation(code="kauri", name="Kauri Peer Support", at=now)
    national = national_body()
    parts = {
        "worker": (kauri, "Matariki Worker", Role.WORKER),
        "colleague": (kauri, "Tama Colleague", Role.WORKER),
        "manager": (kauri, "Ngaio Manager", Role.MANAGER),
        "admin": (kauri, "Rewi Admin", Role.ADMIN),
        "compiler": (national, "Pita Compiler", Role.NATIONAL),
        "releaser": (national, "Mere Releaser", Role.NATIONAL),
    }
    return {
        part: add_member(
            organisation,
            email=f"{part}@browser.example",
            password=PASSWORD,
            name=name,
            roles=[role],
            at=now,
            totp_secret=SECRETS[part],
        )[0]
        for part, (organisation, name, role) in parts.items()
    }


def _refusals(actor) -> None:
    """Let somebody have tried a door often enough to be asked about it."""
    from msa.audit.recording import record_refusal

    for _ in range(3):
        record_refusal(actor, route="worker:person", target=str(uuid.uuid4()))


def _survivor(actor, name: str, number: int, now: datetime) -> uuid.UUID:
    from cases.enums import Mode, SessionKind
    from cases.sections import Contact, Identity, Note
    from cases.services import people, sessions
    from cases.services.sessions import Held
    from consent.enums import Given, Purpose
    from consent.services.consents import Agreement
    from msa.clock.days import local_date
    from msa.tenancy.context import use

    today = local_date(now)
    purposes = [
        *(Purpose.RECORD, Purpose.STATISTICS),
        *(Purpose.ASSESSMENT, Purpose.CONTACT),
    ]
    # One of them wants no notes.
    purposes += [Purpose.SESSIONS] if name != "Anaru" else []
    agreed = [
        Agreement(p, Given.SPOKEN, today, f"{p.value}-en-1", of_age=True)
        for p in purposes
    ]
    contact = Contact(
        phone=f"021 555 01{number:02}",
        phone_safe=True,
        text_safe=True,
        email=f"a.rather.long.address.{number}@browser.example",
    )
    # One of them has been coming long enough for a check-in to be due.
    met = now - timedelta(days=120) if name == "Wiremu" else now
    with use(actor.context):
        subject = people.welcome(actor, agreed, at=met)
        people.introduce(
            actor, subject, identity=Identity(name=name), contact=contact, at=now
        )
        if met != now:
            first = Held(local_date(met), 60, SessionKind.ONE_TO_ONE, Mode.IN_PERSON)
            sessions.log(actor, subject.id, first, Note(), id=uuid.uuid4(), at=met)
        for weeks in range(1, 4):
            held_on = today - timedelta(days=7 * weeks + number)
            held = Held(held_on, 60, SessionKind.ONE_TO_ONE, Mode.IN_PERSON)
            # Of one of them was said what the sessions were about.
            said = ["EXPERIENCE"] if weeks > 1 else ["TASK"]
            note = Note(practice=said if name == "Wiremu" else [])
            sessions.log(actor, subject.id, held, note, id=uuid.uuid4(), at=now)
    return subject.id


def _earlier_words(actor, subject: uuid.UUID, now: datetime) -> None:
    """Ask that what he was called before be let go."""
    from cases.enums import SectionKind
    from cases.forgetting import services
    from cases.forgetting.enums import Ground
    from cases.sections import Identity
    from cases.services import sections
    from msa.tenancy.context import use

    with use(actor.context):
        called = Identity(name="Petera", pronouns="he")
        sections.save(actor, subject, called, after=1, at=now)
        services.ask(actor, subject, SectionKind.IDENTITY, Ground.DANGER)


def _group(manager, worker, men: list[uuid.UUID], now: datetime) -> None:
    """Let the peer worker run a group: three are in it, and one is invited."""
    from cases.enums import GroupKind
    from cases.gatherings.enums import How
    from cases.gatherings.services import groups, memberships
    from cases.services import groups as clearing
    from msa.clock.days import local_date
    from msa.tenancy.context import use

    plan = groups.Plan("Thursday evening", "The blue room", "Thursdays at 6 pm")
    agreed, today = "What is said here stays here.", local_date(now)
    with use(manager.context):
        group = groups.make(
            manager,
            GroupKind.SURVIVORS,
            plan,
            agreed,
            run_by=[worker.member],
            id=uuid.uuid4(),
            at=now,
        )
        for subject, called in zip(men, NAMES[2:], strict=True):
            clearing.clear(manager, subject, at=now)
            row = memberships.invite(
                manager, subject, group.id, called=called, on=today
            )
            if called != NAMES[-1]:
                memberships.accept(
                    manager,
                    group.id,
                    row.id,
                    version=1,
                    how=How.SPOKEN,
                    on=today,
                    at=now,
                )


def _shown(worker, manager, now: datetime) -> None:
    """Let a manager see how a peer worker works."""
    from cases.services import practice
    from msa.tenancy.context import use

    with use(worker.context):
        practice.show(worker, to=manager.member, days=30, at=now)


def _policy(manager, now: datetime) -> None:
    """Let one policy be in force, without which some of a record can't be written."""
    from handbook import services
    from handbook.enums import Subject
    from handbook.services import Wording
    from msa.clock.days import local_date
    from msa.tenancy.context import use

    today = local_date(now)
    text = "Whoever has harmed somebody is met one-to-one, once it was assessed."
    words = Wording(today, today + timedelta(days=365), text)
    about = Subject.WORKING_WITH_OFFENDERS
    with use(manager.context):
        services.begin(manager, about, words, id=uuid.uuid4(), at=now)


def _alike(actor, now: datetime) -> None:
    """Store somebody who took back his consent, and came again as if he were new."""
    from cases.sections import Contact, Identity
    from cases.services import people
    from consent.enums import Given, Purpose
    from consent.services import consents
    from consent.services.consents import Agreement
    from msa.clock.days import local_date
    from msa.tenancy.context import use

    today = local_date(now)
    contact = Contact(phone="021 555 0188", phone_safe=True)
    for is_back in (False, True):
        agreed = Agreement(
            Purpose.RECORD, Given.SPOKEN, today, "RECORD-en-1", of_age=True
        )
        with use(actor.context):
            subject = people.welcome(actor, [agreed], at=now)
            identity = Identity(name="Haki", birth_date="1984-03-05")
            people.introduce(actor, subject, identity=identity, contact=contact, at=now)
            if not is_back:
                consents.withdraw(actor, subject.id, Purpose.RECORD, at=now)


def _reviews(manager, staff, now: datetime) -> None:
    """Store a review that is signed off, one that was sent, and one being filled in."""
    from django.db import transaction

    from msa.clock.days import local_date
    from msa.tenancy.context import use
    from msa.uploads.cleaning import Clean
    from msa.uploads.kinds import Kind
    from standards.queries.reviews import read
    from standards.services import actions, cycles, evidence, judgements, remarks
    from standards.services.actions import Plan
    from standards.services.judgements import Said

    today = local_date(now)
    first = today.year if today.month >= 7 else today.year - 1
    ratings = ["NOT_YET", "STARTED", "MOSTLY", "FULLY", ""]
    with use(manager.context):
        for back, rated in ((2, 26), (1, 26), (0, 9)):
            begins = today.replace(year=first - back, month=7, day=1)
            ends = begins.replace(year=begins.year + 1, month=6, day=30)
            review = cycles.start(manager, starts_on=begins, ends_on=ends, at=now).cycle
            for place, number in enumerate(review.standards.numbers[:rated]):
                said = Said(
                    *(ratings[(place + back + step) % 5] for step in (2, 1, 0)),
                    comment="Men are asked each quarter what should change. "
                    "The panel reads what they say, and so does the board.",
                    evidence="https://example.org/a/rather/long/link/to/the/minutes/"
                    "of-the-board-where-it-was-decided.html\nRecords of the panel",
                )
                judgements.rate(manager, review.id, number, said, version=0, at=now)
            evidence.add(
                manager,
                review.id,
                "1.2",
                id=uuid.uuid4(),
                title="What men said of the year, gathered by the panel from one "
                "hundred and twenty conversations",
                file=Clean(Kind.TEXT, b"They want to be asked before it is decided."),
                at=now,
            )
            plan = Plan("Ask the panel what men read", manager.member, ends)
            actions.add(manager, review.id, "2.1", plan, at=now)
            if back:
                with transaction.atomic():  # without one nobody reads anything
                    digest = read(review).digest
                cycles.sign_off(manager, review.id, digest=digest, at=now)
            if back == 1:
                cycles.submit(manager, review.id, at=now)
                sent = review.id
    with use(staff.context):
        for standard, asks in (("", False), ("1.2", True)):
            remarks.remark(
                staff,
                sent,
                standard=standard,
                text="Thank you. Please say how men had a part in it.",
                asks_for_more=asks,
                at=now,
            )


if __name__ == "__main__":
    main()
