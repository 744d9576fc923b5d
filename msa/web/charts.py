"""Charts as lean inline SVG, the same in a page and in a PDF.

Lengths along the chart are percentages, so text keeps its size at every width.
Colours stand in presentation attributes, which PDFs read and the page's classes
override. A value that may not be shown is an outlined gap with `c`, never a bar of no
length.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

FILLS = ("#0a3f3a", "#2b9c8e", "#5a1f3d", "#d8752a")
INKS = ("#ffffff", "#0d1110", "#ffffff", "#0d1110")
MOST_SERIES = len(FILLS)

BAR_ROW = 56
BAR_TOP = 26
BAR_THICK = 20
# The longest bar leaves room for its own figure to stand after it.
BAR_SPAN = 82.0
# A segment narrower than this has no room for its figure; the key still says it.
ROOM_FOR_FIGURE = 14.0
PLOT_LEFT, PLOT_RIGHT = 6.0, 94.0
LINE_TOP, LINE_BOTTOM = 40, 200


@dataclass(frozen=True)
class Mark:
    """One value with its label; with something to write `instead` it is not shown."""

    label: str
    value: float | None
    instead: str = ""

    @property
    def text(self) -> str:
        """What is written on the mark."""
        return figure(self.value) if self.is_shown else self.instead or "c"

    @property
    def is_shown(self) -> bool:
        """Whether there is a value to draw."""
        return not self.instead and self.value is not None


@dataclass(frozen=True)
class Series:
    """Values of one category over the columns of a stacked bar or a line chart."""

    label: str
    marks: Sequence[Mark]


@dataclass(frozen=True)
class Point:
    """Where a mark of a line stands: percent across, pixels down."""

    mark: Mark
    x: float
    y: float
    text_y: float


@dataclass(frozen=True)
class ThenNow:
    """Where a statement stood then and stands now, by position in the answers."""

    label: str
    then: int | None
    now: int | None


def bar(*, title: str, description: str, marks: Sequence[Mark]) -> SafeString:
    """Draw horizontal bars from zero, each with its label and figure.

    `title` is the finding in words: readers of the page and of the PDF are given it.
    """
    top = _top(marks)
    rows = [
        {
            "mark": mark,
            "label_y": index * BAR_ROW + 18,
            "bar_y": index * BAR_ROW + BAR_TOP,
            "text_y": index * BAR_ROW + BAR_TOP + 16,
            "width": _share(mark, top, BAR_SPAN),
        }
        for index, mark in enumerate(marks)
    ]
    height = len(marks) * BAR_ROW
    return _draw("bar", title, description, rows=rows, height=height, thick=BAR_THICK)


def stacked_bar(
    *, title: str, description: str, columns: Sequence[str], series: Sequence[Series]
) -> SafeString:
    """Draw one bar to each of `columns`, divided by series (at most four).

    A bar with a value that may not be shown is outlined whole: its parts would give the
    missing one away.
    """
    _check_series(series, len(columns))
    top = max((_sum(series, i) for i in range(len(columns))), default=0) or 1
    key = [_key(index, one.label) for index, one in enumerate(series)]
    start = len(key) * 26 + 12
    rows = [
        {
            "label": column,
            "label_y": start + index * BAR_ROW + 18,
            "bar_y": start + index * BAR_ROW + BAR_TOP,
            "text_y": start + index * BAR_ROW + BAR_TOP + 16,
            "segments": _segments(series, index, top),
        }
        for index, column in enumerate(columns)
    ]
    height = start + len(columns) * BAR_ROW
    return _draw(
        "stacked_bar",
        title,
        description,
        rows=rows,
        key=key,
        height=height,
        thick=BAR_THICK,
    )


def line(
    *, title: str, description: str, columns: Sequence[str], series: Sequence[Series]
) -> SafeString:
    """Draw one line to each series (at most four) from zero, labelled at its end.

    A value that may not be shown breaks the line and leaves an outlined `c`.
    """
    _check_series(series, len(columns))
    top = max((_top(one.marks) for one in series), default=1.0)
    step = (PLOT_RIGHT - PLOT_LEFT) / max(len(columns) - 1, 1)
    at = [PLOT_LEFT + index * step for index in range(len(columns))]
    key = [_key(index, one.label) for index, one in enumerate(series)]
    start = len(key) * 26
    lines = [_line(i, one, at, top, start) for i, one in enumerate(series)]
    ticks = [{"x": x, "label": c} for x, c in zip(at, columns, strict=True)]
    return _draw(
        "line",
        title,
        description,
        lines=lines,
        ticks=ticks,
        key=key,
        base_y=start + LINE_BOTTOM,
        tick_y=start + LINE_BOTTOM + 24,
        height=start + LINE_BOTTOM + 32,
    )


def dots(
    *,
    title: str,
    description: str,
    answers: Sequence[str],
    statements: Sequence[ThenNow],
) -> SafeString:
    """Draw *then* and *now* of each statement on one track between the answers' ends.

    Not a score: `answers` are the words he chose from, and positions are their order.
    """
    steps = max(len(answers) - 1, 1)
    span = PLOT_RIGHT - PLOT_LEFT
    rows = [
        {
            "label": one.label,
            "y": index * 88 + 48,
            "label_y": index * 88 + 18,
            "then": _at(one.then, steps, span),
            "now": _at(one.now, steps, span),
            "then_y": index * 88 + 74,
            "then_anchor": _anchor(one.then, steps),
            "now_anchor": _anchor(one.now, steps),
            "is_same": one.then is not None and one.then == one.now,
        }
        for index, one in enumerate(statements)
    ]
    return _draw(
        "dots",
        title,
        description,
        rows=rows,
        first=answers[0],
        last=answers[-1],
        left=PLOT_LEFT,
        right=PLOT_RIGHT,
        height=len(statements) * 88 + 28,
        ends_y=len(statements) * 88 + 16,
    )


def figure(value: float | None) -> str:
    """Write a number as a page does: 1,240 or 3.5."""
    if value is None:
        return "c"
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


def _draw(kind: str, title: str, description: str, **drawing: Any) -> SafeString:
    context = {"title": title, "description": description, **drawing}
    return render_to_string(f"_components/charts/{kind}.svg.html", context)


def _top(marks: Sequence[Mark]) -> float:
    return max((m.value or 0 for m in marks if m.is_shown), default=0) or 1


def _share(mark: Mark, top: float, span: float) -> float | None:
    if not mark.is_shown:
        return None
    return round((mark.value or 0) / top * span, 2)


def _check_series(series: Sequence[Series], columns: int) -> None:
    if len(series) > MOST_SERIES:
        raise ValueError(f"at most {MOST_SERIES} categories can be told apart")
    if any(len(one.marks) != columns for one in series):
        raise ValueError("each category needs one mark to each column")


def _key(index: int, label: str) -> dict[str, Any]:
    return {
        "label": label,
        "number": index + 1,
        "fill": FILLS[index],
        "y": index * 26 + 4,
        "text_y": index * 26 + 18,
    }


def _sum(series: Sequence[Series], column: int) -> float:
    return sum(one.marks[column].value or 0 for one in series)


def _segments(
    series: Sequence[Series], column: int, top: float
) -> list[dict[str, Any]] | None:
    if not all(one.marks[column].is_shown for one in series):
        return None
    segments, x = [], 0.0
    for index, one in enumerate(series):
        width = _share(one.marks[column], top, 100.0) or 0.0
        segments.append(
            {
                "x": round(x, 2),
                "middle": round(x + width / 2, 2),
                "width": width,
                "number": index + 1,
                "fill": FILLS[index],
                "ink": INKS[index],
                "text": one.marks[column].text if width >= ROOM_FOR_FIGURE else "",
            }
        )
        x += width
    return segments


def _line(
    index: int, one: Series, at: Sequence[float], top: float, start: int
) -> dict[str, Any]:
    reach = LINE_BOTTOM - LINE_TOP
    points = []
    for x, mark in zip(at, one.marks, strict=True):
        y = round(start + LINE_BOTTOM - (mark.value or 0) / top * reach, 1)
        points.append(Point(mark, x=round(x, 2), y=y, text_y=y - 12))
    pieces = [
        {"a": a, "b": b}
        for a, b in pairwise(points)
        if a.mark.is_shown and b.mark.is_shown
    ]
    return {
        "number": index + 1,
        "stroke": FILLS[index],
        "points": points,
        "pieces": pieces,
        "gap_y": start + LINE_BOTTOM - 26,
        "gap_text_y": start + LINE_BOTTOM - 10,
    }


def _at(position: int | None, steps: int, span: float) -> float | None:
    return None if position is None else round(PLOT_LEFT + position / steps * span, 2)


def _anchor(position: int | None, steps: int) -> str:
    """Return how a word stands to its dot: at the ends it may not stick out."""
    return {0: "start", steps: "end"}.get(position or 0, "middle")
