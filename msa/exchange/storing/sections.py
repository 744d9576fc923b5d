"""Storing sections of Form 1, each the first of its kind about somebody."""

from __future__ import annotations

import uuid
from datetime import datetime
from uuid import UUID

from cases.models import Section
from cases.sections import SECTION, SectionContent
from consent.documents import Sealer
from msa.accounts.actor import Actor
from msa.exchange.storing.rows import Rows
from msa.vault.envelope import DataKey


class SectionRows:
    """Gathers sections; :meth:`write` stores them.

    Call both inside the actor's context and one transaction.
    """

    def __init__(self, actor: Actor) -> None:
        self._actor = actor
        self._rows = Rows(
            Section,
            *("id", "subject", "key", "kind", "sealed", "written_by", "written_at"),
            constant={
                "organisation": actor.organisation,
                "withheld": False,
                "revision": 1,
                "superseded": False,
            },
        )

    def add(
        self,
        subject: UUID,
        key: DataKey,
        content: SectionContent,
        *,
        by: UUID,
        at: datetime,
    ) -> UUID:
        """Gather one section, sealed under his record's key; return its id."""
        row = uuid.uuid4()
        sealed = Sealer(self._actor, subject, key).seal(
            content.document(), SECTION, row=row, revision=1
        )
        kind = content.kind.value
        self._rows.add(row, subject, key.id, kind, sealed.envelope, by, at)
        return row

    def write(self) -> None:
        """Store what was gathered.

        Raises:
            IntegrityError: somebody has a section of that kind already.
            ProgrammingError: a policy refuses a row.
        """
        self._rows.write()
