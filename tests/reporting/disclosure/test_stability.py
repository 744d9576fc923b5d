from __future__ import annotations

import pytest

from reporting.disclosure import (
    FrozenCell,
    Level,
    PublishedCell,
    Status,
    held,
    revised,
    rows_that_may_change,
)


def frozen(count: int, value: int | None) -> FrozenCell:
    status = Status.SUPPRESSED if value is None else Status.OK
    return FrozenCell(count, PublishedCell("active", status, value))


@pytest.mark.parametrize(
    ("level", "now", "keeps"),
    [
        (Level.NATIONAL, frozen(22, 24), True),
        (Level.NATIONAL, frozen(18, 18), True),
        (Level.NATIONAL, frozen(23, 24), False),
        (Level.NATIONAL, frozen(17, 15), False),
        (Level.ORGANISATION, frozen(29, 30), True),
        (Level.ORGANISATION, frozen(30, 30), False),
    ],
)
def test_a_stock_is_held_until_it_moves_by_the_base(level, now, keeps):
    before = frozen(20, 21)

    assert held(before, now, level=level) == (before if keeps else now)


def test_the_first_stock_is_printed():
    now = frozen(20, 21)

    assert held(None, now, level=Level.NATIONAL) == now


def test_a_stock_that_became_small_is_not_held():
    now = frozen(5, None)

    assert held(frozen(6, 6), now, level=Level.NATIONAL) == now


def test_a_slow_drift_shows_in_the_end():
    shown = frozen(20, 21)

    for count in (21, 22, 23):
        shown = held(shown, frozen(count, 24), level=Level.NATIONAL)

    assert shown.count == 23


@pytest.mark.parametrize(
    ("now", "keeps"),
    [(frozen(22, 24), True), (frozen(23, 24), False), (frozen(17, None), False)],
)
def test_a_correction_changes_only_what_moved_by_the_base(now, keeps):
    before = frozen(20, 21)

    assert revised(before, now, level=Level.NATIONAL) == (before if keeps else now)


def test_a_correction_uncovers_nothing():
    before = frozen(20, None)

    assert revised(before, frozen(60, 60), level=Level.NATIONAL) == before


def test_rows_that_may_change_moved_by_the_base():
    before = {"a": 10, "b": 10, "c": 10, "gone": 10}
    now = {"a": 12, "b": 13, "c": 7, "fresh": 10}

    assert rows_that_may_change(before, now, level=Level.NATIONAL) == {"b", "c"}
    assert not rows_that_may_change(before, now, level=Level.ORGANISATION)


def test_frozen_cells_keep_the_number_out_of_their_repr():
    assert "4711" not in repr(frozen(4711, None))
