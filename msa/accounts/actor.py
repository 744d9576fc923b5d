"""The actor of a request, job or command: a member in one of his roles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID, uuid5

from msa.accounts.models import Role
from msa.tenancy.context import Context


class Acting(Protocol):
    """Whoever acts for an organisation: a member, or a survivor at his check-in."""

    @property
    def organisation(self) -> UUID:
        """For which organisation."""

    @property
    def person(self) -> UUID:
        """As whom the audit remembers it."""

    @property
    def context(self) -> Context:
        """The signed context that PostgreSQL checks him by."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, for whom and as what. Every query and service takes one first."""

    organisation: UUID
    person: UUID
    member: UUID
    role: Role
    name: str

    @property
    def context(self) -> Context:
        """The signed context that PostgreSQL checks this actor by."""
        return Context(self.organisation, self.person, self.role.value)

    def own(self, chance: UUID) -> UUID:
        """Return the id of the row that a form made with this chance id stores.

        The same for each press of the button, and another for each member: whoever
        sends the id of somebody else's row is answered as for one that never was.
        """
        return uuid5(self.member, str(chance))
