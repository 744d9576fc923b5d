from __future__ import annotations

from datetime import date

import pytest

from cases.enums import SessionKind
from reporting.building.operational import compile_operational
from reporting.building.revising import correct
from reporting.cells import CellDraft, content_hash
from reporting.disclosure import RoundingKey
from reporting.measures.facts import ALL
from reporting.measures.reading import read_facts
from reporting.quarters import Quarter
from reporting.specs import OPERATIONAL_3, ORGANISATIONS
from tests.reporting.conftest import builder
from tests.reporting.world import Man, store

KEY = RoundingKey(b"a key of thirty-two bytes or more, for tests")
QUARTERS = [Quarter(2025, number) for number in (1, 2, 3, 4)] + [Quarter(2026, 3)]


@pytest.fixture(scope="module", params=QUARTERS, ids=lambda quarter: quarter.code)
def compiled(request, country):
    cast, _ = country
    with builder(cast):
        facts = read_facts(request.param)
    return facts, compile_operational(facts, key=KEY)


def true_people(facts, cell):
    """Return the true number of people behind a cell, found without the builder."""
    if cell.table == "organisations":
        codes = {one.code: str(one.id) for one in facts.organisations}
        return facts.people_in("organisation", codes[cell.row]).count
    if cell.row == ALL:
        return facts.people_in("all").count
    if cell.table == "journeys":
        return facts.people_in(cell.row.lower()).count
    return facts.people_in(OPERATIONAL_3.table(cell.table).dimension, cell.row).count


def people_cells(compiled):
    return [cell for cell in compiled.cells if cell.column == "people"]


def test_no_small_number_of_people_is_printed(compiled):
    facts, result = compiled
    true = {cell: true_people(facts, cell) for cell in people_cells(result)}
    small = [cell for cell in true if 1 <= true[cell] <= 5]
    assert small, "the world has small numbers to leak"

    assert {cell.value for cell in small} == {None}


def test_printed_people_are_near_the_truth(compiled):
    facts, result = compiled

    for cell in people_cells(result):
        if cell.value is not None:
            base = 10 if cell.table == "organisations" else 3
            assert cell.value % base == 0
            assert abs(cell.value - true_people(facts, cell)) < base


def test_building_again_gives_the_same_cells(compiled, country):
    facts, result = compiled

    assert compile_operational(facts, key=KEY).cells == result.cells


def test_another_key_rounds_otherwise(compiled):
    facts, result = compiled
    other = compile_operational(facts, key=RoundingKey(b"x" * 32))

    assert other.cells != result.cells


def test_every_cell_of_the_spec_is_there(compiled):
    facts, result = compiled
    for table in OPERATIONAL_3.tables:
        rows = [code for code, _ in table.rows]
        if rows == [ORGANISATIONS]:
            rows = [one.code for one in facts.organisations]
        found = [(c.row, c.column) for c in result.cells if c.table == table.code]

        assert found == [(row, one.code) for row in rows for one in table.columns]


def test_every_kind_of_session_that_took_place_is_counted(compiled):
    _, result = compiled
    rows = {cell.row for cell in result.cells if cell.table == "kinds"}

    assert rows >= set(SessionKind) - {"DID_NOT_ATTEND", "MISTAKEN"}
    assert not rows & {"DID_NOT_ATTEND", "MISTAKEN"}


def test_hours_are_whole_and_sessions_are_tens(compiled):
    _, result = compiled

    for cell in result.cells:
        if cell.value and cell.column in {"sessions", "hours"}:
            assert cell.value % {"sessions": 10, "hours": 5}[cell.column] == 0


def test_the_same_people_have_one_figure_in_every_table(module_cast):
    day = date(2023, 2, 7)
    same = [
        Man(
            module_cast.kauri.id,
            [(day, day, None)],
            [(day, 50, "ONE_TO_ONE", "IN_PERSON")],
        )
        for _ in range(20)
    ]
    others = [
        Man(
            module_cast.rimu.id,
            [(date(2022, 1, 1), date(2022, 1, 1), None)],
            [(day, 50, "GROUP", "PHONE")],
        )
        for _ in range(31)
    ]
    store([*same, *others])
    with builder(module_cast):
        result = compile_operational(read_facts(Quarter(2023, 1)), key=KEY)
    found = {(c.table, c.row): c.value for c in people_cells(result)}

    one_group = {
        found["people", "NEW"],
        found["kinds", "ONE_TO_ONE"],
        found["ways", "IN_PERSON"],
    }
    assert len(one_group) == 1
    assert one_group != {None}


def test_an_empty_quarter_gives_a_report_of_noughts(module_cast):
    with builder(module_cast):
        result = compile_operational(read_facts(Quarter(2019, 1)), key=KEY)

    national = {c.value for c in people_cells(result) if c.table != "organisations"}
    assert national == {0}


def test_the_country_less_an_organisation_does_not_give_the_other(module_cast):
    day = date(2023, 8, 7)
    met = [(day, 50, "ONE_TO_ONE", "IN_PERSON")]
    few = [Man(module_cast.kauri.id, [], met) for _ in range(3)]
    many = [Man(module_cast.rimu.id, [], met) for _ in range(40)]
    store([*few, *many])
    with builder(module_cast):
        result = compile_operational(read_facts(Quarter(2023, 3)), key=KEY)
    found = {(c.table, c.row): c for c in people_cells(result)}
    assert found["organisations", "kauri"].status == "few"
    all_of_them, rimu = found["people", ALL].value, found["organisations", "rimu"].value

    if rimu is not None:
        least, most = all_of_them - 2 - (rimu + 4), all_of_them + 2 - (rimu - 4)
        assert least <= 1
        assert most >= 5


def cell(value, *, status="ok", column="people", table="age", row="FROM_35"):
    return CellDraft(table, row, column, 0, "35 to 44", status, value)


@pytest.mark.parametrize(
    ("before", "now", "after"),
    [
        (cell(30), cell(33), cell(30)),
        (cell(30), cell(39), cell(39)),
        (cell(30), cell(None, status="c"), cell(30)),
        (cell(None, status="c"), cell(30), cell(None, status="c")),
        (cell(100, column="sessions"), cell(120, column="sessions"),
         cell(100, column="sessions")),
        (cell(100, column="hours"), cell(115, column="hours"),
         cell(115, column="hours")),
    ],
)  # fmt: skip
def test_a_correction_changes_only_what_clearly_moved(before, now, after):
    assert correct([before], [now]) == (after,)


def test_a_row_new_in_a_correction_is_hidden():
    assert correct([], [cell(30)]) == (cell(None, status="c"),)


def test_the_content_hash_hangs_on_every_figure():
    about = {"quarter": "2026Q3"}

    assert content_hash(about, [cell(30)]) != content_hash(about, [cell(33)])
    assert content_hash(about, [cell(30)]) != content_hash({}, [cell(30)])
    assert content_hash(about, [cell(30)]) == content_hash(about, [cell(30)])
