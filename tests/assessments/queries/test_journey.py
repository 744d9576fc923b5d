from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from assessments.queries import journey
from assessments.services import responding
from msa.access.refusals import NotVisible
from msa.clock.days import local_date
from msa.tenancy.context import use
from tests.assessments import world
from tests.cast import Cast


def told(cast: Cast, hemi: UUID, value: int, *, days: int, shown: bool) -> None:
    on = local_date(timezone.now()) - timedelta(days=days)
    world.on_paper(
        cast.worker,
        hemi,
        {"hope": value, "culture": None},
        on=on,
        worker_may_see=shown,
        show_next_time=shown,
    )


def test_the_worker_sees_then_and_now_in_his_words(cast: Cast, hemi: UUID) -> None:
    for value, days in ((1, 500), (2, 300), (4, 100)):
        told(cast, hemi, value, days=days, shown=True)

    with use(cast.worker.context):
        (step,) = journey.journey(cast.worker, hemi)

    assert step.item.code == "hope"
    assert step.previous
    said = [answer.label.en for answer in (step.first, step.previous, step.latest)]
    assert said == ["Not at all true", "A little true", "Mostly true"]


def test_what_he_keeps_to_himself_is_not_on_the_way(cast: Cast, hemi: UUID) -> None:
    told(cast, hemi, 1, days=300, shown=False)
    told(cast, hemi, 4, days=100, shown=True)

    with use(cast.worker.context):
        (step,) = journey.journey(cast.worker, hemi)

    assert [answer.value for answer in step.answers] == [4]
    assert step.previous is None


def test_nobody_elses_worker_sees_it(cast: Cast, hemi: UUID) -> None:
    told(cast, hemi, 4, days=100, shown=True)

    with use(cast.colleague.context), pytest.raises(NotVisible):
        journey.journey(cast.colleague, hemi)


@pytest.mark.parametrize("shown", [True, False])
def test_he_sees_what_he_let_us_show_again(
    cast: Cast, hemi: UUID, *, shown: bool
) -> None:
    told(cast, hemi, 2, days=200, shown=shown)

    with world.respondent(cast.worker, hemi) as him:
        responding.rate(him, "hope", 5, at=timezone.now())
        (step,) = journey.then_and_now(him)

    assert [answer.value for answer in step.answers] == ([2, 5] if shown else [5])
    assert step.latest.on is None


def test_what_he_said_before_is_never_called_now(cast: Cast, hemi: UUID) -> None:
    told(cast, hemi, 1, days=400, shown=True)
    told(cast, hemi, 2, days=200, shown=True)

    with world.respondent(cast.worker, hemi) as him:
        assert journey.then_and_now(him) == []


def test_another_survivors_answers_are_not_beside_his(cast: Cast, hemi: UUID) -> None:
    other = world.survivor(cast.worker, name="Wī")
    told(cast, other, 2, days=200, shown=True)

    with world.respondent(cast.worker, hemi) as him:
        assert journey.then_and_now(him) == []
