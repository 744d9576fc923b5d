"""True figures in the builder's memory: never stored, printed or logged."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

ALL = "ALL"
NOT_STATED = "NOT_STATED"


@dataclass(frozen=True, slots=True)
class People:
    """A true number of people and the sum of their rounding keys."""

    count: int = field(default=0, repr=False)
    key: int = field(default=0, repr=False)


@dataclass(frozen=True, slots=True)
class Spread:
    """A true amount and the shares of its largest contributors."""

    amount: int = field(default=0, repr=False)
    largest: int = field(default=0, repr=False)
    two_largest: int = field(default=0, repr=False)


@dataclass(frozen=True, slots=True)
class Activity:
    """Sessions and minutes of one value, and the people who had them."""

    occasions: Spread = field(default=Spread(), repr=False)
    minutes: Spread = field(default=Spread(), repr=False)
    contributors: People = field(default=People(), repr=False)


@dataclass(frozen=True, slots=True)
class Outreach:
    """How many workshops and pieces of outreach there were, and who came to them.

    Events of an organisation and their audience, without survivors: no secret.
    """

    held: int = 0
    reached: int = 0


@dataclass(frozen=True, slots=True)
class Coverage:
    """An organisation that belongs into a quarter's report."""

    id: UUID
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Facts:
    """All true figures of a quarter, by dimension and value, as of one moment."""

    people: dict[tuple[str, str], People] = field(repr=False)
    activity: dict[tuple[str, str], Activity] = field(repr=False)
    organisations: tuple[Coverage, ...]
    outreach: dict[str, Outreach] = field(default_factory=dict)
    meetings: int = 0
    """How often peer groups met: events, no secret."""

    def people_in(self, dimension: str, value: str = ALL) -> People:
        """Return the people of one value of a dimension; nobody if there is no row."""
        return self.people.get((dimension, value), People())

    def outreach_of(self, kind: str) -> Outreach:
        """Return the workshops and outreach of one kind; none if there is no row."""
        return self.outreach.get(kind, Outreach())

    def activity_in(self, dimension: str, value: str = ALL) -> Activity:
        """Return the activity of one value of a dimension; none if there is no row."""
        return self.activity.get((dimension, value), Activity())


@dataclass(frozen=True, slots=True)
class Counts:
    """True figures of a quarter, as the systems before this one counted them.

    ``contacts``, ``minutes`` and ``by_kind`` count every entry, one he did not attend
    included; ``sessions`` only those that took place. ``new`` goes by the episode that
    was opened first, ``newly_active`` by the first that got under way. ``ended`` counts
    episodes.
    """

    contacts: int
    sessions: int
    minutes: int
    people: int
    new: int
    newly_active: int
    ended: int
    by_kind: dict[str, int]
