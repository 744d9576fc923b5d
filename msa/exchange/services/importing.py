"""Storing an export: whole or not at all, and only once (IMP-01)."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TypeVar
from uuid import UUID

from django.db import connection, transaction

from msa.accounts.actor import Actor
from msa.audit.recording import record
from msa.exchange.enums import Source
from msa.exchange.models import ImportBatch
from msa.exchange.reading import Staged
from msa.exchange.services import translating
from msa.exchange.services.outcome import Outcome
from msa.exchange.services.run import Run

Progress = Callable[[str, int, int], None]
PEOPLE_AT_ONCE = 500
ACTIVITIES_AT_ONCE = 2_000
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an export came from: the mapping it was read with, and its digest."""

    mapping: str
    folder_digest: bytes


def no_progress(what: str, done: int, total: int) -> None:
    """Tell nobody how far the import is."""


def store(
    actor: Actor,
    staged: Staged,
    *,
    origin: Origin,
    at: datetime,
    dry_run: bool = False,
    progress: Progress = no_progress,
) -> Outcome:
    """Store what is new in an export, in one transaction, as an administrator.

    A dry run does the same and takes it back, so that it can't differ. An export that
    holds nothing new leaves no trace.

    Raises:
        ExportChanged: a file was changed since it was read; nothing is stored.
    """
    with transaction.atomic():
        _wait_for_other_imports(actor)
        outcome = _store(actor, staged, origin, at=at, progress=progress)
        if dry_run or not outcome.stored:
            transaction.set_rollback(True)
            outcome.batch = None
    outcome.dry_run = dry_run
    return outcome


def _store(
    actor: Actor, staged: Staged, origin: Origin, *, at: datetime, progress: Progress
) -> Outcome:
    batch = ImportBatch(
        id=uuid.uuid4(),
        organisation_id=actor.organisation,
        made_by_id=actor.member,
        made_at=at,
        mapping=origin.mapping,
        folder_digest=origin.folder_digest,
    )
    batch.save(force_insert=True)
    run = Run(actor, batch.id, staged, at=at)
    for people in _report(staged.people, PEOPLE_AT_ONCE, "people", staged, progress):
        run.take_people(people)
    for engagements in _chunks(staged.engagements, ACTIVITIES_AT_ONCE):
        run.take_engagements(engagements)
    for activities in _report(
        staged.contacts, ACTIVITIES_AT_ONCE, "activities", staged, progress
    ):
        run.take_activities(activities)
    run.take_sections(Source.SUPPORT, translating.support_people(staged.supporters))
    run.take_sections(Source.HOPES, translating.hopes(staged.hopes))
    for check_ins in _chunks(staged.check_ins, ACTIVITIES_AT_ONCE):
        run.take_check_ins(check_ins)
    run.outcome.batch = batch.id
    _close(actor, batch.id, run.outcome, staged)
    return run.outcome


def _close(actor: Actor, batch: UUID, outcome: Outcome, staged: Staged) -> None:
    ImportBatch.objects.filter(id=batch).update(counts=outcome.counts(staged))
    record(actor, "import.stored", batch=str(batch), rows=outcome.stored)


def _wait_for_other_imports(actor: Actor) -> None:
    # Two at once would each find the other's rows missing, and one would fail.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"import {actor.organisation}"],
        )


def _chunks(rows: Iterable[_T], size: int) -> Iterator[list[_T]]:
    remaining = iter(rows)
    while chunk := list(islice(remaining, size)):
        yield chunk


def _report(
    rows: Iterable[_T], size: int, what: str, staged: Staged, progress: Progress
) -> Iterator[list[_T]]:
    total = staged.reports[0 if what == "people" else 2].accepted
    done = 0
    for chunk in _chunks(rows, size):
        yield chunk
        done += len(chunk)
        progress(what, done, total)
