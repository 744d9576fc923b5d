"""How one section of a record came to be: every revision, who and when (REC-12)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import QuerySet

from cases.enums import SectionKind
from cases.forgetting.queries.decided import LetGo, let_go
from cases.models import Section
from cases.sections import CONTENT, SECTION, SectionContent
from consent.documents import open_documents
from consent.enums import Purpose
from consent.queries import subject_for
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.accounts.queries import member_names
from msa.audit.recording import record
from msa.clock.days import AUCKLAND

PAGE = 20


@dataclass(frozen=True, slots=True)
class Written:
    """One revision of a section: what it said, who wrote it, and when."""

    revision: int
    content: SectionContent | None
    """None: its words were let go."""
    written_at: datetime
    by: str
    gone: LetGo | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """A revision beside the one it followed; the first followed none."""

    after: Written
    before: Written | None


@dataclass(frozen=True, slots=True)
class History:
    """Some changes of a section, the newest first, and where the next page begins."""

    changes: list[Changed]
    older: int | None


@dataclass(frozen=True, slots=True)
class AsItWas:
    """A section as it stood at the end of a day, and as it stands now."""

    then: Written | None
    now: Written


def history(
    actor: Actor, subject: UUID, kind: SectionKind, *, before: int | None = None
) -> History:
    """Return how a section changed, the newest first; the audit learns who looked.

    ``before`` is the revision at which the page before ended.

    Raises:
        NotVisible: absent, sealed, none of the actor's people, not a section that his
            role reads, or never written.
    """
    rows = _rows(subject, kind)
    if before is not None:
        rows = rows.filter(revision__lt=before)
    written = _opened(actor, subject, kind, list(rows[: PAGE + 1]))
    pairs = zip(written, [*written[1:], None], strict=True)
    changes = [Changed(after, earlier) for after, earlier in pairs][:PAGE]
    more = len(written) > PAGE
    return History(changes, changes[-1].after.revision if more else None)


def as_it_was(actor: Actor, subject: UUID, kind: SectionKind, *, on: date) -> AsItWas:
    """Return a section as it stood when a day in New Zealand had ended, and as now.

    Raises:
        NotVisible: as :func:`history`.
    """
    rows = _rows(subject, kind)
    newest = rows.first()
    ended = datetime.combine(on + timedelta(days=1), time.min, AUCKLAND)
    then = rows.filter(written_at__lt=ended).first()
    wanted = [row for row in (newest, then) if row is not None]
    found = {w.revision: w for w in _opened(actor, subject, kind, wanted)}
    return AsItWas(found.get(then.revision) if then else None, found[max(found)])


def _rows(subject: UUID, kind: SectionKind) -> QuerySet[Section]:
    return Section.objects.filter(subject=subject, kind=kind).order_by("-revision")


def _opened(
    actor: Actor, subject: UUID, kind: SectionKind, rows: Sequence[Section]
) -> list[Written]:
    subject_for(subject)
    if not rows:
        raise NotVisible
    record(actor, "section.looked-back", subject=subject, kind=kind.value)
    opened = open_documents(actor, rows, SECTION, Purpose.RECORD, act="open")
    if not all(row.id in opened or row.let_go for row in rows):
        raise NotVisible  # agreed to for a time, which is over
    names = member_names({row.written_by_id for row in rows})
    gone = let_go(row.let_go for row in rows)
    return [
        Written(
            row.revision,
            CONTENT[kind].of(opened[row.id]) if row.id in opened else None,
            row.written_at,
            names.get(row.written_by_id, ""),
            gone[row.let_go] if row.let_go else None,
        )
        for row in rows
    ]
