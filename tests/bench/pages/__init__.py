"""A report of 12 pages, 11 tables and 15 charts, said twice: leanly and naively.

The naive one is written as one would without measuring: a framework's style sheet,
cards in columns in rows, a box around each figure, and charts as plotting libraries
write them, each tick and grid line a group with styles of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.template import engines
from django.utils.safestring import SafeString, mark_safe

from msa.web.charts import Mark, Series, bar, line

_HERE = Path(__file__).parent
_TABLES, _ROWS, _BARS = 11, 12, 4
#: Sections with a second chart, which makes fifteen.
_WITH_TREND = 4
COLUMNS = ("Sessions", "Hours", "People", "New", "Continuing", "Ended")
_QUARTERS = [f"Q{n % 4 + 1} {2024 + n // 4}" for n in range(8)]


@dataclass(frozen=True, slots=True)
class Part:
    """One section: its table, and its charts in both manners."""

    title: str
    rows: list[tuple[str, list[int]]]
    lean_charts: list[SafeString]
    naive_charts: list[SafeString]


def lean_html() -> str:
    """Return the report as this project writes its own."""
    return _render("lean.html")


def naive_html() -> str:
    """Return the same report as one writes it without measuring."""
    return _render("naive.html")


def _render(template: str) -> str:
    page = engines["django"].from_string((_HERE / template).read_text())
    parts = [_part(number) for number in range(_TABLES)]
    return page.render({"parts": parts, "columns": COLUMNS, "framework": _framework()})


def _part(number: int) -> Part:
    rows = [
        (f"Group {row + 1}", [_figure(number, row, c) for c in range(6)])
        for row in range(_ROWS)
    ]
    bars = [(label, figures[0]) for label, figures in rows[:_BARS]]
    trend = [
        (name, [_figure(number, n, c) for n in range(len(_QUARTERS))])
        for c, name in enumerate(COLUMNS[:2])
    ]
    lean = [_lean_bars(bars)]
    naive = [_drawing([("", [value for _, value in bars])], [one for one, _ in bars])]
    if number < _WITH_TREND:
        lean.append(_lean_lines(trend))
        naive.append(_drawing(trend, _QUARTERS))
    return Part(f"Part {number + 1}", rows, lean, naive)


def _figure(part: int, row: int, column: int) -> int:
    return 6 + (part * 37 + row * 101 + column * 53) % 900


def _lean_bars(bars: list[tuple[str, int]]) -> SafeString:
    marks = [Mark(label, value) for label, value in bars]
    return bar(title="Most were in group 1", description="Bars", marks=marks)


def _lean_lines(trend: list[tuple[str, list[int]]]) -> SafeString:
    series = [
        Series(name, [Mark(q, v) for q, v in zip(_QUARTERS, values, strict=True)])
        for name, values in trend
    ]
    return line(title="It grows", description="Lines", columns=_QUARTERS, series=series)


def _drawing(series: list[tuple[str, list[int]]], labels: list[str]) -> SafeString:
    """Return a chart as a plotting library writes it."""
    step = 640 // len(labels)
    drawn = [_axis(labels, step)]
    for number, (name, values) in enumerate(series):
        points = [(40 + step * n, 300 - value / 4) for n, value in enumerate(values)]
        drawn += [_mark(number, x, y, step, name) for x, y in points]
    whole = "".join(drawn)
    return mark_safe(  # noqa: S308 -- numbers and words of our own
        '<svg xmlns="http://www.w3.org/2000/svg" width="680" height="280"'
        ' viewBox="0 0 720 360" role="img" aria-label="A chart">'
        f'<g class="figure"><g class="axes">{whole}</g></g></svg>'
    )


def _axis(labels: list[str], step: int) -> str:
    ticks = [
        f'<g class="xtick"><path d="M {40 + step * n} 0 V 300" fill="none"'
        ' stroke="#b0b0b0" stroke-width="0.8"/><g><text font-size="10"'
        f' text-anchor="middle" x="{40 + step * n}" y="316"><tspan>{label}</tspan>'
        "</text></g></g>"
        for n, label in enumerate(labels)
    ]
    grid = [
        f'<g class="ytick"><path d="M 40 {300 - 25 * n} H 700" fill="none"'
        ' stroke="#b0b0b0" stroke-width="0.8"/><g><text font-size="10"'
        f' text-anchor="end" x="34" y="{304 - 25 * n}"><tspan>{100 * n}</tspan>'
        "</text></g></g>"
        for n in range(12)
    ]
    return "".join(ticks + grid)


def _mark(number: int, x: float, y: float, step: int, name: str) -> str:
    colour = ("#1f77b4", "#ff7f0e")[number]
    left, right = x - step / 3, x + step / 3
    return (
        f'<g class="patch"><path d="M {left} 300 L {left} {y} L {right} {y}'
        f' L {right} 300 z" fill="{colour}" stroke="{colour}" opacity="0.8"/>'
        f'<g><text font-size="10" text-anchor="middle" x="{x}" y="{y - 4}"><tspan>'
        f"{300 - y:.0f}</tspan></text></g>"
        f"<title>{name}</title></g>"
    )


def _framework() -> SafeString:
    """Return a style sheet of utilities, as the frameworks' are."""
    sides = ("", "-top", "-right", "-bottom", "-left")
    rules = [
        f".{prop[0]}{side[1:2]}-{size}{at} {{ {prop}{side}: {size * 4}px !important }}"
        for prop in ("margin", "padding")
        for side in sides
        for size in range(25)
        for at in ("", "-sm", "-md", "-lg")
    ]
    base = (
        "*, *::before, *::after { box-sizing: border-box }"
        "@page { size: A4; margin: 15mm }"
        "body { font: 10px/1.5 sans-serif; margin: 0 } .break { break-before: page }"
        ".container { width: 100%; padding: 0 12px } .row { display: block }"
        ".card { border: 1px solid #ccc; border-radius: 4px }"
        ".card-body { padding: 8px } .card-header { padding: 8px; background: #eee }"
        ".table { width: 100%; border-collapse: collapse; margin-bottom: 8px }"
        ".table > :not(caption) > * > * { border-bottom: 1px solid #ccc }"
        ".table-striped > tbody > tr:nth-of-type(odd) > * { background: #f4f4f4 }"
        ".table-bordered > :not(caption) > * > * { border: 1px solid #ccc }"
        ".text-end { text-align: right } .badge { display: inline-block }"
        ".figure { margin: 0 0 8px }"
    )
    return mark_safe(base + "\n".join(rules))  # noqa: S308 -- written here
