"""What stands on a man's page about his time here is what reports count (REC-11)."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from uuid import UUID

import pytest

from cases.enums import Phase, TurnKind
from cases.queries import sessions
from cases.services import episodes
from cases.services.episodes import Turn
from consent.enums import Purpose
from consent.retention import queries as retention
from msa.clock.days import local_date
from msa.tenancy.context import Context, use
from reporting.measures.reading import read_facts
from reporting.quarters import Quarter
from tests.cases.services.test_corrections import corrected
from tests.cases.services.test_episodes import (
    DAY,
    END,
    PAUSE,
    note,
    session,
    take_back_last,
)
from tests.cases.world import begun, held, logged, person
from tests.cast import NOW, TODAY, Cast

NOW_ = Quarter.of(TODAY)
#: A moment in the quarter after.
NEXT = NOW + timedelta(days=70)


def counted(cast: Cast, quarter: Quarter = NOW_) -> dict[str, int]:
    """How many are counted as what in a quarter; what is nought is left out."""
    with use(Context(cast.national.id, cast.compiler.person, "reporting")):
        facts = read_facts(quarter)
    journeys = ("NEW", "RETURNED", "CONTINUING", "NOT_STARTED")
    found = {name: facts.people_in("journey", name).count for name in journeys}
    found["UNDER_WAY"] = facts.people_in("under_way").count
    found["ENDED"] = facts.people_in("ended").count
    return {name: count for name, count in found.items() if count}


@pytest.fixture
def met(cast: Cast) -> UUID:
    """Somebody who was met on the day he was welcomed."""
    subject = person(cast.worker)
    logged(cast.worker, subject)
    return subject


@pytest.mark.req("REC-11", "REP-01")
def test_a_pause_ends_no_journey(cast: Cast, met: UUID) -> None:
    assert counted(cast) == {"NEW": 1, "UNDER_WAY": 1}

    note(cast.worker, met, PAUSE)

    assert counted(cast) == {"NEW": 1, "UNDER_WAY": 1}


@pytest.mark.req("SES-04", "REP-01")
def test_he_is_counted_in_the_quarter_that_a_correction_says(
    cast: Cast, met: UUID
) -> None:
    with use(cast.worker.context):
        (line,) = sessions.timeline(cast.worker, met).lines
    right = held(local_date(NEXT))
    assert counted(cast) == {"NEW": 1, "UNDER_WAY": 1}

    corrected(cast.worker, met, line.id, right, at=NEXT)

    assert "NEW" not in counted(cast)
    assert counted(cast, NOW_.next()) == {"NEW": 1, "UNDER_WAY": 1}


@pytest.mark.req("REC-11", "REP-01")
def test_who_goes_on_after_a_pause_has_not_returned(cast: Cast, met: UUID) -> None:
    note(cast.worker, met, PAUSE)

    session(cast, met, DAY + timedelta(days=2), is_back=True)

    assert counted(cast) == {"NEW": 1, "UNDER_WAY": 1}


@pytest.mark.req("REC-11", "REP-01")
def test_an_end_is_counted_in_its_quarter_and_no_more_when_taken_back(
    cast: Cast, met: UUID
) -> None:
    note(cast.worker, met, END)
    assert counted(cast) == {"NEW": 1, "UNDER_WAY": 1, "ENDED": 1}
    assert counted(cast, NOW_.next()) == {}

    take_back_last(cast.worker, met)

    assert counted(cast) == {"NEW": 1, "UNDER_WAY": 1}


@pytest.mark.req("REC-11", "REP-01")
def test_who_begins_again_and_is_met_has_returned(cast: Cast, met: UUID) -> None:
    note(cast.worker, met, END)
    with use(cast.worker.context):
        day, id = local_date(NEXT), uuid.uuid4()
        episodes.start_again(cast.worker, met, on=day, at=NEXT, id=id)
    assert counted(cast, NOW_.next()) == {}

    logged(cast.worker, met, held(local_date(NEXT)), at=NEXT)

    assert counted(cast, NOW_.next()) == {"RETURNED": 1, "UNDER_WAY": 1}


@pytest.mark.req("REC-11", "REP-01")
def test_who_is_met_again_without_an_end_continues(cast: Cast, met: UUID) -> None:
    note(cast.worker, met, PAUSE)

    logged(cast.worker, met, held(local_date(NEXT)), at=NEXT)

    assert counted(cast, NOW_.next()) == {"CONTINUING": 1, "UNDER_WAY": 1}


@pytest.mark.req("REC-11", "REP-01")
def test_who_wants_no_notes_kept_is_counted_by_his_phase(cast: Cast) -> None:
    subject = begun(cast.worker, [Purpose.RECORD])
    assert counted(cast) == {}

    note(cast.worker, subject, Turn(TurnKind.PHASE, DAY, phase=Phase.SUPPORT))

    assert counted(cast) == {"UNDER_WAY": 1}


@pytest.mark.req("REC-11", "RGT-04")
def test_how_long_a_record_is_kept_counts_from_the_end(cast: Cast, met: UUID) -> None:
    def last_contact() -> date:
        with use(cast.manager.context):
            return retention.retained(None, met).last_contact

    assert last_contact() == TODAY

    note(cast.worker, met, END)

    assert last_contact() == DAY
