from __future__ import annotations

from dataclasses import replace

import pytest

from reporting.disclosure import (
    MSA_SDC_1,
    Breakdown,
    Grid,
    Level,
    PublishedCell,
    Status,
    TableDoesNotAdd,
    TotalResponse,
    TrueCell,
    protect_people,
)


def statuses(release) -> dict[str, str]:
    return {row: cell.status.value for row, cell in release.cells.items()}


def hidden(row: str) -> PublishedCell:
    return PublishedCell(row, Status.SUPPRESSED)


@pytest.mark.req("D01")
@pytest.mark.parametrize(
    ("level", "is_headcount", "readings"),
    [
        (Level.NATIONAL, False, {0: "ok", 1: "c", 5: "c", 6: "ok"}),
        (Level.ORGANISATION, False, {0: "c", 1: "c", 9: "c", 10: "ok"}),
        (Level.ORGANISATION, True, {0: "few", 1: "few", 9: "few", 10: "ok"}),
    ],
)
def test_the_threshold_depends_on_level_and_kind(key, level, is_headcount, readings):
    for count, status in readings.items():
        cell = TrueCell("row", count, count * 77, level, is_headcount)

        printed = protect_people([cell], key=key).cells["row"]

        assert printed.status == status
        assert (printed.value is None) == (status != "ok")


def test_a_national_nought_is_printed_as_it_is(key):
    printed = protect_people([TrueCell("row", 0, 0)], key=key).cells["row"]

    assert printed == PublishedCell("row", Status.OK, 0)


def test_the_release_names_its_policy(key):
    assert protect_people([], key=key).policy == "MSA-SDC-1"


def test_true_numbers_stay_out_of_repr():
    assert "4711" not in repr(TrueCell("row", 4711, 4711))


@pytest.mark.req("D10")
@pytest.mark.parametrize("rows", [{"a": 50, "b": 0, "c": 0}, {"a": 50, "b": 0}])
def test_everybody_in_one_category_withholds_the_breakdown(key, cells_of, rows):
    cells = cells_of("people", **rows)

    release = protect_people(cells, [Breakdown("Age", "people", tuple(rows))], key=key)

    assert release.cells["people"].status is Status.OK
    assert {row: release.cells[row] for row in rows} == {
        row: hidden(row) for row in rows
    }
    assert release.withheld == ("Age",)


def test_totals_by_organisation_are_no_attribute(key):
    table = Breakdown("Place", "nation", ("one", "two"), is_attribute=False)
    readings = set()
    for people_key in range(40):
        cells = [
            TrueCell("nation", 34, people_key),
            TrueCell("one", 34, people_key, Level.ORGANISATION),
            TrueCell("two", 0, 0, Level.ORGANISATION),
        ]
        found = statuses(protect_people(cells, [table], key=key))
        assert (found["nation"], found["two"]) == ("ok", "c")
        readings.add(found["one"])

    # Where roundings alone don't cover the one with nobody, its neighbour does.
    assert readings == {"ok", "c"}


def test_a_suppressed_total_has_no_breakdown(key, cells_of):
    cells = cells_of("people", a=2, b=3, c=0)

    release = protect_people(
        cells, [Breakdown("Age", "people", ("a", "b", "c"))], key=key
    )

    assert statuses(release) == {"people": "c", "a": "c", "b": "c", "c": "c"}


def test_nobody_at_all_is_printed_as_nought(key, cells_of):
    cells = cells_of("people", a=0, b=0)

    release = protect_people(cells, [Breakdown("Age", "people", ("a", "b"))], key=key)

    assert {cell.value for cell in release.cells.values()} == {0}


@pytest.mark.req("D10")
def test_everybody_of_one_ethnicity_withholds_all_of_them(key):
    cells = [
        TrueCell("people", 40, 400),
        TrueCell("Māori", 40, 400),
        TrueCell("Pacific", 12, 120),
        TrueCell("Asian", 0, 0),
    ]
    table = TotalResponse("Ethnicity", "people", ("Māori", "Pacific", "Asian"))

    release = protect_people(cells, [table], key=key)

    assert release.cells["people"].value is not None
    assert release.withheld == ("Ethnicity",)


def test_those_outside_an_ethnicity_are_protected_too(key):
    for people_key in range(60):
        cells = [
            TrueCell("people", 47, people_key),
            TrueCell("Māori", 45, people_key * 31),
            TrueCell("Pacific", 20, 7),
        ]
        table = TotalResponse("Ethnicity", "people", ("Māori", "Pacific"))

        printed = protect_people(cells, [table], key=key).cells

        if printed["Māori"].value is not None:
            # Between 1 and 5 people outside must all stay possible.
            gap = printed["people"].value - printed["Māori"].value
            assert gap - 4 <= 1
            assert gap + 4 >= 5


def test_a_small_ethnicity_is_not_given_away_by_everybody_having_one(key):
    hidden_second = 0
    for people_key in range(60):
        cells = [
            TrueCell("people", 41, people_key),
            TrueCell("Māori", 36, people_key * 31),
            TrueCell("Pacific", 5, 7),
        ]
        table = TotalResponse("Ethnicity", "people", ("Māori", "Pacific"))

        printed = protect_people(cells, [table], key=key).cells

        assert printed["Pacific"] == hidden("Pacific")
        hidden_second += printed["Māori"].value is None
        if printed["Māori"].value is not None:
            least = printed["people"].value - 2 - (printed["Māori"].value + 2)
            assert least <= 1
    assert 0 < hidden_second < 60


def test_ethnicities_of_few_people_are_withheld(key):
    cells = [TrueCell("people", 4, 1), TrueCell("a", 3, 2), TrueCell("b", 3, 3)]

    release = protect_people(
        cells, [TotalResponse("Ethnicity", "people", ("a", "b"))], key=key
    )

    assert set(statuses(release).values()) == {"c"}


@pytest.mark.parametrize(
    ("total", "rows", "table"),
    [
        (50, (20, 31), Breakdown("t", "people", ("a", "b"))),
        (50, (51, 20), TotalResponse("t", "people", ("a", "b"))),
        (50, (20, 20), TotalResponse("t", "people", ("a", "b"))),
    ],
)
def test_numbers_that_contradict_their_table_are_refused(key, total, rows, table):
    cells = [TrueCell("people", total, 3), TrueCell("a", rows[0], 1)]
    cells.append(TrueCell("b", rows[1], 2))

    with pytest.raises(TableDoesNotAdd):
        protect_people(cells, [table], key=key)


def test_parts_of_other_people_than_the_total_are_refused(key):
    cells = [TrueCell("people", 50, 3), TrueCell("a", 20, 1), TrueCell("b", 30, 1)]

    with pytest.raises(TableDoesNotAdd):
        protect_people(cells, [Breakdown("t", "people", ("a", "b"))], key=key)


def test_the_attack_report_names_suppressed_cells_and_no_number(key, cells_of):
    cells = cells_of("people", a=3, b=40, c=57)

    release = protect_people(
        cells, [Breakdown("Age", "people", ("a", "b", "c"))], key=key
    )

    suspect = release.suspects[0]
    assert (suspect.row, suspect.status) == ("a", Status.SUPPRESSED)
    assert suspect.lowest <= 1
    assert suspect.highest >= 5


def test_an_unbounded_suspect_says_so(key):
    release = protect_people([TrueCell("row", 3, 1)], key=key)

    assert release.suspects[0].highest is None


def test_the_smallest_neighbour_is_hidden_first(key):
    chosen = set()
    for people_key in range(80):
        cells = [TrueCell("people", 65, people_key * 7), TrueCell("a", 1, people_key)]
        cells += [TrueCell("b", 14, people_key * 2), TrueCell("c", 50, people_key * 4)]
        table = Breakdown("Age", "people", ("a", "b", "c"))

        printed = statuses(protect_people(cells, [table], key=key))

        assert (printed["people"], printed["a"], printed["c"]) == ("ok", "c", "ok")
        chosen.add(printed["b"])
    assert "ok" in chosen


def test_two_tables_of_one_total_are_attacked_together(key, cells_of):
    age = cells_of("people", young=30, old=30)
    region = cells_of("people", north=20, south=40)[1:]
    last = age[0].people_key - region[0].people_key
    region[1] = TrueCell("south", 40, last % 2**64)
    tables = [
        Breakdown("Age", "people", ("young", "old")),
        Breakdown("Region", "people", ("north", "south")),
    ]

    release = protect_people([*age, *region], tables, key=key)

    assert set(statuses(release).values()) == {"ok"}


def test_a_table_that_cannot_be_closed_is_withheld(key, cells_of):
    hasty = replace(MSA_SDC_1, rounds=0)
    withheld = set()
    for total in range(9, 40):
        cells = cells_of("people", a=1, b=total - 1)
        table = Breakdown("Age", "people", ("a", "b"))

        release = protect_people(cells, [table], key=key, policy=hasty)

        assert release.cells["people"].status is Status.OK
        withheld.add(release.withheld)
    assert withheld == {(), ("Age",)}


def grid_cells(insides, key_of, organisations):
    """Return a grid's cells, with head-counts at its left margin."""
    columns = ("new", "continuing")
    cells = []
    for row, numbers in zip(organisations, insides, strict=True):
        parts = [
            TrueCell(f"{row}/{column}", number, key_of(number), Level.ORGANISATION)
            for column, number in zip(columns, numbers, strict=True)
        ]
        keys = sum(part.people_key for part in parts) % 2**64
        whole = TrueCell(row, sum(numbers), keys, Level.ORGANISATION, is_headcount=True)
        cells += [whole, *parts]
    for column in ("people", *columns):
        of_column = [
            cell
            for cell in cells
            if cell.row.endswith(f"/{column}")
            or (column == "people" and cell.is_headcount)
        ]
        people = sum(cell.people_key for cell in of_column) % 2**64
        cells.append(TrueCell(column, sum(cell.count for cell in of_column), people))
    inside = tuple(
        tuple(f"{row}/{column}" for column in columns) for row in organisations
    )
    return cells, Grid("Organisations", "people", organisations, columns, inside)


def test_a_grid_keeps_what_is_large(key, people_key):
    insides = [(30, 40), (25, 60), (44, 21)]

    cells, grid = grid_cells(insides, people_key, ("one", "two", "three"))
    release = protect_people(cells, [grid], key=key)

    assert set(statuses(release).values()) == {"ok"}


@pytest.mark.req("D07")
def test_a_small_organisation_cannot_be_subtracted_from_the_nation(key, people_key):
    for small in range(1, 10):
        insides = [(30, 40), (small, 60)]

        cells, grid = grid_cells(insides, people_key, ("one", "two"))
        printed = protect_people(cells, [grid], key=key).cells

        assert printed["two/new"] == hidden("two/new")
        in_row, in_column = printed["two/continuing"], printed["one/new"]
        if printed["two"].value and in_row.value:
            assert printed["two"].value - in_row.value - 18 <= 1
            assert printed["two"].value - in_row.value + 18 >= 9
        if printed["new"].value and in_column.value:
            assert printed["new"].value - in_column.value - 11 <= 1
            assert printed["new"].value - in_column.value + 11 >= 9


@pytest.mark.req("D07")
def test_fewer_than_ten_stays_fewer_than_ten(key, people_key):
    insides = [(30, 40), (2, 3), (22, 35)]

    cells, grid = grid_cells(insides, people_key, ("one", "two", "three"))
    release = protect_people(cells, [grid], key=key)
    suspects = {suspect.row: suspect for suspect in release.suspects}

    assert release.cells["two"].status is Status.FEW
    assert suspects["two"].lowest <= 1
    assert suspects["two"].highest == 9
    assert "Organisations" not in release.withheld


@pytest.mark.req("D07")
def test_a_head_count_may_stand_in_front_of_another(key):
    pairs = set()
    for people_key in range(40):
        one = TrueCell("one", 25, people_key, Level.ORGANISATION, is_headcount=True)
        two = TrueCell("two", 8, people_key * 9, Level.ORGANISATION, is_headcount=True)
        nation = TrueCell("nation", 33, people_key * 10)
        table = Breakdown("Place", "nation", ("one", "two"), is_attribute=False)

        printed = protect_people([nation, one, two], [table], key=key).cells

        assert printed["two"].status is Status.FEW
        pairs.add(printed["one"].status)
    assert pairs == {Status.OK, Status.SUPPRESSED}
