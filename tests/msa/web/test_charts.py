from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from msa.web import charts
from msa.web.charts import Mark, Series, ThenNow

SVG = "{http://www.w3.org/2000/svg}"
QUARTERS = ["Q1", "Q2", "Q3"]


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314 -- our own drawing


def texts(svg: str) -> list[str]:
    return ["".join(e.itertext()) for e in parsed(svg).iter(f"{SVG}text")]


def bars(svg: str) -> list[str]:
    return [e.attrib["width"] for e in parsed(svg).iter(f"{SVG}rect")]


def a_bar(*marks: Mark) -> str:
    return charts.bar(title="More men came", description="By age", marks=marks)


def a_line(*values: float | None) -> str:
    marks = [Mark("", v) for v in values]
    return charts.line(
        title="t", description="d", columns=QUARTERS, series=[Series("Men", marks)]
    )


def a_stack(hidden: bool) -> str:
    marks = [Mark("", 40), Mark("", None, "c") if hidden else Mark("", 10)]
    return charts.stacked_bar(
        title="t",
        description="d",
        columns=["Q1"],
        series=[Series("Phone", marks[:1]), Series("Video", marks[1:])],
    )


@pytest.mark.parametrize(
    "svg",
    [
        a_bar(Mark("Under 25", 3)),
        a_line(1, 2, 3),
        a_stack(hidden=False),
        charts.dots(
            title="More men came",
            description="d",
            answers=["Never", "Always"],
            statements=[ThenNow("I sleep well", 0, 1)],
        ),
    ],
    ids=["bar", "line", "stacked bar", "dots"],
)
def test_chart_has_a_title_a_description_and_no_styles(svg: str) -> None:
    root = parsed(svg)

    assert root.findtext(f"{SVG}title")
    assert root.findtext(f"{SVG}desc")
    assert not re.search(r"\sstyle=|<style|<script|\son\w+=", svg)


def test_finding_comes_first_for_readers_of_a_pdf() -> None:
    assert parsed(a_bar(Mark("a", 1)))[0].text == "More men came"


def test_bars_start_at_zero_and_keep_their_proportion() -> None:
    assert bars(a_bar(Mark("a", 50), Mark("b", 100), Mark("c", 0))) == [
        "41.0%",
        "82.0%",
        "0.0%",
    ]


def test_label_and_figure_stand_on_the_mark() -> None:
    assert texts(a_bar(Mark("Under 25", 1240))) == ["Under 25", "1,240"]


@pytest.mark.parametrize("written", ["c", "fewer than 10"])
def test_hidden_value_is_an_outlined_gap_and_never_zero(written: str) -> None:
    svg = a_bar(Mark("a", 9), Mark("b", None, written))
    gap = next(e for e in parsed(svg).iter() if e.get("class") == "chart-gap")

    assert texts(svg) == ["a", "9", "b", written]
    assert gap.attrib["fill"] == "none"
    assert "0" not in texts(svg)


def test_value_is_not_written_when_something_is_written_instead() -> None:
    svg = a_bar(Mark("a", 9), Mark("b", 4, "c"))

    assert texts(svg) == ["a", "9", "b", "c"]
    assert bars(svg)[0] == "82.0%"


def test_line_breaks_at_a_hidden_value() -> None:
    whole = parsed(a_line(1, 2, 3)).findall(f"{SVG}line")
    broken = parsed(a_line(1, None, 3)).findall(f"{SVG}line")

    assert (len(whole), len(broken)) == (3, 1)


def test_stack_with_a_hidden_part_shows_none_of_its_parts() -> None:
    assert "40" in texts(a_stack(hidden=False))
    assert texts(a_stack(hidden=True)) == ["Phone", "Video", "Q1", "c"]


def test_stack_of_nothing_is_drawn() -> None:
    svg = charts.stacked_bar(
        title="t",
        description="d",
        columns=["Q1"],
        series=[Series("Phone", [Mark("", 0)])],
    )

    assert texts(svg) == ["Phone", "Q1"]


def test_more_than_four_categories_are_refused() -> None:
    five = [Series(str(i), [Mark("", 1)]) for i in range(5)]

    with pytest.raises(ValueError, match="at most 4"):
        charts.stacked_bar(title="t", description="d", columns=["Q1"], series=five)


def test_category_without_a_mark_to_each_column_is_refused() -> None:
    with pytest.raises(ValueError, match="one mark"):
        charts.line(
            title="t",
            description="d",
            columns=QUARTERS,
            series=[Series("Men", [Mark("", 1)])],
        )


@pytest.mark.req("UI-V6")
def test_then_and_now_carry_words_and_no_score() -> None:
    svg = charts.dots(
        title="t",
        description="d",
        answers=["Not at all", "Sometimes", "Always"],
        statements=[ThenNow("I sleep well", 0, 2), ThenNow("I go out", 1, 1)],
    )

    assert texts(svg) == [
        "I sleep well",
        "then",
        "now",
        "I go out",
        "the same",
        "Not at all",
        "Always",
    ]


def test_statement_not_asked_then_shows_only_now() -> None:
    svg = charts.dots(
        title="t",
        description="d",
        answers=["Never", "Always"],
        statements=[ThenNow("I sleep well", None, 1)],
    )

    assert "then" not in texts(svg)
    assert len(parsed(svg).findall(f"{SVG}circle")) == 1


def test_labels_are_escaped() -> None:
    assert texts(a_bar(Mark("<script>", 1)))[0] == "<script>"


def test_decimal_mark_follows_svg_whatever_the_language() -> None:
    assert bars(a_bar(Mark("a", 1), Mark("b", 3)))[0] == "27.33%"
