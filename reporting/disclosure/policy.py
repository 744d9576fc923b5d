"""The numbers of the disclosure policy, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType


class Level(StrEnum):
    """Say whom a figure speaks of: the whole country or one organisation."""

    NATIONAL = "national"
    ORGANISATION = "organisation"


class Unit(StrEnum):
    """Say what a magnitude counts; minutes are printed as hours."""

    OCCASIONS = "occasions"
    MINUTES = "minutes"


@dataclass(frozen=True, slots=True)
class LevelRule:
    """Hold the numbers that differ between the country and an organisation."""

    threshold: int
    base: int
    mean_from: int
    shows_zero: bool

    @property
    def most_hidden(self) -> int:
        """The largest number that is never printed."""
        return self.threshold - 1

    @property
    def furthest(self) -> int:
        """How far a printed number may be from the truth."""
        return self.base - 1


@dataclass(frozen=True, slots=True)
class Policy:
    """Hold every number of one version of the disclosure policy."""

    name: str
    national: LevelRule
    organisation: LevelRule
    magnitude_bases: Mapping[Unit, int]
    largest_share: int
    two_largest_share: int
    magnitude_margin: int
    percentage_from: int
    mean_steps: tuple[Fraction, ...]
    median_from: int
    deviation_from: int
    pooled_quarters: int
    rounds: int

    def at(self, level: Level) -> LevelRule:
        """Return the numbers for one level."""
        return self.national if level is Level.NATIONAL else self.organisation

    @property
    def few(self) -> str:
        """How a small head-count of an organisation reads, in every format."""
        return f"fewer than {self.organisation.threshold}"

    @property
    def hours(self) -> int:
        """What hours are rounded to."""
        return self.magnitude_bases[Unit.MINUTES] // 60


MSA_SDC_1 = Policy(
    name="MSA-SDC-1",
    national=LevelRule(threshold=6, base=3, mean_from=10, shows_zero=True),
    organisation=LevelRule(threshold=10, base=10, mean_from=20, shows_zero=False),
    # 300 minutes are five hours.
    magnitude_bases=MappingProxyType({Unit.OCCASIONS: 10, Unit.MINUTES: 300}),
    largest_share=50,
    two_largest_share=70,
    magnitude_margin=50,
    percentage_from=30,
    # Shares of the scale's range, finest first: 0.1, 0.2, 0.5 and 1 on a scale 0-10.
    mean_steps=(Fraction(1, 100), Fraction(1, 50), Fraction(1, 20), Fraction(1, 10)),
    median_from=20,
    deviation_from=30,
    pooled_quarters=4,
    rounds=20,
)
