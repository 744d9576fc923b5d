"""From true figures of check-ins to the cells of a Support report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from assessments.instruments import Instrument
from reporting.building.pools import Released, chosen_pool, printed_in
from reporting.building.printed import (
    HIDDEN,
    NOT_APPLICABLE,
    Cells,
    count,
    mean_and_step,
    whole,
)
from reporting.building.year import year_so_far
from reporting.cells import CellDraft, Compiled
from reporting.disclosure import (
    MSA_SDC_1,
    Breakdown,
    Level,
    PublishedMean,
    PublishedRatings,
    Release,
    RoundingKey,
    TrueCell,
    TrueChange,
    TrueHeadline,
    TrueMagnitude,
    TrueRatings,
    is_enough,
    protect_activity,
    protect_headline,
    protect_people,
    protect_ratings,
)
from reporting.measures.facts import ALL, Coverage, People
from reporting.measures.ratings import (
    EARLIER,
    FORM,
    SCORE,
    SINCE_FIRST,
    SINCE_PREVIOUS,
    CheckIns,
    Ratings,
)
from reporting.specs.parts import ORGANISATIONS, TableSpec
from reporting.specs.support import (
    CHECK_IN_ROWS,
    SUPPORT_1,
    answers_table,
    means_table,
    score_column,
    step_column,
)

_EVERYWHERE = "all"


def compile_support(
    facts: Ratings, *, key: RoundingKey, others: Released = ()
) -> Compiled:
    """Protect a quarter's true ratings and return the cells of ``support-1``.

    ``others`` are the released reports of other quarters: no answer goes into two
    printed means, and the year so far adds them up. The same facts, key and others
    always give the same cells.
    """
    others = [(quarter, list(cells)) for quarter, cells in others]
    cells: Cells = {}
    for instrument in (FORM, EARLIER):
        if instrument is FORM or facts.check_ins_at(instrument).asked.count:
            cells |= _statements(facts, instrument, key, others)
            cells |= _check_ins(facts, instrument, key, cells)
    for one in facts.organisations:
        cells |= _headlines(facts, one, key, others)
    cells |= year_so_far(facts.quarter, cells, others)
    return Compiled(tuple(_in_order(facts, cells)), {"policy": MSA_SDC_1.name})


def _statements(
    facts: Ratings, instrument: Instrument, key: RoundingKey, others: Released
) -> Cells:
    """Return every figure of an instrument's statements, and of how many quarters."""

    def is_full(pool: int) -> bool:
        asked = max(_true(facts, pool, item.code).asked for item in instrument.items)
        return is_enough(asked, level=Level.NATIONAL)

    row = CHECK_IN_ROWS[instrument.code]
    printed = printed_in(others, "check_ins", row)
    pool = chosen_pool(facts.quarter, printed, is_full)
    true = [_true(facts, pool or 1, item.code) for item in instrument.items]
    cells: Cells = {}
    ratings = protect_ratings(true, key=key, policy=MSA_SDC_1)
    for item, one in zip(instrument.items, ratings, strict=True):
        cells |= _answers(answers_table(item.group), one, may_tell=pool is not None)
        means = {
            "mean": one.mean,
            SINCE_FIRST: one.since_first,
            SINCE_PREVIOUS: one.since_previous,
        }
        told = means if pool else dict.fromkeys(means)
        cells |= _means(means_table(item.group), item.code, told)
    has_mean = any(
        cell.is_shown for (_, _, column), cell in cells.items() if column == "mean"
    )
    together = whole(pool) if has_mean and pool else NOT_APPLICABLE
    return cells | {("check_ins", row, "quarters"): together}


def _true(facts: Ratings, pool: int, item: str) -> TrueRatings:
    given = dict(facts.told(pool, item, SCORE))
    not_said = given.pop(None, People())
    scores = {score: people for score, people in given.items() if score is not None}
    return TrueRatings(
        item=item,
        people_by_score={score: one.count for score, one in scores.items()},
        keys_by_score={score: one.key for score, one in scores.items()},
        rather_not_say=not_said.count,
        rather_not_say_key=not_said.key,
        since_first=_change(facts.told(pool, item, SINCE_FIRST)),
        since_previous=_change(facts.told(pool, item, SINCE_PREVIOUS)),
        lowest=FORM.scale.lowest,
        highest=FORM.scale.highest,
    )


def _change(told: Mapping[int | None, People]) -> TrueChange:
    return TrueChange(
        {by: people.count for by, people in told.items() if by is not None},
        sum(people.key for people in told.values()),
    )


def _answers(table: str, one: PublishedRatings, *, may_tell: bool) -> Cells:
    counts = {
        "answered": one.answered,
        **{score_column(score): cell for score, cell in one.scores.items()},
        "not_said": one.rather_not_say,
    }
    cells: Cells = {
        (table, one.item, column): count(cell) if may_tell else HIDDEN
        for column, cell in counts.items()
    }
    return cells | {(table, one.item, "asked"): count(one.asked)}


def _means(table: str, row: str, means: Mapping[str, PublishedMean | None]) -> Cells:
    cells: Cells = {}
    for column, mean in means.items():
        shown, step = mean_and_step(mean) if mean else (HIDDEN, HIDDEN)
        cells[table, row, column] = shown
        cells[table, row, step_column(column)] = step
    return cells


def _check_ins(
    facts: Ratings, instrument: Instrument, key: RoundingKey, cells: Cells
) -> Cells:
    """Return how many check-ins there were, and of whom answers are counted."""
    # The earlier system is told of as a whole only.
    places = facts.organisations if instrument is FORM else ()
    done = _protect_done(facts, instrument, places, key)
    asked = _protect_asked(facts, instrument, places, key)
    row = CHECK_IN_ROWS[instrument.code]
    found: Cells = {
        ("check_ins", row, "people"): count(asked.cells[_EVERYWHERE]),
        ("check_ins", row, "check_ins"): count(done.cells[_EVERYWHERE]),
    }
    for one in places:
        found[ORGANISATIONS, one.code, "people"] = count(asked.cells[str(one.id)])
        found[ORGANISATIONS, one.code, "check_ins"] = count(done.cells[str(one.id)])
    # The very same people stand beside each statement: hidden in one, hidden in all.
    everybody = facts.check_ins_at(instrument).asked.count
    same = [("check_ins", row, "people")] + [
        (answers_table(item.group), item.code, "asked")
        for item in instrument.items
        if _true(facts, 1, item.code).asked == everybody
    ]
    if cells["check_ins", row, "quarters"].value in {None, 1}:
        shown = [(found | cells)[place] for place in same]
        if not all(cell.is_shown for cell in shown):
            found |= dict.fromkeys(same, HIDDEN)
    return found


def _protect_done(
    facts: Ratings, instrument: Instrument, places: Iterable[Coverage], key: RoundingKey
) -> Release:
    def magnitude(row: str, at: CheckIns) -> TrueMagnitude:
        is_national = row == _EVERYWHERE
        return TrueMagnitude(
            row=row,
            measure=f"check-ins {instrument.code}",
            amount=at.occasions.amount,
            people_key=at.contributors.key,
            contributors=at.contributors.count,
            largest=at.occasions.largest,
            two_largest=at.occasions.two_largest,
            level=Level.NATIONAL if is_national else Level.ORGANISATION,
        )

    rows = _rows(facts, instrument, places)
    cells = [magnitude(row, at) for row, at in rows.items()]
    return protect_activity(cells, _sum_of(rows), key=key, policy=MSA_SDC_1)


def _protect_asked(
    facts: Ratings, instrument: Instrument, places: Iterable[Coverage], key: RoundingKey
) -> Release:
    def people(row: str, at: CheckIns) -> TrueCell:
        is_national = row == _EVERYWHERE
        level = Level.NATIONAL if is_national else Level.ORGANISATION
        return TrueCell(
            row, at.asked.count, at.asked.key, level, is_headcount=not is_national
        )

    rows = _rows(facts, instrument, places)
    cells = [people(row, at) for row, at in rows.items()]
    return protect_people(cells, _sum_of(rows), key=key, policy=MSA_SDC_1)


def _rows(
    facts: Ratings, instrument: Instrument, places: Iterable[Coverage]
) -> dict[str, CheckIns]:
    rows = {_EVERYWHERE: facts.check_ins_at(instrument, ALL)}
    ids = [str(one.id) for one in places]
    return rows | {one: facts.check_ins_at(instrument, one) for one in ids}


def _sum_of(rows: Mapping[str, CheckIns]) -> list[Breakdown]:
    parts = tuple(row for row in rows if row != _EVERYWHERE)
    if not parts:
        return []
    return [Breakdown(ORGANISATIONS, _EVERYWHERE, parts, is_attribute=False)]


def _headlines(
    facts: Ratings, one: Coverage, key: RoundingKey, others: Released
) -> Cells:
    """Return an organisation's means: no statement, only whole groups of them."""

    def is_full(pool: int) -> bool:
        groups = [facts.group(pool, one.id, group.code) for group in FORM.groups]
        people = max(group.people.count for group in groups)
        return is_enough(people, level=Level.ORGANISATION)

    printed = printed_in(others, ORGANISATIONS, one.code)
    pool = chosen_pool(facts.quarter, printed, is_full)
    means = {
        group.code: _headline(facts, pool, one.id, group.code, key) if pool else None
        for group in FORM.groups
    }
    has_mean = any(
        mean is not None and mean.mean is not None for mean in means.values()
    )
    together = whole(pool) if has_mean and pool else NOT_APPLICABLE
    return _means(ORGANISATIONS, one.code, means) | {
        (ORGANISATIONS, one.code, "quarters"): together
    }


def _headline(
    facts: Ratings, pool: int, organisation: UUID, group: str, key: RoundingKey
) -> PublishedMean:
    answers = facts.group(pool, organisation, group)
    true = TrueHeadline(
        measure=group,
        answers_by_score=answers.by_score,
        most_each=answers.most_each,
        people=answers.people.count,
        people_key=answers.people.key,
        lowest=FORM.scale.lowest,
        highest=FORM.scale.highest,
    )
    return protect_headline(true, key=key, policy=MSA_SDC_1)


def _in_order(facts: Ratings, cells: Cells) -> Iterable[CellDraft]:
    position = 0
    for table in SUPPORT_1.tables:
        for row, label in _rows_of(table, facts):
            for column in table.columns:
                cell = cells.get((table.code, row, column.code))
                # Without an answer the earlier system's questions are left out.
                if cell is not None:
                    yield CellDraft(
                        table.code,
                        row,
                        column.code,
                        position,
                        label,
                        cell.status,
                        cell.value,
                        cell.decimals,
                    )
                    position += 1


def _rows_of(table: TableSpec, facts: Ratings) -> Iterable[tuple[str, str]]:
    if table.code == ORGANISATIONS:
        return [(one.code, one.name) for one in facts.organisations]
    return table.rows
