"""A funder's program in one request: who it is and what its token lets it read."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from msa.tenancy.context import Context
from reporting.funders.enums import Scope


@dataclass(frozen=True, slots=True)
class Caller:
    """One client with one token's scopes. Every query about figures takes one first."""

    organisation: UUID
    person: UUID
    scopes: frozenset[str]
    organisations: tuple[str, ...]
    #: What REST framework asks of whoever passed authentication.
    is_authenticated: bool = True

    @property
    def context(self) -> Context:
        """The signed context that PostgreSQL checks this program by."""
        return Context(self.organisation, self.person, "funder")

    @property
    def may_read_organisations(self) -> bool:
        """Whether this token reads figures of organisations at all."""
        return Scope.ORGANISATIONS in self.scopes
