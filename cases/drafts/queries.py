"""Reading what one has begun to write about somebody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from cases.drafts.models import Draft
from cases.drafts.sealing import BINDINGS, PURPOSES, kind_of
from consent.documents import open_documents
from consent.queries import subject_for
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor

#: More are not offered at once: nobody has begun so often.
OFFERED = 5


@dataclass(frozen=True, slots=True)
class Begun:
    """A form that was not saved: field by field what was in it, and since when."""

    id: UUID
    saved_at: datetime
    document: dict[str, Any]

    def typed(self) -> dict[str, str]:
        """Return what was in it by the names of its fields."""
        return dict(self.document["typed"])


def begun(actor: Actor, subject: UUID, form: str) -> list[Begun]:
    """Return what the actor has begun to write on one form, the newest first.

    Raises:
        NotVisible: the survivor is none of the actor's people.
    """
    subject_for(subject)
    kind = kind_of(form)
    rows = list(
        kind._default_manager.filter(subject=subject, form=form).order_by("-saved_at")[
            :OFFERED
        ]
    )
    return _opened(actor, kind, rows)


def one(actor: Actor, subject: UUID, form: str, id: UUID) -> Begun:
    """Return what the actor has begun on one form under ``id``.

    Raises:
        NotVisible: there is none, or the survivor is none of the actor's people.
    """
    subject_for(subject)
    kind = kind_of(form)
    rows = kind._default_manager.filter(subject=subject, form=form, id=actor.own(id))
    opened = _opened(actor, kind, list(rows))
    if not opened:
        raise NotVisible
    return opened[0]


def _opened(actor: Actor, kind: type[Draft], rows: list[Draft]) -> list[Begun]:
    opened = open_documents(actor, rows, BINDINGS[kind], PURPOSES[kind], act="open")
    return [
        Begun(row.id, row.saved_at, opened[row.id]) for row in rows if row.id in opened
    ]
