"""A survivor's own journey over time: his words then and now, and no score (ASM-06)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from assessments.enums import State
from assessments.instruments import CURRENT, Instrument, Item, Words
from assessments.models import Answers, Assessment
from assessments.queries.respondent import Respondent, sheet
from assessments.sheets import ANSWERS, Sheet
from consent.documents import open_documents
from consent.enums import Purpose
from consent.queries import subject_for
from msa.accounts.actor import Acting, Actor


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer on the way: the day, its place on the scale, and its words."""

    on: date | None
    """None for the check-in that is still open."""
    value: int
    label: Words


@dataclass(frozen=True, slots=True)
class Step:
    """One statement and what he said to it: first, the time before last, and last."""

    item: Item
    answers: tuple[Answer, ...]
    """Every answer with a value, the first at the front."""

    @property
    def first(self) -> Answer:
        """What he said to it the first time."""
        return self.answers[0]

    @property
    def previous(self) -> Answer | None:
        """What he said the time before the last, if he was asked more than once."""
        return self.answers[-2] if len(self.answers) > 1 else None

    @property
    def latest(self) -> Answer:
        """What he said the last time."""
        return self.answers[-1]


#: An answer before it is put beside its statement: the day, the sheet.
_Day = tuple[date | None, Sheet]


def journey(actor: Actor, subject: UUID) -> list[Step]:
    """Return a person's answers over time, as far as he lets the actor see them.

    Only statements that the present questions still ask, in their order: versions are
    joined by item code alone (ASM-02).

    Raises:
        NotVisible: absent, foreign or none of the actor's people.
    """
    subject_for(subject)
    return _steps(_days(actor, Assessment.objects.filter(subject=subject)), CURRENT)


def then_and_now(respondent: Respondent) -> list[Step]:
    """Return what he has answered now, on this device, beside what he said before.

    Before: only what he let us show again. To be asked for while the check-in is open;
    once it is finished, nothing can be seen any more.
    """
    earlier = Assessment.objects.filter(subject=respondent.subject)
    days = _days(respondent, earlier)
    now = sheet(respondent)
    steps = _steps([*days, (None, now)], now.asked())
    return [step for step in steps if step.latest.on is None]


def _days(actor: Acting, assessments: QuerySet[Assessment]) -> list[_Day]:
    """Open each finished sheet that the actor's policies show, the oldest first."""
    days = dict(
        assessments.filter(state=State.FINISHED)
        .order_by("completed_on", "finished_at")
        .values_list("id", "completed_on")
    )
    rows = list(Answers.objects.filter(assessment__in=days))
    opened = open_documents(actor, rows, ANSWERS, Purpose.ASSESSMENT, act="open")
    sheets = {
        row.assessment_id: Sheet.of(opened[row.id]) for row in rows if row.id in opened
    }
    return [(on, sheets[id]) for id, on in days.items() if id in sheets]


def _steps(days: list[_Day], asked: Instrument) -> list[Step]:
    steps = []
    for item in asked.items:
        answers = tuple(
            Answer(on, value, asked.scale.label(value))
            for on, sheet in days
            if sheet.asked().scale.highest == asked.scale.highest
            and (value := sheet.ratings.get(item.code)) is not None
        )
        if answers:
            steps.append(Step(item, answers))
    return steps
