"""The fixed cast of the access tests: everybody who may be on either side of a door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.contrib.auth.hashers import Argon2PasswordHasher

from consent.enums import Given, Purpose
from consent.models import Subject
from consent.services import consents
from consent.services.consents import Agreement
from consent.services.organisations import found_organisation
from msa.accounts.actor import Actor
from msa.accounts.models import Role
from msa.accounts.services import add_member
from msa.tenancy.context import use
from msa.tenancy.founding import national_body
from msa.tenancy.models import Organisation

NOW = datetime(2026, 8, 3, 2, 30, tzinfo=UTC)
TODAY = date(2026, 8, 3)
PASSWORD = "a long and quiet river"
#: What a survivor of the cast agrees to unless a test says otherwise.
USUAL = (Purpose.RECORD, Purpose.SESSIONS, Purpose.STATISTICS)


class QuickArgon2(Argon2PasswordHasher):
    """The product's algorithm at its lowest cost."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1


@dataclass(frozen=True, slots=True)
class Cast:
    """Two organisations and the national body, and one actor for each part."""

    kauri: Organisation
    rimu: Organisation
    national: Organisation
    worker: Actor
    colleague: Actor
    manager: Actor
    admin: Actor
    outsider: Actor
    outside_manager: Actor
    compiler: Actor
    releaser: Actor


def assemble() -> Cast:
    """Store the cast and return it."""
    kauri = found_organisation(code="kauri", name="Kauri Peer Support", at=NOW)
    rimu = found_organisation(code="rimu", name="Rimu Peer Support", at=NOW)
    national = national_body()

    def member(organisation: Organisation, name: str, role: Role) -> Actor:
        (actor,) = add_member(
            organisation,
            email=f"{name.lower()}@{organisation.code}.example",
            password=PASSWORD,
            name=name,
            roles=[role],
            at=NOW,
        )
        return actor

    return Cast(
        kauri=kauri,
        rimu=rimu,
        national=national,
        worker=member(kauri, "Worker", Role.WORKER),
        colleague=member(kauri, "Colleague", Role.WORKER),
        manager=member(kauri, "Manager", Role.MANAGER),
        admin=member(kauri, "Admin", Role.ADMIN),
        outsider=member(rimu, "Outsider", Role.WORKER),
        outside_manager=member(rimu, "Overseer", Role.MANAGER),
        compiler=member(national, "Compiler", Role.NATIONAL),
        releaser=member(national, "Releaser", Role.NATIONAL),
    )


def agreements(*purposes: Purpose) -> list[Agreement]:
    """Return a grown man's spoken agreements to these purposes, given today."""
    return [
        Agreement(
            purpose,
            Given.SPOKEN,
            TODAY,
            wording=f"{purpose.value}-en-1",
            of_age=True,
        )
        for purpose in purposes
    ]


def survivor_of(actor: Actor, *purposes: Purpose) -> Subject:
    """Let a survivor consent to ``purposes`` with this actor and return his place."""
    with use(actor.context):
        return consents.welcome(actor, agreements(*(purposes or USUAL)), at=NOW).subject
