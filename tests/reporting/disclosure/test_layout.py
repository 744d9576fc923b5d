from __future__ import annotations

import pytest

from reporting.disclosure import Breakdown, Grid, TablesDoNotNest, TotalResponse
from reporting.disclosure.layout import Layout


@pytest.mark.parametrize(
    ("rows", "tables"),
    [
        (["t", "a"], [Breakdown("one", "t", ("a", "b"))]),
        (["t", "a", "b"], [Breakdown("one", "absent", ("a", "b"))]),
        (["t", "a", "a"], [Breakdown("one", "t", ("a",))]),
        (["t", "a"], [Breakdown("one", "t", ("a", "a"))]),
        (["t", "a"], [Breakdown("one", "t", ("a",)), Breakdown("two", "t", ("a",))]),
        (["t", "a"], [Breakdown("one", "t", ("a",)), Breakdown("two", "a", ("t",))]),
        (["t"], [Breakdown("empty", "t", ())]),
        (["t"], [TotalResponse("empty", "t", ())]),
        (
            ["t", "a", "b"],
            [Breakdown("same", "t", ("a",)), Breakdown("same", "t", ("b",))],
        ),
        (["t", "o", "h"], [Grid("grid", "t", ("o",), ("h",), (("x",),))]),
    ],
)
def test_tables_that_do_not_nest_are_refused(rows, tables):
    with pytest.raises(TablesDoNotNest):
        Layout(rows, tables)


def test_every_row_has_its_place():
    tables = [
        Breakdown("age", "t", ("a", "b")),
        TotalResponse("ethnicity", "t", ("x", "y")),
        Breakdown("within", "a", ("a1", "a2")),
    ]

    layout = Layout(["t", "a", "b", "x", "y", "a1", "a2", "free"], tables)

    implied = {"x\x1fothers", "y\x1fothers"}
    assert set(layout.joints) == {"t", "a", "b", "x", "y", "a1", "a2", "free"} | implied
