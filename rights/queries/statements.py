"""What stands beside a part of a record: his statement, or a dated correction (K08)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from consent.documents import open_documents
from consent.enums import Purpose
from msa.accounts.actor import Actor
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
    rows = list(
        Words.objects.filter(subject=subject, part__in=SHOWN_BESIDE)
        .select_related("request")
        .order_by("written_at")
    )
    opened = open_documents(actor, rows, WORDS, Purpose.RECORD, act="open")
    found: dict[str, list[Beside]] = defaultdict(list)
    for row in rows:
        if row.id in opened:
            where = row.request.section or str(row.request.session)
            is_his = row.part == Part.STATEMENT
            said = Beside(opened[row.id]["words"], row.written_at, is_his)
            found[where].append(said)
    return dict(found)
