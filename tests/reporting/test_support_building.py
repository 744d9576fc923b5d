from __future__ import annotations

import random
from datetime import date

import pytest

from assessments.instruments import CURRENT
from reporting.building.pools import chosen_pool, printed_in
from reporting.building.revising import by_place, correct_support
from reporting.building.support import compile_support
from reporting.cells import CellDraft
from reporting.disclosure import RoundingKey
from reporting.measures.ratings import EARLIER, FORM, SCORE, read_ratings
from reporting.quarters import Quarter
from reporting.specs import ORGANISATIONS, SUPPORT_1
from reporting.specs.support import answers_table, means_table, score_column
from tests.reporting.conftest import LAST, builder
from tests.reporting.world import Man, store

KEY = RoundingKey(b"a key of thirty-two bytes or more, for tests")
DAY = date(2023, 2, 7)
THEN = Quarter(2023, 1)
ITEM = CURRENT.items[0]
#: The answers of too few men for a mean; of two such quarters there is one.
SEVERAL = [1, 2, 2, 3, 3, 4, 4, 5, 5]


@pytest.fixture(scope="module")
def compiled(country):
    """A quarter's true figures and the cells made from them."""
    cast, _ = country
    with builder(cast):
        facts = read_ratings(LAST)
    return facts, by_place(compile_support(facts, key=KEY).cells)


def men(organisation, scores, *, day=DAY, counted=True):
    """Return men who give the same score to every statement, one for each score."""
    return [
        Man(
            organisation,
            check_ins=[(day, FORM.code, {item.code: score for item in FORM.items})],
            may_be_described=counted,
        )
        for score in scores
    ]


def cells_of(cast, quarter, others=()):
    with builder(cast):
        facts = read_ratings(quarter)
    return by_place(compile_support(facts, key=KEY, others=others).cells)


def test_every_cell_of_the_spec_is_there(compiled):
    facts, cells = compiled
    rows = {ORGANISATIONS: [one.code for one in facts.organisations]}
    expected = [
        (table.code, row, column.code)
        for table in SUPPORT_1.tables
        if not table.code.startswith("earlier")
        for row in rows.get(table.code, [code for code, _ in table.rows])
        if row != "EARLIER"
        for column in table.columns
    ]

    assert list(cells) == expected


def test_no_small_number_of_people_is_printed(compiled):
    facts, cells = compiled
    small = [
        (answers_table(item.group), item.code, score_column(score))
        for item in FORM.items
        for score, people in facts.told(1, item.code, SCORE).items()
        if score is not None and 1 <= people.count <= 5
    ]
    assert small, "the world has small numbers to leak"

    assert {cells[place].value for place in small} == {None}


def test_printed_means_are_near_the_truth(compiled):
    facts, cells = compiled
    shown = 0
    for item in FORM.items:
        told = facts.told(1, item.code, SCORE)
        given = {score: one.count for score, one in told.items() if score}
        mean = sum(s * n for s, n in given.items()) / sum(given.values())
        table = means_table(item.group)
        printed, step = (
            cells[table, item.code, "mean"],
            cells[table, item.code, "mean_step"],
        )
        if printed.figure is not None:
            shown += 1
            assert abs(float(printed.figure) - mean) <= float(step.figure)
    assert shown > 10


def test_building_again_gives_the_same_cells(compiled):
    facts, cells = compiled

    assert by_place(compile_support(facts, key=KEY).cells) == cells


def test_an_organisation_with_few_answers_has_no_mean(module_cast):
    few = men(module_cast.kauri.id, [2, 3] * 9, day=date(2019, 2, 7))
    many = men(module_cast.rimu.id, [2, 3] * 30, day=date(2019, 2, 7))
    store([*few, *many])

    cells = cells_of(module_cast, Quarter(2019, 1))

    assert cells[ORGANISATIONS, "kauri", "delivered"].value is None
    assert cells[ORGANISATIONS, "kauri", "quarters"].status == "z"
    assert cells[ORGANISATIONS, "rimu", "delivered"].figure is not None


def test_where_all_gave_one_answer_nothing_is_told_of_it(module_cast):
    store(men(module_cast.kauri.id, [4] * 60, day=date(2018, 2, 7)))

    cells = cells_of(module_cast, Quarter(2018, 1))

    told = [
        cell
        for (table, row, column), cell in cells.items()
        if (table, row) in {("delivered", ITEM.code), ("delivered_means", ITEM.code)}
        and column != "asked"
    ]
    assert {cell.value for cell in told} == {None}


def test_whoever_refuses_statistics_is_in_no_answer(module_cast):
    quarter, day = Quarter(2017, 1), date(2017, 2, 7)
    store(men(module_cast.kauri.id, [2, 3, 4, 5] * 12, day=day))
    before = cells_of(module_cast, quarter)

    store(men(module_cast.kauri.id, [1] * 40, day=day, counted=False))
    after = cells_of(module_cast, quarter)

    done = ("check_ins", "FORM_2", "check_ins")
    assert after[done].value > before[done].value
    assert {p: c for p, c in after.items() if p[2] != "check_ins"} == {
        p: c for p, c in before.items() if p[2] != "check_ins"
    }


def test_too_few_in_a_quarter_are_taken_with_those_before(module_cast):
    for day in (date(2016, 2, 7), date(2016, 5, 7)):
        store(men(module_cast.kauri.id, SEVERAL, day=day))

    first = cells_of(module_cast, Quarter(2016, 1))
    second = cells_of(
        module_cast, Quarter(2016, 2), [(Quarter(2016, 1), first.values())]
    )

    place = ("delivered_means", ITEM.code, "mean")
    assert first[place].value is None
    assert second[place].value is not None
    assert second["check_ins", "FORM_2", "quarters"].value == 2


@pytest.mark.req("D08")
def test_no_answer_goes_into_two_printed_means(module_cast):
    days = [date(2015, 2, 7), date(2015, 5, 7), date(2015, 8, 7)]
    for day in days:
        store(men(module_cast.kauri.id, SEVERAL, day=day))
    others = []
    for number in (1, 2, 3):
        cells = cells_of(module_cast, Quarter(2015, number), others)
        others.append((Quarter(2015, number), list(cells.values())))

    third = by_place(others[2][1])
    assert printed_in(others[:2], "check_ins", "FORM_2") == {"2015Q1", "2015Q2"}
    # The third quarter waits: with the second it would be a second look at those men.
    assert third["delivered_means", ITEM.code, "mean"].value is None


def test_a_quarter_that_a_later_one_took_in_is_not_told_by_itself():
    assert chosen_pool(THEN, {"2023Q1"}, lambda pool: True) is None


def test_the_year_adds_up_what_was_printed(module_cast):
    ask = {Quarter(2014, 3): [2, 4] * 30, Quarter(2014, 4): [3, 5] * 15}
    others = []
    for quarter, scores in ask.items():
        store(men(module_cast.kauri.id, scores, day=quarter.start))
        cells = cells_of(module_cast, quarter, others)
        others.append((quarter, list(cells.values())))
    first, second = (by_place(cells) for _, cells in others)
    asked, mean = (
        ("delivered", ITEM.code, "asked"),
        ("delivered_means", ITEM.code, "mean"),
    )
    parts = [(one[asked].figure, one[mean].figure) for one in (first, second)]

    people = sum(number for number, _ in parts)
    assert second["year", ITEM.code, "asked"].figure == people
    assert second["year", ITEM.code, "quarters"].value == 2
    expected = sum(number * value for number, value in parts) / people
    assert abs(second["year", ITEM.code, "mean"].figure - expected) <= 0.005


def test_the_financial_year_begins_anew_in_july(module_cast):
    others = []
    for quarter in (Quarter(2013, 2), Quarter(2013, 3)):
        store(men(module_cast.kauri.id, [2, 4] * 30, day=quarter.start))
        cells = cells_of(module_cast, quarter, others)
        others.append((quarter, list(cells.values())))

    assert by_place(others[1][1])["year", ITEM.code, "quarters"].value == 1


def test_questions_of_the_earlier_system_have_tables_of_their_own(module_cast):
    chance = random.Random(3)
    store(
        Man(
            module_cast.kauri.id,
            check_ins=[
                (
                    date(2012, 2, 7),
                    EARLIER.code,
                    {item.code: chance.randrange(1, 6) for item in EARLIER.items},
                )
            ],
        )
        for _ in range(80)
    )

    cells = cells_of(module_cast, Quarter(2012, 1))

    assert cells["check_ins", "EARLIER", "people"].value is not None
    assert cells["earlier_means", "q01", "mean"].value is not None
    assert cells["check_ins", "FORM_2", "people"].value == 0
    assert cells["delivered", ITEM.code, "asked"].value == 0


def test_an_empty_quarter_tells_of_nobody(module_cast):
    cells = cells_of(module_cast, Quarter(2011, 1))

    assert not any(table.startswith("earlier") for table, _, _ in cells)
    assert {
        cell.value for (_, _, column), cell in cells.items() if column == "mean"
    } == {None}


def mean(value, step, *, quarters=1):
    """The cells of one statement's mean in a report."""
    table = means_table(ITEM.group)

    def cell(place, number, decimals):
        status = "ok" if number is not None else "c"
        return CellDraft(*place, 0, "x", status, number, decimals)

    return [
        cell(("check_ins", "FORM_2", "quarters"), quarters, 0),
        cell((table, ITEM.code, "mean"), value, 2),
        cell((table, ITEM.code, "mean_step"), step, 2),
    ]


@pytest.mark.parametrize(
    ("before", "now", "after"),
    [
        # Three steps are more than one man can move.
        (mean(300, 20), mean(340, 20), mean(300, 20)),
        (mean(300, 20), mean(360, 20), mean(360, 20)),
        # A mean and its step go together.
        (mean(300, 20), mean(304, 4), mean(300, 20)),
        # What was hidden stays hidden.
        (mean(None, None), mean(360, 20), mean(None, None)),
        # Other quarters taken together: all of it stays.
        (mean(300, 20), mean(400, 20, quarters=2), mean(300, 20)),
    ],
)
def test_a_correction_changes_only_means_that_clearly_moved(before, now, after):
    corrected = correct_support(before, now, quarter=THEN, others=())

    assert [(one.status, one.value) for one in corrected] == [
        (one.status, one.value) for one in after
    ]
