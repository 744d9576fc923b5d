"""Releases made badly on purpose: the attack must find what is wrong with each."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from reporting.attack import (
    PUBLISHED_RULES,
    CountRule,
    Fault,
    Figure,
    Link,
    Mean,
    Place,
    Publication,
    Reading,
    Relation,
    Rules,
    Sum,
    UnknownFigure,
    attack,
)

Cell = int | str


def figure(name: str, printed: Cell, rule: str = "people") -> Figure:
    if isinstance(printed, int):
        return Figure(name, rule, Reading.NUMBER, printed)
    return Figure(name, rule, Reading(printed))


def publication(
    cells: dict[str, Cell],
    *sums: Sum,
    quarter: str = "2026Q1",
    revision: int = 1,
    kind: str = "OPERATIONAL",
    rules: dict[str, str] | None = None,
    means: tuple[Mean, ...] = (),
) -> Publication:
    named = rules or {}
    figures = [
        figure(name, printed, named.get(name, "people"))
        for name, printed in cells.items()
    ]
    return Publication(kind, quarter, revision, figures, sums, means)


def faults(*published: Publication, rules=PUBLISHED_RULES, links=()):
    outcome = attack(published, rules=rules, links=links)
    return {(one.fault, one.name) for one in outcome.findings}


PARTS = Sum("all", ("a", "b", "c"))


@pytest.mark.req("D02", "REP-03")
def test_a_total_printed_exactly_gives_a_hidden_part_away():
    exact = Rules(
        counts={"people": CountRule(base=1, threshold=6, prints_zero=True)},
        means={},
    )

    found = faults(
        publication({"all": 30, "a": 17, "b": 10, "c": "c"}, PARTS), rules=exact
    )

    assert (Fault.PINNED, "c") in found


@pytest.mark.req("D02", "REP-03")
def test_one_hidden_part_without_another_is_found():
    found = faults(publication({"all": 30, "a": 15, "b": 18, "c": "c"}, PARTS))

    assert found == {(Fault.NARROWED, "c")}


@pytest.mark.req("D02")
def test_the_same_parts_pass_with_a_second_one_hidden():
    assert not faults(publication({"all": 30, "a": "c", "b": 18, "c": "c"}, PARTS))


def test_a_range_is_the_one_anybody_can_work_out():
    outcome = attack(
        [publication({"all": 30, "a": 15, "b": 18, "c": "c"}, PARTS)],
        rules=PUBLISHED_RULES,
        exact=True,
    )

    # At most 32 in all, at least 13 and 16 of them elsewhere; and it is no nought.
    assert [(one.lowest, one.highest) for one in outcome.ranges] == [(1, 3)]


def test_a_rounded_figure_left_with_one_value_is_found():
    # At most 14 in all, and at least 7 in each of two parts: that is 7 and 7.
    found = faults(publication({"all": 12, "a": 9, "b": 9, "c": 0}, PARTS))

    assert {(Fault.EXACT, "a"), (Fault.EXACT, "b"), (Fault.EXACT, "all")} == found


@pytest.mark.req("D07", "REP-03")
@pytest.mark.parametrize(("nation", "is_found"), [(72, False), (75, True)])
def test_the_nation_less_the_other_organisation_is_found(nation, is_found):
    parts = Sum("nation", ("one", "two"))
    rules = dict.fromkeys(parts.parts, "headcount")
    cells: dict[str, Cell] = {"nation": nation, "one": 60, "two": "few"}

    found = faults(publication(cells, parts, rules=rules))

    # The one has 51 to 69; of 70 all but one may be his, of 73 four are not.
    assert found == ({(Fault.NARROWED, "two")} if is_found else set())


@pytest.mark.req("REP-03")
@pytest.mark.parametrize(("printed", "is_found"), [(46, False), (56, True)])
def test_who_is_surely_in_none_of_the_rows_is_found(printed, is_found):
    finer = Rules(
        counts={"people": CountRule(base=2, threshold=10, prints_zero=True)}, means={}
    )
    rows = Sum("all", ("a",), Relation.WITHIN)

    found = faults(publication({"all": 60, "a": printed}, rows), rules=finer)

    # Of 59 to 61 men 55 to 57 are in the row: two to six are not.
    assert ((Fault.NARROWED, "a") in found) is is_found


def test_everybody_having_a_row_gives_a_lone_hidden_row_away():
    rows = Sum("all", ("a", "b", "c"), Relation.COVERS)

    found = faults(publication({"all": 60, "a": 30, "b": 21, "c": "c"}, rows))

    # At least 58 men, at most 32 and 23 in the other rows: three are left over.
    assert found == {(Fault.NARROWED, "c")}


def test_sessions_printed_for_a_hidden_number_show_that_it_is_not_small():
    cells: dict[str, Cell] = {"all": 30, "a": 21, "b": "c", "c": "c", "b's": 40}
    table = publication(cells, PARTS, rules={"b's": "sessions"})
    figures = [
        replace(one, people="b") if one.name == "b's" else one for one in table.figures
    ]

    found = faults(replace(table, figures=figures))

    # Six or more in b leave at most seven for c, so nothing is told of it; with one
    # more in print it is.
    assert found == set()
    tight = [figure("a", 24) if one.name == "a" else one for one in figures]
    assert faults(replace(table, figures=tight)) == {(Fault.NARROWED, "c")}


@pytest.mark.parametrize(
    ("printed", "rule"),
    [(31, "people"), (3, "people"), (-3, "people"), ("few", "people"), (5, "sessions")],
)
def test_a_figure_that_the_rules_cannot_print_is_found(printed, rule):
    cells = publication({"x": printed}, rules={"x": rule})

    assert (Fault.AGAINST_THE_RULES, "x") in faults(cells)


def test_figures_that_nothing_true_fits_are_found():
    found = faults(publication({"all": 90, "a": 15, "b": 18, "c": 6}, PARTS))

    assert {fault for fault, _ in found} == {Fault.CONTRADICTORY}


def test_what_cannot_be_proved_in_time_does_not_pass():
    outcome = attack(
        [publication({"all": 30, "a": "c", "b": 18, "c": "c"}, PARTS)],
        rules=replace(PUBLISHED_RULES, seconds=0.0),
    )

    assert not outcome.passes
    assert {one.fault for one in outcome.findings} == {Fault.NOT_PROVED}


def test_an_unknown_heading_is_an_error():
    with pytest.raises(UnknownFigure):
        attack([publication({"all": 30}, PARTS)], rules=PUBLISHED_RULES)


@pytest.mark.req("REP-03")
@pytest.mark.parametrize("after", [33, 36])
def test_two_revisions_that_differ_by_one_man_are_found(after):
    before = publication({"a": 30})
    now = publication({"a": after}, revision=2)

    # Alone each is as it should be.
    assert not faults(before)
    assert not faults(now)
    assert faults(before, now) == {(Fault.FINE_CORRECTION, "a")}


def test_a_correction_that_surely_moved_by_a_base_passes():
    assert not faults(publication({"a": 30}), publication({"a": 39}, revision=2))


def test_a_correction_that_prints_what_was_hidden_is_found():
    before, now = publication({"a": "c"}), publication({"a": 9}, revision=2)

    assert faults(before, now) == {(Fault.UNCOVERED, "a")}


@pytest.mark.req("REP-03")
def test_two_looks_at_one_figure_are_put_together():
    # One revision says that a is 7 or 8, the other that it is 8 or more.
    before = publication({"all": 6, "a": 9, "b": 0, "c": 0}, PARTS)
    now = publication({"all": 21, "a": 9, "b": 9, "c": 0}, PARTS, revision=2)

    assert (Fault.EXACT, "a") not in faults(before) | faults(now)
    assert (Fault.EXACT, "a") in faults(before, now)


@pytest.mark.req("D12")
def test_a_finer_band_beside_an_older_one_is_found():
    # The young were 9: 7 to 11 men. Printed apart, the youngest are 4 at most.
    old = publication({"young": 9}, kind="OPERATIONAL")
    new = publication({"teens": "c", "twenties": 9}, kind="SUPPORT")
    link = Link(
        Place("OPERATIONAL", "2026Q1", "young"),
        (Place("SUPPORT", "2026Q1", "teens"), Place("SUPPORT", "2026Q1", "twenties")),
    )

    assert not faults(old, new)
    assert faults(old, new, links=[link]) == {(Fault.NARROWED, "teens")}


def test_a_link_to_what_is_not_given_is_passed_over():
    link = Link(Place("OPERATIONAL", "2020Q1", "a"), (Place("SUPPORT", "2020Q1", "a"),))

    assert not faults(publication({"a": 9}), links=[link])


def mean(value: Fraction | None, step: Fraction, **more: object) -> Mean:
    settings = {
        "name": "hope/mean",
        "measure": "hope",
        "rule": "national",
        "reading": Reading.NUMBER,
        "lowest": 1,
        "highest": 5,
        "quarters": ("2026Q1",),
    }
    return Mean(value=value, step=step, **{**settings, **more})  # type: ignore[arg-type]


@pytest.mark.req("REP-03")
def test_a_mean_that_gives_a_hidden_answer_away_is_found():
    # Nearly all gave 5: with a mean this high no more than two can have given 2.
    scores = tuple(str(score) for score in range(1, 6))
    asked = Sum("asked", scores)
    cells: dict[str, Cell] = {
        "asked": 21,
        "1": 0,
        "2": "c",
        "3": 0,
        "4": "c",
        "5": 15,
    }
    beside = mean(
        Fraction(24, 5),
        Fraction(1, 5),
        distribution=tuple(zip(range(1, 6), scores, strict=True)),
    )

    assert not faults(publication(cells, asked))
    found = faults(publication(cells, asked, means=(beside,)))

    assert (Fault.NARROWED, "2") in found


@pytest.mark.parametrize(
    ("value", "step"),
    [
        (Fraction(37, 10), Fraction(1, 10)),
        (Fraction(38, 10) + Fraction(1, 25), Fraction(1, 5)),
        (Fraction(26, 5), Fraction(1, 5)),
    ],
)
def test_a_mean_off_its_grid_is_found(value, step):
    found = faults(publication({}, means=(mean(value, step),)))

    assert found == {(Fault.AGAINST_THE_RULES, "hope/mean")}


def test_a_mean_of_too_few_for_its_step_is_found():
    of_twelve = mean(Fraction(19, 5), Fraction(1, 5), people="n")
    of_many = mean(Fraction(19, 5), Fraction(1, 5), people="n")

    assert faults(publication({"n": 12}, means=(of_twelve,)))
    assert not faults(publication({"n": 24}, means=(of_many,)))


@pytest.mark.req("REP-03")
def test_two_pools_that_share_a_quarter_are_found():
    step = Fraction(2, 5)
    first = mean(Fraction(19, 5), step, quarters=("2025Q4", "2026Q1"))
    second = mean(Fraction(17, 5), step, quarters=("2026Q1", "2026Q2"))
    apart = mean(Fraction(17, 5), step, quarters=("2026Q2",))

    before = publication({}, means=(first,))
    overlapping = publication({}, quarter="2026Q2", means=(second,))
    disjoint = publication({}, quarter="2026Q2", means=(apart,))

    assert faults(before, overlapping) == {(Fault.SAID_TWICE, "hope/mean")}
    assert not faults(before, disjoint)


@pytest.mark.parametrize(
    ("after", "is_found"), [(Fraction(17, 5), True), (Fraction(5), False)]
)
def test_a_corrected_mean_must_have_moved_by_more_than_one_man(after, is_found):
    before = mean(Fraction(13, 5), Fraction(2, 5))
    now = mean(after, Fraction(2, 5))

    found = faults(
        publication({}, means=(before,)), publication({}, revision=2, means=(now,))
    )

    assert bool(found) is is_found


def test_the_summary_is_what_two_people_may_read():
    outcome = attack(
        [publication({"all": 30, "a": 15, "b": 18, "c": "c"}, PARTS)],
        rules=PUBLISHED_RULES,
    )

    summary = outcome.summary()

    assert summary["passes"] is False
    assert summary["findings"] == [
        {
            "fault": "narrowed",
            "words": "a hidden figure can be narrowed down too far",
            "kind": "OPERATIONAL",
            "quarter": "2026Q1",
            "revision": 1,
            "name": "c",
        }
    ]
    # How narrow would be the very thing that is not to be told.
    assert summary["narrowest"] is None
