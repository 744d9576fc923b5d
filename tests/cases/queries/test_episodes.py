"""How a survivor came and went, as it is read (REC-11, REC-12)."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from cases.enums import Pace, Phase, TurnKind
from cases.models import Episode
from cases.queries import caseloads, people
from cases.queries.caseloads import Narrowing
from cases.queries.episodes import Chapter, away, history
from cases.services.episodes import Turn
from msa.access.refusals import NotVisible
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from tests.cases.services.test_episodes import (
    DAY,
    END,
    LATER,
    PAUSE,
    latest,
    note,
    start_again,
    take_back_last,
)
from tests.cases.world import logged, person
from tests.cast import NOW, TODAY, Cast


def told(cast: Cast, subject: UUID, **when: object) -> list[Chapter]:
    with use(cast.worker.context):
        return history(cast.worker, subject, **when)  # type: ignore[arg-type]


@pytest.mark.req("REC-11")
def test_his_words_and_who_noted_them_are_told(cast: Cast, hemi: UUID) -> None:
    note(cast.worker, hemi, END)

    (chapter,) = told(cast, hemi)

    assert [turn.kind for turn in chapter.turns] == [TurnKind.ENDED, TurnKind.PHASE]
    assert (chapter.turns[0].words, chapter.turns[0].by) == (END.words, "Worker")


@pytest.mark.req("REC-12")
def test_it_is_told_as_it_was_known_on_a_day(cast: Cast, hemi: UUID) -> None:
    note(cast.worker, hemi, PAUSE)  # written down on the day LATER

    before = told(cast, hemi, on=LATER.date() - timedelta(days=5))
    after = told(cast, hemi, on=LATER.date() + timedelta(days=1))

    assert [turn.kind for turn in before[0].turns] == [TurnKind.PHASE]
    assert [turn.kind for turn in after[0].turns] == [TurnKind.PAUSED, TurnKind.PHASE]


@pytest.mark.req("REC-12")
def test_before_he_came_nothing_was_known(cast: Cast, hemi: UUID) -> None:
    assert told(cast, hemi, on=TODAY - timedelta(days=5)) == []


@pytest.mark.req("REC-11")
def test_only_the_last_turn_may_be_taken_back(cast: Cast, hemi: UUID) -> None:
    assert told(cast, hemi)[0].may_take_back is None
    note(cast.worker, hemi, END)
    (chapter,) = told(cast, hemi)
    assert chapter.may_take_back == chapter.turns[0].id

    start_again(cast.worker, hemi)

    assert [one.may_take_back for one in told(cast, hemi)] == [None, None]


@pytest.mark.req("REC-12")
def test_what_was_taken_back_is_told_with_by_whom(cast: Cast, hemi: UUID) -> None:
    note(cast.worker, hemi, PAUSE)
    take_back_last(cast.worker, hemi)

    (chapter,) = told(cast, hemi)

    assert chapter.turns[0].taken_back_by == "Worker"
    assert chapter.stay.pace == Pace.UNDER_WAY


@pytest.mark.req("REC-11")
def test_nobody_else_is_told(cast: Cast, hemi: UUID) -> None:
    with use(cast.colleague.context), pytest.raises(NotVisible):
        history(cast.colleague, hemi)


@pytest.mark.req("REC-11")
def test_stretches_that_an_earlier_system_left_side_by_side_both_go_on(
    cast: Cast, hemi: UUID
) -> None:
    with use(Context(cast.kauri.id, FOUNDER, "owner")):
        (row,) = Episode.objects.filter(subject=hemi)
        row.id, row.started_on = None, TODAY - timedelta(days=90)  # type: ignore[assignment]
        row.phase = ""
        row.save(force_insert=True)

    first, second = told(cast, hemi)
    assert (first.stay.pace, second.stay.pace) == (Pace.UNDER_WAY, Pace.UNDER_WAY)
    assert second.turns == []

    note(cast.worker, hemi, END)  # of the one that began last

    assert latest(cast.worker, hemi).id == second.stay.id
    assert len(told(cast, hemi)) == 2


# Lists


@pytest.mark.req("REC-11", "CAS-02")
def test_who_takes_a_break_is_missed_by_nobody(cast: Cast, hemi: UUID) -> None:
    much_later = NOW + timedelta(days=90)
    with use(cast.manager.context):
        assert caseloads.totals(cast.manager, at=much_later).quiet == 1

    note(cast.worker, hemi, PAUSE)

    with use(cast.manager.context):
        assert caseloads.totals(cast.manager, at=much_later).quiet == 0
        (line,) = caseloads.caseload(cast.manager, Narrowing(), at=much_later).lines
        assert (line.is_paused, line.under_way) == (True, True)


@pytest.mark.req("REC-11", "UI-M1")
@pytest.mark.parametrize("pace", Pace)
def test_the_manager_can_choose_who_stands_where(cast: Cast, pace: Pace) -> None:
    names = {Pace.UNDER_WAY: "Tāne", Pace.PAUSED: "Rangi", Pace.ENDED: "Mikaere"}
    of = {stands: person(cast.worker, name) for stands, name in names.items()}
    note(cast.worker, of[Pace.PAUSED], PAUSE)
    note(cast.worker, of[Pace.ENDED], END)

    with use(cast.manager.context):
        found = caseloads.caseload(cast.manager, Narrowing(pace=pace), at=LATER).lines

    assert [line.card.name for line in found] == [names[pace]]


@pytest.mark.req("REC-11")
def test_his_worker_sees_in_the_list_who_rests(cast: Cast, hemi: UUID) -> None:
    note(cast.worker, hemi, PAUSE)

    with use(cast.worker.context):
        (card,) = people.caseload(cast.worker).people

    assert card.pace == Pace.PAUSED


@pytest.mark.req("REC-11")
def test_whoever_is_met_again_may_be_back(cast: Cast, hemi: UUID) -> None:
    with use(cast.worker.context):
        assert away(hemi) is None
    note(cast.worker, hemi, END)
    logged(cast.worker, hemi)

    with use(cast.worker.context):
        stay = away(hemi)

    assert stay is not None
    assert stay.is_over


@pytest.mark.req("REC-11")
def test_his_phase_may_be_noted_after_he_went_on(cast: Cast, hemi: UUID) -> None:
    note(cast.worker, hemi, PAUSE)
    note(cast.worker, hemi, Turn(TurnKind.WENT_ON, DAY))

    note(cast.worker, hemi, Turn(TurnKind.PHASE, DAY, phase=Phase.INTEGRATE))

    assert latest(cast.worker, hemi).phase == Phase.INTEGRATE
