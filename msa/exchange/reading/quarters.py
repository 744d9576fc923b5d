"""The figures of an export by quarter, to be held against the old system's own.

They are counted as that system counts, over what was accepted:

- A quarter is one of the calendar, by the date in New Zealand.
- `contacts` and `by_type` count every activity, one he did not attend included, under
  the old name of its type; `minutes` are theirs, without travel.
- `people` had at least one activity that was attended, counted once across their
  engagements.
- `new` counts a person in the quarter in which his first engagement, by the date it
  was opened, was activated. Someone whose first engagement never left the waiting
  list is not new when a later one is activated.
- `newly_active` is our own rule for new: the first activation of any of his
  engagements.
- `ended` counts engagements by their end date.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from msa.exchange.reading.codes import Kind
from msa.exchange.reading.staged import Staged, StagedContact, StagedEngagement


@dataclass(slots=True)
class QuarterCounts:
    """The figures of one quarter, before any protection of small counts."""

    contacts: int = 0
    minutes: int = 0
    people: int = 0
    by_type: Counter[str] = field(default_factory=Counter)
    new: int = 0
    ended: int = 0
    newly_active: int = 0

    def as_json(self) -> dict[str, Any]:
        """Give the figures that the old system has as well, as plain values."""
        return {
            "contacts": self.contacts,
            "minutes": self.minutes,
            "people": self.people,
            "by_type": dict(self.by_type),
            "new": self.new,
            "ended": self.ended,
        }


def quarter_of(day: date) -> str:
    """Name the calendar quarter of a date, as in 2026Q3."""
    return f"{day.year}Q{(day.month + 2) // 3}"


def quarter_counts(staged: Staged) -> dict[str, QuarterCounts]:
    """Count an export by quarter, in order, leaving out quarters without anything.

    Raises:
        ExportChanged: the contacts file was changed since it was read.
    """
    counts: dict[str, QuarterCounts] = {}

    def quarter(day: date) -> QuarterCounts:
        return counts.setdefault(quarter_of(day), QuarterCounts())

    supported: dict[str, set[str]] = {}
    for contact in staged.contacts:
        _add_contact(quarter(contact.held_on), contact)
        if contact.kind is not Kind.DID_NOT_ATTEND:
            people = supported.setdefault(quarter_of(contact.held_on), set())
            people.add(contact.person_id)
    for name, people in supported.items():
        counts[name].people = len(people)
    for day in _first_engagement_activations(staged.engagements):
        quarter(day).new += 1
    for day in _first_activations(staged.engagements):
        quarter(day).newly_active += 1
    for engagement in staged.engagements:
        if engagement.ended_on:
            quarter(engagement.ended_on).ended += 1
    return dict(sorted(counts.items()))


def _add_contact(counts: QuarterCounts, contact: StagedContact) -> None:
    counts.contacts += 1
    counts.minutes += contact.minutes
    counts.by_type[contact.original_type] += 1


def _opened(engagement: StagedEngagement) -> date:
    return engagement.initial_date or engagement.activated_on or date.max


def _first_engagement_activations(
    engagements: Iterable[StagedEngagement],
) -> list[date]:
    first: dict[str, StagedEngagement] = {}
    for engagement in sorted(engagements, key=_opened):
        first.setdefault(engagement.person_id, engagement)
    return [found.activated_on for found in first.values() if found.activated_on]


def _first_activations(engagements: Iterable[StagedEngagement]) -> list[date]:
    first: dict[str, date] = {}
    for engagement in engagements:
        if day := engagement.activated_on:
            first[engagement.person_id] = min(day, first.get(engagement.person_id, day))
    return list(first.values())
