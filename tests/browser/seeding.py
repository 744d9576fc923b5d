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

    now = timezone.now()
    actors = _members(now)
    for number, name in enumerate(NAMES):
        _survivor(actors["worker"], name, number, now)
    _survivor(actors["colleague"], "Petera", len(NAMES), now)
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


def _survivor(actor, name: str, number: int, now: datetime) -> None:
    from cases.enums import Mode, SessionKind
    from cases.sections import Contact, Identity, Note
    from cases.services import people, sessions
    from cases.services.sessions import Held
    from consent.enums import Given, Purpose
    from consent.services.consents import Agreement
    from msa.tenancy.context import use
    from msa.web.clock import local_date

    today = local_date(now)
    purposes = [Purpose.RECORD, Purpose.STATISTICS]
    # One of them wants no notes.
    purposes += [Purpose.SESSIONS] if name != "Anaru" else []
    agreed = [Agreement(p, Given.SPOKEN, today, f"{p.value}-en-1") for p in purposes]
    contact = Contact(
        phone=f"021 555 01{number:02}",
        phone_safe=True,
        email=f"a.rather.long.address.{number}@browser.example",
    )
    with use(actor.context):
        subject = people.welcome(actor, agreed, at=now)
        people.introduce(
            actor, subject, identity=Identity(name=name), contact=contact, at=now
        )
        for weeks in range(1, 4):
            held_on = today - timedelta(days=7 * weeks + number)
            held = Held(held_on, 60, SessionKind.ONE_TO_ONE, Mode.IN_PERSON)
            note = Note()
            sessions.log(actor, subject.id, held, note, id=uuid.uuid4(), at=now)


if __name__ == "__main__":
    main()
