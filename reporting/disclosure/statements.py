"""Statements put to the same men, protected together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil

from reporting.disclosure.cells import Breakdown, PublishedCell, Status, TrueCell
from reporting.disclosure.fitting import Fit, bits, hides_enough
from reporting.disclosure.means import PublishedMean, TrueScores, published_mean
from reporting.disclosure.network import Interval
from reporting.disclosure.policy import MSA_SDC_1, Level, LevelRule, Policy
from reporting.disclosure.ratings import PublishedRatings, TrueChange, TrueRatings
from reporting.disclosure.release import protect_people
from reporting.disclosure.rounding import RoundingKey, rounded

ASKED = "asked"
RATHER_NOT_SAY = "rather_not_say"


def protect_ratings(
    items: Sequence[TrueRatings], *, key: RoundingKey, policy: Policy = MSA_SDC_1
) -> tuple[PublishedRatings, ...]:
    """Turn the national ratings of one instrument into what may be printed.

    Statements put to the same men belong into one call: they are attacked together.
    Of fewer people than a mean needs nothing is printed but how many were asked.

    Raises: ScoreOutsideScale, TableDoesNotAdd, TablesDoNotNest.
    """
    groups: dict[tuple[int, int], list[TrueRatings]] = {}
    for one in items:
        groups.setdefault((one.asked, one.asked_key), []).append(one)
    printed = {
        ratings.item: ratings
        for group in groups.values()
        for ratings in protect_together(group, key=key, policy=policy)
    }
    return tuple(printed[one.item] for one in items)


def protect_together(
    items: Sequence[TrueRatings], *, key: RoundingKey, policy: Policy
) -> list[PublishedRatings]:
    """Protect statements that were all put to the same men.

    Raises: ScoreOutsideScale, TableDoesNotAdd, TablesDoNotNest.
    """
    rule = policy.at(Level.NATIONAL)
    # Where all gave one answer, the table would tell of each what he gave.
    may_open = [
        one
        for one in items
        if not one.is_of_one_answer and one.answered >= rule.mean_from
    ]
    cells = _cells_with_total(items[0], may_open, key, policy)
    drafts = [Statement(one, key, policy).draft(cells) for one in items]
    while unsafe := _unsafe(drafts, items, policy):
        drafts = [
            one.told_less() if place in unsafe else one
            for place, one in enumerate(drafts)
        ]
    return [
        Statement(one, key, policy).with_people(draft.printed)
        for one, draft in zip(items, drafts, strict=True)
    ]


def _cells_with_total(
    first: TrueRatings, items: Sequence[TrueRatings], key: RoundingKey, policy: Policy
) -> Mapping[str, PublishedCell]:
    """Protect the tables, without those that would hide how many were asked."""
    open_ = list(items)
    while True:
        asked = TrueCell(ASKED, first.asked, first.asked_key)
        parts = {one.item: _parts(one) for one in open_}
        tables = [
            Breakdown(item, ASKED, tuple(part.row for part in rows))
            for item, rows in parts.items()
        ]
        cells = [asked, *(part for rows in parts.values() for part in rows)]
        printed = protect_people(cells, tables, key=key, policy=policy).cells
        if printed[ASKED].value is not None or not open_:
            return printed
        shown = {item: _shown(rows, printed) for item, rows in parts.items()}
        open_.remove(min(open_, key=lambda one: shown[one.item]))


def _shown(rows: Iterable[TrueCell], printed: Mapping[str, PublishedCell]) -> int:
    return sum(printed[one.row].value is not None for one in rows)


def _row(one: TrueRatings, answer: object) -> str:
    return f"{one.item}/{answer}"


def _parts(one: TrueRatings) -> list[TrueCell]:
    return [
        *(
            TrueCell(
                _row(one, score),
                one.people_by_score.get(score, 0),
                one.keys_by_score.get(score, 0),
            )
            for score in one.scores
        ),
        TrueCell(_row(one, RATHER_NOT_SAY), one.rather_not_say, one.rather_not_say_key),
    ]


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement as it may be printed; `is_open` while its answers are in it."""

    printed: PublishedRatings
    is_open: bool

    def told_less(self) -> Draft:
        """Return it without the table of answers, or else without its mean."""
        one = self.printed
        # A mean says more in one figure, so the table gives way first.
        if self.is_open:
            return Draft(_without_scores(one), is_open=False)
        return Draft(replace(one, mean=_nothing(one.mean)), is_open=False)


def _unsafe(
    drafts: Sequence[Draft], items: Sequence[TrueRatings], policy: Policy
) -> set[int]:
    """List the statements that tell too much to one of two readers.

    One knows the figures and the rules, the other also which cells are small. Both
    see that the same men were asked every statement.
    """
    if drafts[0].printed.asked.value is None:
        return set()
    unsafe: set[int] = set()
    for knows_why in (False, True):
        readings = [
            Reading(draft, one, policy, knows_why)
            for draft, one in zip(drafts, items, strict=True)
        ]
        fits = [one.fit() for one in readings]
        everybody = fits[0].everybody
        for fit in fits:
            everybody &= fit.totals()
        for place, (reading, fit) in enumerate(zip(readings, fits, strict=True)):
            told = replace(fit, everybody=everybody)
            if reading.tells and not hides_enough(told, hidden=reading.hidden()):
                unsafe.add(place)
    return unsafe


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reader makes of one statement."""

    draft: Draft
    truth: TrueRatings
    policy: Policy
    knows_why: bool

    @property
    def tells(self) -> bool:
        """Whether there is anything left to take away."""
        return self.draft.is_open or self.draft.printed.mean.mean is not None

    def fit(self) -> Fit:
        """Return what he knows, from this statement and the number asked."""
        one = self.draft.printed
        asked = self._around(one.asked.value or 0)
        return Fit(
            scores={
                score: self._told(cell, self.truth.people_by_score.get(score, 0))
                for score, cell in one.scores.items()
            },
            others=self._told(one.rather_not_say, self.truth.rather_not_say),
            answered=self._answered(),
            everybody=bits(asked),
            mean=one.mean.mean,
            step=one.mean.step,
        )

    def hidden(self) -> dict[int | None, int]:
        """Return below which number each hidden row must stay open."""
        one, threshold = self.draft.printed, self._rule.threshold
        rows: list[tuple[int | None, PublishedCell, int]] = [
            (score, cell, self.truth.people_by_score.get(score, 0))
            for score, cell in one.scores.items()
        ]
        rows.append((None, one.rather_not_say, self.truth.rather_not_say))
        return {
            row: 1 if self._knows_size and number >= threshold else threshold
            for row, cell, number in rows
            if cell.value is None
        }

    @property
    def _rule(self) -> LevelRule:
        return self.policy.at(Level.NATIONAL)

    @property
    def _knows_size(self) -> bool:
        # Of a table withheld as a whole nobody can tell which rows were small.
        return self.knows_why and self._shows_some

    @property
    def _shows_some(self) -> bool:
        one = self.draft.printed
        cells = (*one.scores.values(), one.rather_not_say)
        return any(cell.value is not None for cell in cells)

    def _answered(self) -> Interval:
        one, step = self.draft.printed, self.draft.printed.mean.step
        least, most = 0, (one.asked.value or 0) + self._rule.base
        if step is not None:
            # The step tells roughly how many answered: fewer would have a coarser.
            share = step / (self.truth.highest - self.truth.lowest)
            least, below = _people_of_step(share, self._rule, self.policy)
            most = min(most, below or most)
        if one.answered.value is not None:
            told = self._around(one.answered.value)
            least, most = max(least, told.lowest), min(most, told.highest)
        return Interval(least, most)

    def _told(self, cell: PublishedCell, number: int) -> Interval:
        if cell.value is not None:
            return self._around(cell.value)
        threshold = self._rule.threshold
        lowest = 1 if self._shows_some else 0
        highest = (self.draft.printed.asked.value or 0) + self._rule.base
        if self._knows_size and number < threshold:
            return Interval(lowest, threshold - 1)
        return Interval(threshold if self._knows_size else lowest, highest)

    def _around(self, value: int) -> Interval:
        if value == 0:
            return Interval(0, 0)
        lowest = max(self._rule.threshold, value - self._rule.base + 1)
        return Interval(lowest, value + self._rule.base - 1)


def _people_of_step(
    share: Fraction, rule: LevelRule, policy: Policy
) -> tuple[int, int | None]:
    finer = [one for one in policy.mean_steps if one < share]
    least = max(rule.mean_from, ceil(1 / share))
    return least, ceil(1 / max(finer)) - 1 if finer else None


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement on its way into print."""

    truth: TrueRatings
    key: RoundingKey
    policy: Policy

    def draft(self, cells: Mapping[str, PublishedCell]) -> Draft:
        """Return all that may be printed of it by itself."""
        one = self.truth

        def cell(answer: object) -> PublishedCell:
            row = _row(one, answer)
            return cells.get(row, PublishedCell(row, Status.SUPPRESSED))

        draft = PublishedRatings(
            item=one.item,
            asked=replace(cells[ASKED], row=_row(one, ASKED)),
            answered=cell("answered"),
            rather_not_say=cell(RATHER_NOT_SAY),
            scores={score: cell(score) for score in one.scores},
            mean=self._mean(),
            since_first=self._change("since_first", one.since_first),
            since_previous=self._change("since_previous", one.since_previous),
        )
        is_open = _row(one, RATHER_NOT_SAY) in cells
        return Draft(self._with_answered(draft), is_open)

    def with_people(self, draft: PublishedRatings) -> PublishedRatings:
        """Return the draft with the number of people that each mean rests on."""
        one, answered = self.truth, draft.answered.value
        return replace(
            draft,
            mean=replace(draft.mean, people=answered if draft.mean.step else None),
            since_first=self._with_pairs(draft.since_first, one.since_first, draft),
            since_previous=self._with_pairs(
                draft.since_previous, one.since_previous, draft
            ),
        )

    def _mean(self) -> PublishedMean:
        one = self.truth
        return self._protected(
            TrueScores(
                measure=one.item,
                people_by_score=one.people_by_score,
                people_key=one.answered_key,
                lowest=one.lowest,
                highest=one.highest,
            )
        )

    def _change(self, since: str, change: TrueChange) -> PublishedMean:
        reach = self.truth.highest - self.truth.lowest
        return self._protected(
            TrueScores(
                measure=f"{self.truth.item}/{since}",
                people_by_score=change.people_by_change,
                people_key=change.people_key,
                lowest=-reach,
                highest=reach,
            )
        )

    def _protected(self, scores: TrueScores) -> PublishedMean:
        mean = published_mean(scores, key=self.key, policy=self.policy)
        return _nothing(mean) if scores.is_of_one_score else mean

    def _with_answered(self, draft: PublishedRatings) -> PublishedRatings:
        one, rest = self.truth, draft.rather_not_say.value
        answered = self._of_those_asked(one.answered, one.answered_key, draft.asked)
        # Asked less answered is a second look at who would rather not say.
        apart = (draft.asked.value or 0) - (answered or 0)
        if answered is None or rest is None or abs(apart - rest) > self._rule.base:
            return draft
        return replace(
            draft, answered=PublishedCell(draft.answered.row, Status.OK, answered)
        )

    def _with_pairs(
        self, mean: PublishedMean, change: TrueChange, draft: PublishedRatings
    ) -> PublishedMean:
        if mean.step is None:
            return mean
        pairs = sum(change.people_by_change.values())
        people = self._of_those_asked(pairs, change.people_key, draft.asked)
        return replace(mean, people=people)

    def _of_those_asked(
        self, number: int, people_key: int, asked: PublishedCell
    ) -> int | None:
        """Round some of those asked, unless that tells too much of all the others."""
        base, threshold = self._rule.base, self._rule.threshold
        if asked.value is None or number < threshold:
            return None
        value = rounded(number, base=base, people_key=people_key, key=self.key)
        others, apart = self.truth.asked - number, asked.value - value
        reach = 2 * (base - 1)
        is_open = apart - reach <= 1 and apart + reach >= threshold - 1
        return value if is_open or not 0 < others < threshold else None

    @property
    def _rule(self) -> LevelRule:
        return self.policy.at(Level.NATIONAL)


def _without_scores(draft: PublishedRatings) -> PublishedRatings:
    def hidden(cell: PublishedCell) -> PublishedCell:
        return PublishedCell(cell.row, Status.SUPPRESSED)

    return replace(
        draft,
        scores={score: hidden(cell) for score, cell in draft.scores.items()},
        rather_not_say=hidden(draft.rather_not_say),
        answered=hidden(draft.answered),
    )


def _nothing(mean: PublishedMean) -> PublishedMean:
    return PublishedMean(mean.measure, Status.SUPPRESSED)
