"""How far a quarter's reports are, step by step (UI-N1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from reporting.enums import Kind, State
from reporting.models import Report

STEPS = (
    "Compile a draft",
    "Check small numbers",
    "Read it through",
    "Have a second person release it",
)
#: How many steps are behind a report in each state; a draft checks itself.
_DONE = {State.BUILDING: 0, State.DRAFT: 2, State.RELEASED: 4}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a report on its way to readers."""

    label: str
    is_done: bool
    is_now: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """How far one kind of report is: its steps, and what is to be done next."""

    kind: Kind
    report: Report | None
    steps: tuple[Step, ...]
    action: str

    @property
    def has_begun(self) -> bool:
        """Whether there is a report to lead to."""
        return self.report is not None


def checklist(
    kinds: Sequence[Kind], reports: Sequence[Report], reader: UUID
) -> list[Standing]:
    """Return where each kind of a quarter's reports stands, for one reader.

    ``reports`` have the newest revision first. Drafts set aside don't count.
    """
    return [
        _standing(kind, [one for one in reports if one.kind == kind], reader)
        for kind in kinds
    ]


def _standing(kind: Kind, reports: Sequence[Report], reader: UUID) -> Standing:
    live = [one for one in reports if one.state != State.REPLACED]
    report = live[0] if live else None
    done = _DONE[State(report.state)] if report else 0
    if report and report.state == State.DRAFT and not report.may_be_released:
        done = 1
    steps = tuple(Step(label, at < done, at == done) for at, label in enumerate(STEPS))
    return Standing(kind, report, steps, _action(report, reader))


def _action(report: Report | None, reader: UUID) -> str:
    if report is None:
        return ""
    if report.state == State.BUILDING:
        return "See progress"
    if report.state == State.RELEASED:
        return "Read"
    return "Read the draft" if report.compiled_by == reader else "Read and release"
