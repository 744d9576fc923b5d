from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporting.disclosure import (
    Breakdown,
    Level,
    RoundingKey,
    Status,
    TableDoesNotAdd,
    TrueMagnitude,
    Unit,
    protect_activity,
)

KEY = RoundingKey(b"another secret of the report builder, long enough")


def magnitude(row: str, by_person: list[int], **fields: Any) -> TrueMagnitude:
    ranked = sorted(by_person, reverse=True)
    return TrueMagnitude(
        row=row,
        measure="sessions",
        amount=sum(ranked),
        people_key=int.from_bytes(row.encode()[:8], "big"),
        contributors=len(ranked),
        largest=sum(ranked[:1]),
        two_largest=sum(ranked[:2]),
        **fields,
    )


def printed(cell: TrueMagnitude) -> Any:
    return protect_activity([cell], key=KEY).cells[cell.row]


@pytest.mark.req("D09")
@pytest.mark.parametrize(
    ("by_person", "status"),
    [
        ([4] * 6, "ok"),
        ([4] * 5, "c"),
        ([50, 10, 10, 10, 10, 10], "ok"),
        ([51, 10, 10, 10, 10, 9], "c"),
        ([35, 35, 10, 10, 5, 5], "ok"),
        ([36, 35, 10, 9, 5, 5], "c"),
        ([1] * 9, "c"),
        ([], "ok"),
    ],
)
def test_amounts_need_contributors_and_nobody_dominating(by_person, status):
    assert printed(magnitude("row", by_person)).status == status


@pytest.mark.req("D09")
@settings(max_examples=500, deadline=None)
@given(st.lists(st.integers(1, 200), max_size=20), st.sampled_from(Level))
def test_no_amount_is_printed_of_which_one_person_has_most(by_person, level):
    cell = printed(magnitude("row", by_person, level=level))

    if cell.value:
        ranked = sorted(by_person, reverse=True)
        assert ranked[0] * 2 <= sum(ranked)
        assert sum(ranked[:2]) * 10 <= sum(ranked) * 7
        assert len(ranked) >= (6 if level is Level.NATIONAL else 10)


@pytest.mark.parametrize(("people", "status"), [(10, "ok"), (9, "c"), (0, "c")])
def test_an_organisation_needs_more_contributors(people, status):
    cell = magnitude("row", [9] * people, level=Level.ORGANISATION)

    assert printed(cell).status == status


def test_occasions_are_rounded_to_ten():
    assert printed(magnitude("row", [11] * 11)).value in {120, 130}


def test_minutes_are_rounded_to_five_hours():
    cell = magnitude("row", [100] * 11, unit=Unit.MINUTES)

    assert printed(cell).value in {900, 1200}


def test_measures_of_the_same_people_are_rounded_independently():
    ups = set()
    for people_key in range(60):
        cells = [
            TrueMagnitude(name, name, 75, people_key, 8, 10, 20)
            for name in ("sessions", "outreach")
        ]
        figures = protect_activity(cells, key=KEY).cells
        ups.add((figures["sessions"].value, figures["outreach"].value))

    assert ups == {(70, 70), (70, 80), (80, 70), (80, 80)}


@pytest.mark.req("D07")
def test_a_dominated_amount_is_not_the_rest_of_a_total():
    people = {"one": [40, 3, 3, 2, 1, 1], "two": [11] * 10, "three": [12] * 12}
    cells = [magnitude(row, each) for row, each in people.items()]
    everybody = [amount for each in people.values() for amount in each]
    table = Breakdown("Place", "nation", tuple(people), is_attribute=False)

    release = protect_activity(
        [magnitude("nation", everybody), *cells], [table], key=KEY
    )

    suspect = next(one for one in release.suspects if one.row == "one")
    assert release.cells["one"].status is Status.SUPPRESSED
    assert suspect.lowest <= 25
    assert suspect.highest is None or suspect.highest >= 75


def test_an_amount_that_is_nearly_the_total_hides_the_total():
    people = {"one": [300, 200, 9, 9], "two": [1] * 6}
    cells = [magnitude(row, each) for row, each in people.items()]
    nation = TrueMagnitude("nation", "sessions", 524, 5, 40, 20, 40)
    table = Breakdown("Kind", "nation", tuple(people), is_attribute=False)

    release = protect_activity([nation, *cells], [table], key=KEY)

    assert {cell.status for cell in release.cells.values()} == {Status.SUPPRESSED}


def test_a_total_two_tables_up_is_hidden_if_it_must_be():
    whole = TrueMagnitude("whole", "sessions", 900, 5, 40, 20, 40)
    middle = TrueMagnitude("middle", "sessions", 900, 5, 2, 800, 900)
    low = TrueMagnitude("low", "sessions", 900, 5, 2, 800, 900)
    tables = [
        Breakdown("Up", "whole", ("middle",), is_attribute=False),
        Breakdown("Down", "middle", ("low",), is_attribute=False),
    ]

    release = protect_activity([whole, middle, low], tables, key=KEY)

    assert {cell.status for cell in release.cells.values()} == {Status.SUPPRESSED}


@pytest.mark.req("D10")
def test_all_activity_of_one_kind_withholds_the_kinds_and_keeps_the_total():
    cells = [magnitude("all", [9] * 20), magnitude("face to face", [9] * 20)]
    cells.append(magnitude("by phone", []))
    table = Breakdown("Kind", "all", ("face to face", "by phone"))

    release = protect_activity(cells, [table], key=KEY)

    assert release.withheld == ("Kind",)
    assert release.cells["all"].status is Status.OK


def test_amounts_that_do_not_add_are_refused():
    cells = [magnitude("all", [9] * 20), magnitude("part", [9] * 19)]

    with pytest.raises(TableDoesNotAdd):
        protect_activity(cells, [Breakdown("Kind", "all", ("part",))], key=KEY)
