from __future__ import annotations

from uuid import UUID

import pytest
from django.utils import timezone

from assessments.enums import State, Way
from assessments.instruments import UnknownAnswer
from assessments.models import Answers, Assessment
from assessments.queries.respondent import answers_row, sheet
from assessments.services import responding
from assessments.services.responding import Opened, as_respondent, open_by_code
from consent.enums import Purpose
from consent.services import consents
from msa.access.refusals import NotVisible
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from tests.assessments import world
from tests.cases.world import events
from tests.cast import Cast

NOW = timezone.now


def state_of(organisation: UUID, id: UUID) -> str:
    with use(Context(organisation, FOUNDER, "owner")):
        return Assessment.objects.get(id=id).state


@pytest.mark.parametrize("way", [Way.ROOM, Way.LINK, Way.HANDED])
def test_a_secret_opens_its_check_in(cast: Cast, hemi: UUID, way: Way) -> None:
    invitation = world.invited(cast.worker, hemi, way)

    found = world.opened(invitation)

    assert found == Opened(cast.kauri.id, invitation.assessment)


def test_a_code_is_forgiven_its_spelling(cast: Cast, hemi: UUID) -> None:
    secret = world.invited(cast.worker, hemi).secret
    typed = f" {secret[:3].lower()} - {secret[3:]} ".replace("8", "b").replace("5", "S")

    assert open_by_code(typed, address=world.address())


def test_opening_is_in_the_audit(cast: Cast, hemi: UUID) -> None:
    world.opened(world.invited(cast.worker, hemi))

    (event,) = events(cast.kauri.id, "check-in.opened")
    assert (event.subject_id, event.role) == (hemi, "survivor")


@pytest.mark.req("UI-V2")
def test_he_goes_on_at_the_question_he_stopped_at(cast: Cast, hemi: UUID) -> None:
    invitation = world.invited(cast.worker, hemi)
    found = world.opened(invitation)
    assert found
    with as_respondent(found) as him:
        for question in him_asked(him.instrument)[:4]:
            responding.rate(him, question, 3, at=NOW())

    again = world.opened(invitation)

    assert again == found
    with as_respondent(found) as him:
        assert sheet(him).passed == 4
        assert set(sheet(him).ratings.values()) == {3}


def him_asked(instrument: str) -> list[str]:
    from assessments.instruments import by_code

    return [item.code for item in by_code(instrument).items]


@pytest.mark.req("UI-V3")
def test_rather_not_say_is_kept_apart_from_not_asked(cast: Cast, hemi: UUID) -> None:
    with world.respondent(cast.worker, hemi) as him:
        responding.rate(him, "culture", None, at=NOW())
        responding.skip(him, "age", at=NOW())

        assert dict(sheet(him).ratings) == {"culture": None}
        assert sheet(him).passed == 2


def test_an_answer_can_be_changed_and_the_first_is_gone(cast: Cast, hemi: UUID) -> None:
    with world.respondent(cast.worker, hemi) as him:
        responding.rate(him, "culture", 1, at=NOW())
        responding.rate(him, "culture", 5, at=NOW())

        assert sheet(him).ratings["culture"] == 5
    assert world.counted(cast.kauri.id, "assessments_answers") == 1


def test_his_own_words_are_kept_and_taken_back(cast: Cast, hemi: UUID) -> None:
    with world.respondent(cast.worker, hemi) as him:
        responding.tell(him, "helps", f"  {world.WORDS} ", at=NOW())
        assert dict(sheet(him).words) == {"helps": world.WORDS}

        responding.tell(him, "helps", " ", at=NOW())
        assert dict(sheet(him).words) == {}


@pytest.mark.parametrize(("item", "value"), [("culture", 6), ("culture", 0), ("x", 1)])
def test_an_answer_off_the_scale_is_refused(
    cast: Cast, hemi: UUID, item: str, value: int
) -> None:
    with (
        world.respondent(cast.worker, hemi) as him,
        pytest.raises(UnknownAnswer),
    ):
        responding.rate(him, item, value, at=NOW())


def test_another_tab_in_between_loses_nothing(
    cast: Cast, hemi: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    with world.respondent(cast.worker, hemi) as him:
        responding.rate(him, "culture", 1, at=NOW())
        stale = [answers_row(him)]
        responding.rate(him, "age", 2, at=NOW())
        # The first read of this tab was made before the other tab saved.
        monkeypatch.setattr(
            responding,
            "answers_row",
            lambda who: stale.pop() if stale else answers_row(who),
        )

        responding.rate(him, "identity", 3, at=NOW())

        assert dict(sheet(him).ratings) == {"culture": 1, "age": 2, "identity": 3}


@pytest.mark.req("UI-V3")
def test_it_may_be_finished_without_an_answer(cast: Cast, hemi: UUID) -> None:
    with world.respondent(cast.worker, hemi) as him:
        assert responding.finish(him, at=NOW())

    assert state_of(cast.kauri.id, him.person) == State.FINISHED
    assert world.counted(cast.kauri.id, "assessments_rating") == 0


@pytest.mark.req("L03")
def test_finishing_twice_is_one_check_in(cast: Cast, hemi: UUID) -> None:
    with world.respondent(cast.worker, hemi) as him:
        responding.rate(him, "culture", 4, at=NOW())
        assert responding.finish(him, at=NOW())

        assert not responding.finish(him, at=NOW())

    assert world.counted(cast.kauri.id, "assessments_rating") == 1
    assert len(events(cast.kauri.id, "check-in.finished")) == 1


def test_once_finished_he_is_shown_nothing_any_more(cast: Cast, hemi: UUID) -> None:
    found = world.opened(world.invited(cast.worker, hemi))
    assert found
    with as_respondent(found) as him:
        responding.rate(him, "culture", 4, at=NOW())
        assert Answers.objects.exists()
        responding.finish(him, worker_may_see=True, show_next_time=True, at=NOW())

        assert not Answers.objects.exists()
        assert not Assessment.objects.exists()
    with pytest.raises(NotVisible), as_respondent(found):
        pass


def test_an_answer_after_the_end_is_refused(cast: Cast, hemi: UUID) -> None:
    with world.respondent(cast.worker, hemi) as him:
        responding.finish(him, at=NOW())

        with pytest.raises(NotVisible):
            responding.rate(him, "culture", 4, at=NOW())


def test_ratings_are_counted_for_who_agrees(cast: Cast, hemi: UUID) -> None:
    world.finished(cast.worker, hemi, {"culture": 4, "age": None})

    assert world.counted(cast.kauri.id, "assessments_rating") == 2


def test_nothing_is_counted_for_who_does_not(cast: Cast) -> None:
    silent = world.survivor(cast.worker, Purpose.RECORD, Purpose.ASSESSMENT)

    world.finished(cast.worker, silent, {"culture": 4})

    assert world.counted(cast.kauri.id, "assessments_rating") == 0


def test_figures_taken_back_delete_the_ratings(cast: Cast, hemi: UUID) -> None:
    world.finished(cast.worker, hemi, {"culture": 4})
    assert world.counted(cast.kauri.id, "assessments_rating") == 1

    with use(cast.worker.context):
        consents.withdraw(cast.worker, hemi, Purpose.STATISTICS, at=NOW())

    assert world.counted(cast.kauri.id, "assessments_rating") == 0
    assert world.counted(cast.kauri.id, "assessments_answers") == 1


def test_check_ins_taken_back_are_counted_no_more(cast: Cast, hemi: UUID) -> None:
    world.finished(cast.worker, hemi, {"culture": 4}, worker_may_see=True)
    with use(cast.worker.context):
        assert Answers.objects.exists()

        consents.withdraw(cast.worker, hemi, Purpose.ASSESSMENT, at=NOW())

        assert not Assessment.objects.exists()
        assert not Answers.objects.exists()
    assert world.counted(cast.kauri.id, "assessments_rating") == 0


def test_an_open_check_in_ends_with_his_consent(cast: Cast, hemi: UUID) -> None:
    invitation = world.invited(cast.worker, hemi)
    found = world.opened(invitation)
    assert found
    with use(cast.worker.context):
        consents.withdraw(cast.worker, hemi, Purpose.ASSESSMENT, at=NOW())

    assert world.opened(invitation) is None
    with pytest.raises(NotVisible), as_respondent(found):
        pass


def test_a_new_code_does_not_read_on(cast: Cast, hemi: UUID) -> None:
    first = world.invited(cast.worker, hemi)
    found = world.opened(first)
    assert found
    with as_respondent(found) as him:
        responding.rate(him, "culture", 1, at=NOW())

    second = world.invited(cast.worker, hemi)

    assert world.opened(first) is None
    assert state_of(cast.kauri.id, first.assessment) == State.ENDED
    assert world.counted(cast.kauri.id, "assessments_answers") == 0
    assert world.opened(second)
