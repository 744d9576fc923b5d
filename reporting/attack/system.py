"""Everything a reader knows, as whole numbers and the sums they must satisfy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from reporting.attack.alone import Span
from reporting.attack.outcome import Fault, Finding
from reporting.attack.published import Figure, Reading
from reporting.attack.rules import CountRule


@dataclass(frozen=True, slots=True)
class Owner:
    """The publication that a figure stands in."""

    kind: str
    quarter: str
    revision: int


@dataclass(slots=True)
class Unknown:
    """A true number: where it is printed, and what that alone tells of it."""

    places: list[tuple[Owner, Figure]]
    rule: CountRule
    known: Span

    @property
    def is_hidden(self) -> bool:
        """Whether no number is printed of it."""
        return self.places[0][1].reading is not Reading.NUMBER

    @property
    def is_known(self) -> bool:
        """Whether it is printed as it is, as a nought."""
        return self.known.lowest == self.known.highest

    def finding(self, fault: Fault) -> Finding:
        """Return a finding about the place where it is printed last."""
        owner, figure = self.places[-1]
        return Finding(fault, owner.kind, owner.quarter, owner.revision, figure.name)


@dataclass(frozen=True, slots=True)
class Weighing:
    """A weighted sum of true numbers between two bounds; None is no bound."""

    weights: Mapping[int, int]
    lowest: int | None = None
    highest: int | None = None

    def holds(self, numbers: Mapping[int, int]) -> bool:
        """Say whether it is true of these numbers, in whole numbers."""
        sum_ = sum(weight * numbers[at] for at, weight in self.weights.items())
        is_enough = self.lowest is None or sum_ >= self.lowest
        return is_enough and (self.highest is None or sum_ <= self.highest)


@dataclass(frozen=True, slots=True)
class Part:
    """A number that belongs to a total; `is_rest` if what is left counts people."""

    total: int
    part: int
    is_rest: bool


@dataclass(slots=True)
class System:
    """All unknown numbers and all that holds between them."""

    unknowns: list[Unknown] = field(default_factory=list)
    weighings: list[Weighing] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)

    def components(self) -> Iterator[tuple[list[int], list[Weighing]]]:
        """Yield groups of unknowns that have nothing to do with each other."""
        leader = list(range(len(self.unknowns)))

        def lead(at: int) -> int:
            while leader[at] != at:
                leader[at] = leader[leader[at]]
                at = leader[at]
            return at

        for one in self.weighings:
            # A known nought carries nothing from one side of it to the other.
            open_ = [at for at in one.weights if not self.unknowns[at].is_known]
            for at in open_[1:]:
                leader[lead(at)] = lead(open_[0])
        members: dict[int, list[int]] = {}
        for at in range(len(self.unknowns)):
            members.setdefault(lead(at), []).append(at)
        weighings: dict[int, list[Weighing]] = {}
        for one in self.weighings:
            open_ = [at for at in one.weights if not self.unknowns[at].is_known]
            weighings.setdefault(lead((open_ or list(one.weights))[0]), []).append(one)
        for first, group in members.items():
            yield group, weighings.get(first, [])
