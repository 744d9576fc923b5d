"""Means of scores, in steps so coarse that one person's answer stays his own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from reporting.disclosure.cells import Status
from reporting.disclosure.policy import MSA_SDC_1, Level, Policy
from reporting.disclosure.rounding import RoundingKey, rounded, rounds_up


class ScoreOutsideScale(ValueError):
    """A score lies outside the scale it was declared for."""


@dataclass(frozen=True, slots=True)
class TrueScores:
    """How many people gave each score. Confidential.

    For answers completed in the quarter, one per person; for change, matched pairs
    only, on the scale from -(range) to +(range). `people_key` as in `TrueCell`.
    """

    measure: str
    people_by_score: Mapping[int, int] = field(repr=False)
    people_key: int = field(repr=False)
    lowest: int
    highest: int
    level: Level = Level.NATIONAL

    @property
    def is_of_one_score(self) -> bool:
        """Whether everybody gave the same score, or nobody gave any."""
        return _is_of_one(self.people_by_score)


@dataclass(frozen=True, slots=True)
class TrueHeadline:
    """The answers to a whole group of statements, several of each man. Confidential.

    `people` gave at least one answer, nobody more than `most_each`.
    """

    measure: str
    answers_by_score: Mapping[int, int] = field(repr=False)
    most_each: int
    people: int = field(repr=False)
    people_key: int = field(repr=False)
    lowest: int
    highest: int
    level: Level = Level.ORGANISATION


class MeanNeedsMoreDecimals(ValueError):
    """A mean can't be written exactly with so few decimal places."""


@dataclass(frozen=True, slots=True)
class PublishedMean:
    """A mean as every reader may see it; all None unless `status` is `OK`.

    `people` is the rounded number who answered, `step` the grain of the mean, which
    is shown wherever the mean is.
    """

    measure: str
    status: Status
    mean: Fraction | None = None
    step: Fraction | None = None
    people: int | None = None

    def scaled(self, decimals: int) -> int | None:
        """Return the mean as a whole number of units of its last decimal place.

        Two places hold every mean of a scale of four or of eight points' range.

        Raises: MeanNeedsMoreDecimals.
        """
        if self.mean is None:
            return None
        whole = self.mean * Fraction(int(10**decimals))
        if whole.denominator != 1:
            raise MeanNeedsMoreDecimals(self.measure)
        return whole.numerator


def published_mean(
    scores: TrueScores, *, key: RoundingKey, policy: Policy = MSA_SDC_1
) -> PublishedMean:
    """Return the mean in the finest step that the number of people allows.

    Raises: ScoreOutsideScale.
    """
    given = {score: n for score, n in scores.people_by_score.items() if n > 0}
    if any(not scores.lowest <= score <= scores.highest for score in given):
        raise ScoreOutsideScale(scores.measure)
    people = sum(given.values())
    step = mean_step(people, scores=scores, policy=policy)
    if step is None:
        return PublishedMean(scores.measure, Status.SUPPRESSED)
    total = sum(score * n for score, n in given.items())
    draw = key.draw(
        grain=f"mean {step}", people_key=scores.people_key, measure=scores.measure
    )
    # Counted in steps from the bottom of the scale, so that both ends can be hit.
    exact = (Fraction(total, people) - scores.lowest) / step
    below = exact.numerator // exact.denominator
    chosen = below + rounds_up(draw, exact - below)
    chance = _Chance(total, people, step, scores.lowest, scores.highest)
    if chance.gives_away_one_of(given, chosen):
        chosen = below if chosen > below else below + 1
    base = policy.at(scores.level).base
    return PublishedMean(
        scores.measure,
        Status.OK,
        mean=scores.lowest + chosen * step,
        step=step,
        people=rounded(people, base=base, people_key=scores.people_key, key=key),
    )


def protect_headline(
    headline: TrueHeadline, *, key: RoundingKey, policy: Policy = MSA_SDC_1
) -> PublishedMean:
    """Return the mean of a group of statements, by all the rules for means.

    All answers of one man together cannot move it by more than one step. Nothing is
    printed where everybody answered everything alike.

    Raises: ScoreOutsideScale.
    """
    low, high, by_score = headline.lowest, headline.highest, headline.answers_by_score
    if any(number and not low <= score <= high for score, number in by_score.items()):
        raise ScoreOutsideScale(headline.measure)
    rule, answers = policy.at(headline.level), sum(by_score.values())
    shares = (one for one in policy.mean_steps if answers * one >= headline.most_each)
    share = next(shares, None)
    if share is None or headline.people < rule.mean_from or _is_of_one(by_score):
        return PublishedMean(headline.measure, Status.SUPPRESSED)
    step = share * (high - low)
    total = sum(score * number for score, number in by_score.items())
    exact = (Fraction(total, answers) - low) / step
    draw = key.draw(
        grain=f"mean {step}", people_key=headline.people_key, measure=headline.measure
    )
    return PublishedMean(
        headline.measure,
        Status.OK,
        mean=low + _off_the_edge(exact, draw, points_in_a_step=answers * step) * step,
        step=step,
        people=rounded(
            headline.people, base=rule.base, people_key=headline.people_key, key=key
        ),
    )


def _off_the_edge(exact: Fraction, draw: int, *, points_in_a_step: Fraction) -> int:
    """Round at random, but never so that one point more would print otherwise.

    Who had given the most points, or the fewest, could be told from such a print.
    """
    below = exact.numerator // exact.denominator
    above_it = exact - below
    if (1 - above_it) * points_in_a_step <= 1:
        return below + 1
    if above_it * points_in_a_step <= 1:
        return below
    return below + rounds_up(draw, above_it)


def _is_of_one(numbers: Mapping[int, int]) -> bool:
    return sum(number > 0 for number in numbers.values()) <= 1


def mean_step(
    people: int, *, scores: TrueScores, policy: Policy = MSA_SDC_1
) -> Fraction | None:
    """Return the step in which a mean of so many people may be printed, or None."""
    if people < policy.at(scores.level).mean_from:
        return None
    scale = scores.highest - scores.lowest
    # One person moves the mean by at most scale / people: never more than a step.
    fine_enough = (share for share in policy.mean_steps if people * share >= 1)
    share = next(fine_enough, None)
    return None if share is None else share * scale


def shows_median(people: int, *, policy: Policy = MSA_SDC_1) -> bool:
    """Say whether a median of so many people may be printed."""
    return people >= policy.median_from


def shows_deviation(people: int, *, policy: Policy = MSA_SDC_1) -> bool:
    """Say whether a standard deviation of so many people may be printed."""
    return people >= policy.deviation_from


@dataclass(frozen=True, slots=True)
class _Chance:
    """What somebody who knows every other answer could make of a printed mean."""

    total: int
    people: int
    step: Fraction
    lowest: int
    highest: int

    def gives_away_one_of(self, given: Iterable[int], chosen: int) -> bool:
        """Say whether the printed mean would fit only one answer of somebody."""
        return any(self._answers_that_fit(score, chosen) == 1 for score in given)

    def _answers_that_fit(self, score: int, chosen: int) -> int:
        mean = self.lowest + chosen * self.step
        known = self.total - score
        possible = range(self.lowest, self.highest + 1)
        return sum(
            abs(Fraction(known + answer, self.people) - mean) < self.step
            for answer in possible
        )
