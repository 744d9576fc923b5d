"""Logging a session: check, consent, seal, audit and chain, against a bare insert."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date
from functools import partial

from django.db import transaction

from cases.enums import Mode, SessionKind
from cases.models import Client
from cases.sections import Note
from cases.services import sessions
from cases.services.sessions import Held
from msa.audit.recording import record
from msa.tenancy.context import use
from tests.bench import plain
from tests.bench.case import Case, Comparison
from tests.bench.plain import PLAIN
from tests.bench.world import NOW, World

_DAY = date(2026, 9, 30)
_WORDS = "He has found a room and moves in on Friday. We rang the landlord together. "


def _lines(world: World) -> Iterator[Comparison]:
    actor = world.worker
    with use(actor.context), transaction.atomic():
        client = Client.objects.order_by("id")[0]
    held = Held(_DAY, 60, SessionKind.ONE_TO_ONE, Mode.IN_PERSON)

    def ours(note: Note) -> None:
        with use(actor.context), transaction.atomic():
            sessions.log(actor, client.subject_id, held, note, id=uuid.uuid4(), at=NOW)

    def bare() -> None:
        with transaction.atomic(using=PLAIN):
            plain.Session(
                organisation_id=actor.organisation,
                subject_id=client.subject_id,
                key_id=client.key_id,
                held_on=_DAY,
                minutes=60,
                kind=held.kind,
                mode=held.mode,
                worker_id=actor.member,
                logged_at=NOW,
            ).save(force_insert=True, using=PLAIN)

    def audited() -> None:
        with use(actor.context), transaction.atomic():
            record(actor, "bench.counted", subject=client.subject_id)

    insert = "one bare ORM insert of a session in a transaction"
    for name, note in (
        ("log-session", Note()),
        ("log-session with a note", Note(body=_WORDS * 5, domains=["HOUSING"])),
    ):
        yield Comparison(name, insert, 6.0, partial(ours, note), bare)
    yield Comparison("audit chain, one act", "1,000 acts a second", 1.0, audited, 1e-3)


CASE = Case("log-session", _lines)
