"""Storing by what newcomers are known again (REC-10)."""

from __future__ import annotations

from uuid import UUID

from cases.fingerprints import Likenesses
from cases.models import Fingerprint
from cases.sections import SectionContent
from msa.accounts.actor import Actor
from msa.exchange.storing.rows import Rows


class FingerprintRows:
    """Gathers fingerprints; :meth:`write` stores them, and the database finds pairs.

    Call both inside the actor's context and one transaction.
    """

    def __init__(self, actor: Actor) -> None:
        self._likenesses = Likenesses(actor.organisation)
        self._rows = Rows(
            Fingerprint,
            *("subject", "key", "kind", "digest"),
            constant={"organisation": actor.organisation, "withheld": False},
        )

    def add(self, subject: UUID, key: UUID, content: SectionContent) -> None:
        """Gather those of one section."""
        for kind, digest in self._likenesses.of(content):
            self._rows.add(subject, key, kind.value, digest)

    def write(self) -> None:
        """Store what was gathered.

        Raises:
            ProgrammingError: a policy refuses a row.
        """
        self._rows.write()
