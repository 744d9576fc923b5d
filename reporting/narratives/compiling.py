"""From included narratives to the frozen passages of a Qualitative report.

Runs in the builder's role, which sees what was included and nothing else.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from msa.tenancy.models import Organisation
from reporting.attack import Publication
from reporting.cells import CellDraft, Compiled
from reporting.disclosure import MSA_SDC_1, RoundingKey
from reporting.models import Report
from reporting.narratives.check import Weight, Why, check
from reporting.narratives.check.figures import Published
from reporting.narratives.enums import State
from reporting.narratives.models import ApprovedText, Narrative, Passage
from reporting.narratives.prompts import PROMPT_CODES, Texts
from reporting.narratives.queries.registers import published
from reporting.quarters import Quarter


@dataclass(frozen=True, slots=True)
class Submission:
    """An organisation's approved words, and the released figures they may repeat."""

    code: str
    label: str
    texts: Texts
    figures: Published


@dataclass(frozen=True, slots=True)
class PassageDraft:
    """One passage as it will be stored."""

    code: str
    label: str
    prompt: str
    text: str


def untold_figures(texts: Texts, figures: Published) -> int:
    """Return how many numbers in the words no released table prints (D15)."""
    return sum(
        hit.why is Why.FIGURE and hit.weight is Weight.MUST_CHANGE
        for text in texts.values()
        for hit in check(text, published=figures)
    )


def read_submissions(quarter: Quarter) -> list[Submission]:
    """Return what organisations submitted about a quarter and somebody included."""
    with transaction.atomic():
        included = (
            Narrative.objects.filter(quarter=quarter.code, state=State.INCLUDED)
            .only("id", "organisation")
            .order_by("organisation__name")
        )
        names = {
            one.id: one
            for one in Organisation.objects.filter(
                id__in=[row.organisation_id for row in included]
            )
        }
        return [
            Submission(
                names[row.organisation_id].code,
                names[row.organisation_id].name,
                dict(
                    ApprovedText.objects.filter(narrative=row.id)
                    .order_by("position")
                    .values_list("prompt", "text")
                ),
                published(quarter, row.organisation_id),
            )
            for row in included
        ]


def compile_qualitative(
    submissions: Sequence[Submission], key: RoundingKey, earlier: object
) -> Compiled:
    """Return the passages in the order of the prompts.

    The numbers are looked up once more: a narrative with one that is no longer printed,
    since a revision replaced it, is left out whole.
    """
    sound = [one for one in submissions if not untold_figures(one.texts, one.figures)]
    passages = tuple(
        PassageDraft(one.code, one.label, prompt, one.texts[prompt])
        for prompt in PROMPT_CODES
        for one in sound
        if prompt in one.texts
    )
    found = {
        "policy": MSA_SDC_1.name,
        "organisations": len(sound),
        "left_out": len(submissions) - len(sound),
    }
    cells: tuple[CellDraft, ...] = ()
    return Compiled(cells, found, beside=passages)


def qualitative_publication(report: Report, cells: Sequence[CellDraft]) -> Publication:
    """Return what a Qualitative report adds to the published figures: none.

    Whatever number stands in its words is printed in a released table already.
    """
    return Publication(report.kind, report.quarter, report.revision, ())


def keep_passages(report: Report, compiled: Compiled) -> None:
    """Store the passages of a report; run inside the job's transaction."""
    Passage.objects.bulk_create(
        Passage(
            id=uuid.uuid4(),
            report_id=report.id,
            code=one.code,
            label=one.label,
            prompt=one.prompt,
            position=position,
            text=one.text,
        )
        for position, one in enumerate(compiled.beside)
    )


def passages_of(report: Report) -> list[Passage]:
    """Return a report's frozen passages in their order."""
    return list(Passage.objects.filter(report=report.id).order_by("position"))


def passages_hashed(report: Report) -> Mapping[str, Any]:
    """Return what the content hash covers: every word, and whose it is."""
    return {
        "passages": [
            {
                "organisation": one.code,
                "label": one.label,
                "prompt": one.prompt,
                "text": one.text,
            }
            for one in passages_of(report)
        ]
    }
