"""What stands beside a part of a record: his statement, or a dated correction (K08)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import prefetch_related_objects

from consent.documents import Act, open_documents
from consent.enums import Purpose
from msa.accounts.actor import Actor
from msa.accounts.models import Role
from rights.enums import SHOWN_BESIDE, Part
from rights.models import Words
from rights.sealing import WORDS


@dataclass(frozen=True, slots=True)
class Beside:
    """Words that stand with a section or session wherever it is shown."""

    words: str
    written_at: datetime
    is_his: bool
    """His own statement; else a correction that we wrote down."""


def beside(actor: Actor, subject: UUID) -> dict[str, list[Beside]]:
    """Return what stands beside each part of a record, by section code or session id.

    Nothing is opened, and the audit learns nothing, where there is none.
    """
    return beside_each(actor, [subject])[subject]


def beside_each(
    actor: Actor, subjects: Collection[UUID]
) -> dict[UUID, dict[str, list[Beside]]]:
    """Return what stands beside each part of many people's records, asked at once.

    It is opened with the list it stands in; of one person alone, as an opening of his.
    """
    in_emergency = [row for his in subjects for row in _in_emergency(actor, his)]
    rows = in_emergency or list(
        Words.objects.filter(subject__in=subjects, part__in=SHOWN_BESIDE)
        .select_related("request")
        .order_by("written_at")
    )
    act: Act = "open" if len(subjects) == 1 else "list"
    act = "read-in-emergency" if in_emergency else act
    opened = open_documents(actor, rows, WORDS, Purpose.RECORD, act=act)
    found: dict[UUID, dict[str, list[Beside]]] = {his: {} for his in subjects}
    for row in rows:
        if row.id in opened:
            where = row.request.section or str(row.request.session)
            is_his = row.part == Part.STATEMENT
            said = Beside(opened[row.id]["words"], row.written_at, is_his)
            found[row.subject_id].setdefault(where, []).append(said)
    return found


def _in_emergency(actor: Actor, subject: UUID) -> list[Words]:
    """Return what a manager may read because he reads this record in an emergency."""
    if actor.role != Role.MANAGER:
        return []
    rows = list(
        Words.objects.raw(
            "SELECT * FROM sec.words_in_emergency(%s) ORDER BY written_at", [subject]
        )
    )
    prefetch_related_objects(rows, "request")
    return rows
