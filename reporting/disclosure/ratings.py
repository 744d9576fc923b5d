"""Ratings of statements: how many gave each answer, the mean, and what changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from reporting.disclosure.cells import PublishedCell
from reporting.disclosure.means import PublishedMean
from reporting.disclosure.policy import MSA_SDC_1, Level, Policy
from reporting.disclosure.rounding import DRAWS


@dataclass(frozen=True, slots=True)
class TrueChange:
    """How many men changed by how much, of those who answered both times.

    `people_key` is of the men in these pairs, as in `TrueCell`.
    """

    people_by_change: Mapping[int, int] = field(repr=False)
    people_key: int = field(repr=False)


@dataclass(frozen=True, slots=True)
class TrueRatings:
    """What men answered to one statement in one pool of quarters. Confidential.

    A man is in it once, with the last answer he gave in these quarters. Keys as in
    `TrueCell`, by score. Who would rather not say was asked as well.
    """

    item: str
    people_by_score: Mapping[int, int] = field(repr=False)
    keys_by_score: Mapping[int, int] = field(repr=False)
    rather_not_say: int = field(repr=False)
    rather_not_say_key: int = field(repr=False)
    since_first: TrueChange
    since_previous: TrueChange
    lowest: int = 1
    highest: int = 5

    @property
    def asked(self) -> int:
        """How many men finished a check-in that held this statement."""
        return self.answered + self.rather_not_say

    @property
    def answered(self) -> int:
        """How many of them gave one of the scores."""
        return sum(self.people_by_score.values())

    @property
    def answered_key(self) -> int:
        """The key of those who gave a score."""
        return sum(self.keys_by_score.values()) % DRAWS

    @property
    def asked_key(self) -> int:
        """The key of those who were asked."""
        return (self.answered_key + self.rather_not_say_key) % DRAWS

    @property
    def scores(self) -> range:
        """Every score of the scale."""
        return range(self.lowest, self.highest + 1)

    @property
    def is_of_one_answer(self) -> bool:
        """Whether everybody who gave a score gave the same."""
        return sum(number > 0 for number in self.people_by_score.values()) <= 1


@dataclass(frozen=True, slots=True)
class PublishedRatings:
    """What may be printed of one statement.

    Who answered reads `c` where it would tell how many would rather not say, and a
    mean may stand without the number of its people for the same reason.
    """

    item: str
    asked: PublishedCell
    answered: PublishedCell
    rather_not_say: PublishedCell
    scores: Mapping[int, PublishedCell]
    mean: PublishedMean
    since_first: PublishedMean
    since_previous: PublishedMean


def pools(
    last_quarters: Sequence[str],
    *,
    printed: AbstractSet[str],
    policy: Policy = MSA_SDC_1,
) -> tuple[tuple[str, ...], ...]:
    """List the pools of quarters that may be printed now, shortest first.

    Give the quarters newest first, and those that a printed mean of the same answers
    has held. No answer is ever in two printed means: two pools that share a quarter
    would be two looks at the same men, and their difference a look at a few of them.
    """
    waiting: list[str] = []
    for quarter in last_quarters[: policy.pooled_quarters]:
        if quarter in printed:
            break
        waiting.append(quarter)
    return tuple(tuple(waiting[:size]) for size in range(1, len(waiting) + 1))


def is_enough(people: int, *, level: Level, policy: Policy = MSA_SDC_1) -> bool:
    """Say whether a pool with so many people need not wait for another quarter."""
    return people >= policy.at(level).mean_from
