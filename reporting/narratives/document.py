"""The Qualitative report as a document, from its frozen passages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reporting.cells import CellDraft
from reporting.models import Report
from reporting.narratives.compiling import passages_of
from reporting.narratives.models import Passage
from reporting.narratives.prompts import PROMPTS, Prompt
from reporting.presenting.document import Document, Earlier


@dataclass(frozen=True, slots=True)
class Chapter:
    """All organisations' answers to one prompt."""

    prompt: Prompt
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class QualitativeDocument(Document):
    """What the organisations say about their quarter, prompt by prompt."""

    chapters: tuple[Chapter, ...]
    organisations: tuple[str, ...]

    title = "National Qualitative report"
    title_mi = "Te pūrongo kōrero ā-motu"
    subject = "What member organisations say"
    body = "narratives/_body.html"
    pages = "narratives/pdf/report.html"

    @property
    def passages(self) -> int:
        """How many passages it holds."""
        return sum(len(chapter.passages) for chapter in self.chapters)


def describe_qualitative(
    report: Report, cells: Sequence[CellDraft], earlier: Earlier
) -> QualitativeDocument:
    """Return a Qualitative report; a prompt that nobody answered is left out."""
    passages = passages_of(report)
    chapters = [
        Chapter(prompt, tuple(one for one in passages if one.prompt == prompt.code))
        for prompt in PROMPTS
    ]
    return QualitativeDocument(
        report=report,
        cells=tuple(cells),
        measures=(),
        chapters=tuple(chapter for chapter in chapters if chapter.passages),
        organisations=tuple(sorted({one.label for one in passages})),
    )
