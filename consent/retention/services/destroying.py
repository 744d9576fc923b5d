"""Destroying what was approved, and again after a restore. Run as the owner (K03, K04).

No site may destroy a key (ADR 18). Whatever kills this on the way, the next run goes
on: the tables and the ledger say what is left.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import connection, transaction

from consent.keeping import Keeper
from consent.models import Consent, Subject, SubjectKey, Withdrawal
from consent.retention.holdings import forget
from consent.retention.models import Erasure, Hold
from consent.wrapped_rows import tables
from msa.audit.recording import record
from msa.clock.days import local_date
from msa.tenancy.context import use
from msa.tenancy.models import Organisation, OrganisationKind
from msa.vault import shreds
from msa.vault.shreds import LedgerDamaged, Shred, digest_of
from msa.vault.signing import public_key_of


@dataclass(frozen=True, slots=True)
class Ledger:
    """The shred ledger, for whoever holds the key that signs it."""

    directory: Path
    seed: bytes

    def lines(self) -> list[Shred]:
        """Return what it holds.

        Raises:
            LedgerDamaged: it was changed.
        """
        return shreds.read(self.directory, public_key_of(self.seed))

    def intend(
        self, erasure: Erasure, subject: UUID, keys: frozenset[UUID], *, at: datetime
    ) -> Shred:
        """Write down what is about to go, unless that was written before."""
        for line in self.lines():
            if line.erasure == erasure.id and not line.is_done and keys <= line.keys:
                return line
        return shreds.append(
            self.directory,
            self.seed,
            erasure=erasure.id,
            organisation=erasure.organisation_id,
            subject=digest_of(subject),
            keys=keys,
            at=at,
        )

    def finish(self, erasure: UUID, *, at: datetime) -> None:
        """Write down that it is gone, once."""
        lines = [line for line in self.lines() if line.erasure == erasure]
        if any(line.is_done for line in lines):
            return
        if not lines:
            raise LedgerDamaged  # the proof in the database is of a line that is gone
        last = lines[-1]
        shreds.append(
            self.directory,
            self.seed,
            erasure=erasure,
            organisation=last.organisation,
            subject=last.subject,
            keys=frozenset[UUID]().union(*(line.keys for line in lines)),
            at=at,
            is_done=True,
        )


def destroy_due(ledger: Ledger, *, at: datetime) -> list[Erasure]:
    """Destroy what was approved and has cooled off; return what is gone now.

    Raises:
        LedgerDamaged: nothing more is destroyed until it is put right.
    """
    ledger.lines()
    gone: list[Erasure] = []
    for organisation in _organisations():
        keeper = Keeper(organisation)
        for erasure in _ready(keeper, at=at):
            found = _destroy(keeper, erasure, ledger, at=at)
            gone += [found] if found is not None else []
        for erasure in _unfinished(keeper, ledger):
            ledger.finish(erasure, at=at)
    return gone


def _organisations() -> list[UUID]:
    with use(Keeper.of_nobody().context), transaction.atomic():
        members = Organisation.objects.filter(kind=OrganisationKind.MEMBER)
        return list(members.order_by("code").values_list("id", flat=True))


def _ready(keeper: Keeper, *, at: datetime) -> list[UUID]:
    with use(keeper.context), transaction.atomic():
        begun = Erasure.objects.filter(begun_at__isnull=False, destroyed_at=None)
        held = Hold.objects.filter(lifted_at=None).values("subject")
        approved = Erasure.objects.filter(
            begun_at=None,
            approved_at__isnull=False,
            stopped_at=None,
            not_before__lte=local_date(at),
        ).exclude(subject__in=held)
        return [erasure.id for erasure in (*begun, *approved)]


def _unfinished(keeper: Keeper, ledger: Ledger) -> list[UUID]:
    done = {line.erasure for line in ledger.lines() if line.is_done}
    with use(keeper.context), transaction.atomic():
        destroyed = Erasure.objects.filter(destroyed_at__isnull=False)
        return [pk for pk in destroyed.values_list("id", flat=True) if pk not in done]


def _destroy(
    keeper: Keeper, erasure: UUID, ledger: Ledger, *, at: datetime
) -> Erasure | None:
    # Committed first: from here on nobody can stop what the ledger will know.
    with use(keeper.context), transaction.atomic():
        row = Erasure.objects.select_for_update(of=("self",)).get(id=erasure)
        if row.stopped_at is not None or row.destroyed_at is not None:
            return None
        if row.begun_at is None:
            row.begun_at = at
            row.save(update_fields=["begun_at"])
    with use(keeper.context), transaction.atomic():
        row = Erasure.objects.select_for_update(of=("self",)).get(id=erasure)
        if row.subject_id is None:
            return None  # somebody else ran at the same time
        subject = row.subject_id
        keys = _closed(keeper, subject, at=at)
        line = ledger.intend(row, subject, keys, at=at)
        _mark_destroyed(keeper, row, number=line.number, keys=len(keys), at=at)
        forget(subject)
    return row


def _closed(keeper: Keeper, subject: UUID, *, at: datetime) -> frozenset[UUID]:
    """End every consent, so that his sessions become tallies; return all his keys."""
    # Locked against new consents and keys: their foreign keys wait for this.
    Subject.objects.select_for_update(of=("self",)).get(id=subject)
    withdrawn = Withdrawal.objects.filter(subject=subject).values("consent")
    for consent in Consent.objects.filter(subject=subject).exclude(id__in=withdrawn):
        Withdrawal(
            id=uuid.uuid4(),
            organisation_id=keeper.organisation,
            subject_id=subject,
            consent=consent,
            recorded_by_id=consent.recorded_by_id,
            recorded_at=at,
        ).save(force_insert=True)
    keys = SubjectKey.objects.filter(subject=subject)
    return frozenset(keys.values_list("id", flat=True))


def _mark_destroyed(
    keeper: Keeper, row: Erasure, *, number: int, keys: int, at: datetime
) -> None:
    earlier = Erasure.objects.filter(subject=row.subject_id)
    earlier.exclude(id=row.id).delete()  # those that were stopped would still name him
    row.subject_id, row.destroyed_at = None, at
    row.ledger_number, row.keys = number, keys
    row.save(update_fields=["subject", "destroyed_at", "ledger_number", "keys"])
    record(keeper, "erasure.carried-out", erasure=str(row.id), ledger=number)


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a restored database held of what had been destroyed."""

    erasures: int
    destroyed_again: int


def replay(ledger: Ledger, *, at: datetime) -> Replayed:
    """Destroy again what a restored backup brought back; run it as often as you like.

    Raises:
        LedgerDamaged: the ledger was changed; nothing is destroyed by it.
    """
    lines = ledger.lines()
    again = 0
    _forget_what_was_short_lived()
    for line in _one_for_each(lines):
        keeper = Keeper(line.organisation)
        with use(keeper.context), transaction.atomic():
            subject = _known_as(line.subject)
            if subject is None:
                continue
            keys = _closed(keeper, subject, at=at)
            _forget_again(keeper, line, subject, len(keys), at=at)
            again += 1
    for line in lines:
        ledger.finish(line.erasure, at=at)
    return Replayed(len({line.erasure for line in lines}), again)


def _forget_what_was_short_lived() -> None:
    """Delete what no backup may bring back: some of it was destroyed since."""
    for organisation in _organisations():
        with use(Keeper(organisation).context), transaction.atomic():
            for table in tables():
                if not getattr(table, "outlives_restore", True):
                    table._default_manager.all().delete()


def _one_for_each(lines: Iterable[Shred]) -> Iterator[Shred]:
    yield from {line.erasure: line for line in lines}.values()


def _known_as(digest: str) -> UUID | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM consent_subject"
            " WHERE encode(sha256(uuid_send(id)), 'hex') = %s",
            [digest],
        )
        found = cursor.fetchone()
    return found[0] if found else None


def _forget_again(
    keeper: Keeper, line: Shred, subject: UUID, keys: int, *, at: datetime
) -> None:
    for row in Erasure.objects.filter(subject=subject):
        if row.id == line.erasure and row.approved_at is not None:
            row.begun_at = row.begun_at or at
            row.subject_id, row.destroyed_at = None, at
            row.ledger_number, row.keys = line.number, keys
            row.stopped_by_id = row.stopped_at = None
            row.save()
        else:
            # Asked for again, or asked for only: the ledger is the proof then.
            row.delete()
    forget(subject)
    record(keeper, "erasure.repeated", erasure=str(line.erasure), ledger=line.number)
