from __future__ import annotations

import pytest

from reporting.disclosure import PublishedCell, Status, percentage


def ok(value: int) -> PublishedCell:
    return PublishedCell("row", Status.OK, value)


HIDDEN = PublishedCell("row", Status.SUPPRESSED)


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (ok(15), ok(30), 50),
        (ok(9), ok(33), 27),
        (ok(3), ok(600), 1),
        (ok(0), ok(30), 0),
        (ok(33), ok(30), 100),
        (ok(15), ok(27), None),
        (HIDDEN, ok(300), None),
        (ok(15), HIDDEN, None),
        (PublishedCell("row", Status.FEW), ok(300), None),
    ],
)
def test_percentages_come_from_printed_figures_only(part, whole, expected):
    assert percentage(part, whole) == expected
