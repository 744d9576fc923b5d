"""Who looks after keys: the operator at the command line, for one organisation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self
from uuid import UUID

from msa.tenancy.context import Context
from msa.tenancy.founding import FOUNDER


@dataclass(frozen=True, slots=True)
class Keeper:
    """The owner's login at work for an organisation; the audit says so."""

    organisation: UUID
    person: UUID = FOUNDER

    @classmethod
    def of_nobody(cls) -> Self:
        """Return one who may look at no organisation's rows."""
        return cls(FOUNDER)

    @property
    def context(self) -> Context:
        """The signed context that PostgreSQL checks him by."""
        return Context(self.organisation, self.person, "owner")
