"""A row of his copy on paper: days as they are counted here, and no ids (RGT-01)."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime

import pytest

from cases.workload.models import Cover
from cases.workload.plans import Planned
from rights.queries.held import Entry
from rights.row_words import row_title, row_words

#: The morning of 4 August here.
IN_THE_NIGHT = datetime(2026, 8, 3, 22, tzinfo=UTC)


@pytest.mark.req("RGT-01")
def test_a_moment_stands_as_the_day_it_was_here() -> None:
    row = Cover(from_at=IN_THE_NIGHT, until=IN_THE_NIGHT)
    values = {"from_at": IN_THE_NIGHT.isoformat(), "until": IN_THE_NIGHT.isoformat()}
    entry = Entry(row, values, None)

    assert row_title(entry) == "4 August 2026"
    assert row_words(entry) == "From: 4 August 2026\nUntil: 4 August 2026"


@pytest.mark.req("RGT-01")
def test_what_leads_from_row_to_row_is_not_printed_and_who_it_is_is() -> None:
    plan, to = uuid.uuid4(), uuid.uuid4()
    row = Planned(plan_id=plan, to_id=to, due_on=date(2026, 12, 4))
    values = {"plan": str(plan), "to": "Tama", "due_on": "2026-12-04"}

    assert row_words(Entry(row, values, None)) == "Who: Tama\nFrom: 4 December 2026"
