"""Replacing an organisation's key while people work (SEC-07, C11).

The new version serves from its first moment. Every data key under an older one is
wrapped anew in small transactions; no row about anybody is touched, for its data key
stays the same. When nothing is left under an older version, it is destroyed. Whatever
kills this on the way, it goes on where it stood, since the tables say what is left.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from consent.documents import keyring
from consent.keeping import Keeper
from consent.models import OrganisationKey
from consent.wrapped_rows import (
    Table,
    WrappedRow,
    count_under,
    put_under,
    rows_under,
    tables,
)
from msa.audit.recording import record
from msa.jobs.asking import note
from msa.jobs.models import Job, State
from msa.jobs.registry import Progress, Publish, handles
from msa.tenancy.context import use
from msa.vault.envelope import CannotOpen
from msa.vault.keys import OrganisationKeyring
from msa.vault.keys import new_organisation_key as new_key

JOB = "rotate-organisation-key"
QUEUE = "keys"
#: A transaction of so many keys takes some hundredths of a second.
BATCH = 200
_STEP = "Wrapping keys anew"
#: How long to wait for somebody who is still storing a key under an older version.
_PAUSE_SECONDS = 0.5


class KeysDoNotOpen(Exception):
    """Some data keys don't open under the older version, which therefore stays."""


def begin(keeper: Keeper, *, at: datetime, batch: int = BATCH) -> Job:
    """Make a new version of an organisation's key, and the job that moves all to it.

    If an earlier one did not come to its end, that one goes on instead. Run as the
    owner; whoever calls this does the job as well: nobody is told of it.

    Raises:
        KeyUnavailable: the root key of this process is not this organisation's.
        OrganisationKey.DoesNotExist: it has no key.
    """
    with use(keeper.context), transaction.atomic():
        # Whoever begins at the same time waits here; whoever works does not.
        held = list(OrganisationKey.objects.select_for_update(no_key=True))
        if not held:
            raise OrganisationKey.DoesNotExist
        under_way = _under_way(keeper)
        if under_way is not None:
            return under_way
        if all(key.retired_at is None for key in held):
            _replace(keeper, held, at=at)
        return note(
            queue=QUEUE,
            kind=JOB,
            organisation=keeper.organisation,
            person=keeper.person,
            at=at,
            batch=str(batch),
        )


def _under_way(keeper: Keeper) -> Job | None:
    jobs = Job.objects.filter(kind=JOB, asked_for=keeper.organisation)
    return jobs.filter(state__in=[State.QUEUED, State.RUNNING]).first()


def _replace(keeper: Keeper, held: Sequence[OrganisationKey], *, at: datetime) -> None:
    for key in held:
        # If it did not open, nothing under it could ever be moved.
        _ring(keeper, key.id, bytes(key.wrapped))
    OrganisationKey.objects.update(retired_at=at)
    key_id = uuid.uuid4()
    OrganisationKey(
        id=key_id,
        organisation_id=keeper.organisation,
        wrapped=new_key(organisation=keeper.organisation, key_id=key_id),
        created_at=at,
    ).save(force_insert=True)
    count = count_under([key.id for key in held])
    record(keeper, "organisation-key.replaced", count=count)


def _ring(keeper: Keeper, version: UUID, wrapped: bytes) -> OrganisationKeyring:
    return OrganisationKeyring(
        organisation=keeper.organisation, key_id=version, wrapped=wrapped
    )


@handles(JOB)
def move(job: Job, progress: Progress, publish: Publish) -> None:
    """Wrap what is under older versions anew, then destroy those.

    Raises:
        KeysDoNotOpen: all others were moved.
    """
    keeper = Keeper(job.asked_for)
    with use(keeper.context):
        moving = _Moving(keeper, progress, int(job.arguments["batch"]), job.done)
        moving.all()
        while not _destroy_retired():
            # A long import holds on to the older version, or has just stored under it.
            time.sleep(_PAUSE_SECONDS)
            moving.all()
        publish(lambda: record(keeper, "organisation-key.moved", count=moving.done))


@dataclass(slots=True)
class _Moving:
    """Moves keys from the retired versions to the newest."""

    keeper: Keeper
    progress: Progress
    batch: int
    done: int
    total: int = 0
    shut: set[UUID] = field(default_factory=set)

    def all(self) -> None:
        with transaction.atomic():
            retired = _retired()
            self.total = max(self.total, self.done + count_under(retired))
        self._tell()
        for table in tables():
            while self._some(table, retired):
                pass
        if self.shut:
            raise KeysDoNotOpen

    def _some(self, table: Table, retired: Sequence[UUID]) -> bool:
        # One transaction with the word of progress: a worker that lost its lease has
        # moved nothing, and each key is counted once.
        with transaction.atomic():
            rows = rows_under(table, retired, without=self.shut, most=self.batch)
            if not rows:
                return False
            newest = keyring(self.keeper.organisation)
            moved = self._moved(rows, newest)
            put_under(newest.key_id, table, moved)
            self.done += len(moved)
            self._tell()
        return True

    def _moved(
        self, rows: Sequence[WrappedRow], newest: OrganisationKeyring
    ) -> list[tuple[UUID, bytes | None]]:
        moved: list[tuple[UUID, bytes | None]] = []
        for row in rows:
            try:
                moved.append((row.row, self._wrapped_anew(row, newest)))
            except CannotOpen:
                self.shut.add(row.row)
        return moved

    def _wrapped_anew(
        self, row: WrappedRow, newest: OrganisationKeyring
    ) -> bytes | None:
        if row.wrapped is None or row.data_key is None:
            return None
        return _ring(self.keeper, row.version, bytes(row.version_wrapped)).hand_over(
            newest,
            subject=row.subject,
            new_subject=row.subject,
            data_key=row.data_key,
            purpose=row.purpose,
            wrapped=bytes(row.wrapped),
        )

    def _tell(self) -> None:
        self.total = max(self.total, self.done)
        self.progress(done=self.done, total=self.total, step=_STEP)


def _retired() -> list[UUID]:
    retired = OrganisationKey.objects.exclude(retired_at=None)
    return list(retired.values_list("id", flat=True))


def _destroy_retired() -> bool:
    """Destroy the retired versions unless somebody still holds on to one."""
    with transaction.atomic():
        retired = _retired()
        # Locked against whoever wraps a key with it right now; never waited for, since
        # those who come after would wait as well.
        free = OrganisationKey.objects.select_for_update(skip_locked=True).filter(
            id__in=retired
        )
        if len(free) < len(retired) or count_under(retired):
            return False
        OrganisationKey.objects.filter(id__in=retired).delete()
        return True
