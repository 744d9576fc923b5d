"""Answers in words, as pages list them; then and now as dots, and never a score."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assessments.instruments import CURRENT, Instrument, Item, OpenQuestion, Words
from assessments.queries.journey import Answer, Step
from assessments.sheets import Sheet
from msa.web.charts import ThenNow, dots


@dataclass(frozen=True, slots=True)
class Line:
    """One question and what he said to it."""

    number: int
    words: Words
    said: Words | None = None
    told: str = ""
    rather_not: bool = False
    is_kept: bool = False
    """Answered on another device, and not to be seen here."""


@dataclass(frozen=True, slots=True)
class Part:
    """Questions that belong together."""

    title: Words
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class JourneyLine:
    """One statement, its dots, and every answer he gave to it."""

    words: Words
    chart: SafeString
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class JourneyPart:
    """Statements that belong together, over time."""

    title: Words
    lines: list[JourneyLine]


_OWN_WORDS = Words("In your own words", "Ki ō ake kupu")


def parts(sheet: Sheet) -> list[Part]:
    """Return every question with its answer, group by group, his own words last."""
    instrument = sheet.asked()
    numbered = list(enumerate(instrument.questions, start=1))
    rated = [
        Part(
            group.title,
            [
                _rated(number, item, sheet, instrument)
                for number, item in numbered
                if isinstance(item, Item) and item.group == group.code
            ],
        )
        for group in instrument.groups
    ]
    written = [
        Line(
            number,
            one.question,
            told=sheet.words.get(one.code, ""),
            is_kept=one.code in sheet.kept,
        )
        for number, one in numbered
        if isinstance(one, OpenQuestion)
    ]
    return [*rated, *([Part(_OWN_WORDS, written)] if written else [])]


def _rated(number: int, item: Item, sheet: Sheet, instrument: Instrument) -> Line:
    if item.code not in sheet.ratings:
        return Line(number, item.statement, is_kept=item.code in sheet.kept)
    value = sheet.ratings[item.code]
    if value is None:
        return Line(number, item.statement, rather_not=True)
    return Line(number, item.statement, said=instrument.scale.label(value))


def has_before(steps: Iterable[Step]) -> bool:
    """Say whether there is anything from another time to show."""
    return any(step.previous for step in steps)


def journey(steps: Iterable[Step]) -> list[JourneyPart]:
    """Return the statements he answered more than once, with where they stood."""
    compared = [step for step in steps if step.previous]
    return [
        JourneyPart(CURRENT.group(group).title, [_compared(step) for step in found])
        for group, found in groupby(compared, key=lambda step: step.item.group)
    ]


def _compared(step: Step) -> JourneyLine:
    scale = CURRENT.scale
    said = {"then": step.first.label.en, "now": step.latest.label.en}
    chart = dots(
        title=_("Then: %(then)s. Now: %(now)s.") % said,
        description=step.item.statement.en,
        answers=[label.en for label in scale.labels],
        # The statement stands above the dots, where long ones can wrap.
        statements=[
            ThenNow(
                "",
                then=step.first.value - scale.lowest,
                now=step.latest.value - scale.lowest,
            )
        ],
    )
    return JourneyLine(step.item.statement, chart, step.answers)
