"""A survivor comes and goes as he chooses, and his record says so (REC-11)."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import transaction

from cases.enums import EndReason, Mode, Pace, Phase, SessionKind, TurnKind
from cases.models import Assignment, Episode, EpisodeTurn
from cases.queries.episodes import HisTime, Stay, his_time
from cases.sections import Note
from cases.services import assignments, episodes, sessions
from cases.services.episodes import DoesNotFollow, Turn
from cases.services.sessions import Held
from consent.enums import Purpose
from consent.services import consents
from msa.access.refusals import AccessDenied, NotVisible
from msa.accounts.actor import Actor
from msa.tenancy.context import use
from tests.cases.world import begun, events, logged, person
from tests.cast import NOW, TODAY, Cast

LATER = NOW + timedelta(days=20)
DAY = TODAY + timedelta(days=10)
PAUSE = Turn(TurnKind.PAUSED, DAY, back_on=TODAY + timedelta(days=60), words="Calving")
END = Turn(TurnKind.ENDED, DAY, reason=EndReason.GOALS_MET, words="I sleep again.")


def standing(actor: Actor, subject: UUID) -> HisTime:
    with use(actor.context):
        return his_time(subject)


def latest(actor: Actor, subject: UUID) -> Stay:
    found = standing(actor, subject).latest
    assert found is not None
    return found


def note(actor: Actor, subject: UUID, turn: Turn, *, after: int | None = None) -> None:
    """Note a turn of his latest episode, knowing all that was noted before."""
    stay = latest(actor, subject)
    with use(actor.context), transaction.atomic():
        episodes.note(
            actor,
            subject,
            stay.id,
            turn,
            after=stay.revision if after is None else after,
            at=LATER,
        )


def start_again(actor: Actor, subject: UUID, *, on: date = DAY) -> None:
    with use(actor.context):
        episodes.start_again(actor, subject, on=on, at=LATER, id=uuid.uuid4())


def take_back_last(actor: Actor, subject: UUID) -> None:
    stay = latest(actor, subject)
    with use(actor.context):
        row = EpisodeTurn.objects.get(episode=stay.id, revision=stay.revision)
        episodes.take_back(actor, subject, row.id, at=LATER)


@pytest.mark.req("REC-11")
def test_his_time_begins_when_he_is_welcomed(cast: Cast, hemi: UUID) -> None:
    stay = latest(cast.worker, hemi)

    assert (stay.started_on, stay.phase) == (TODAY, Phase.CONNECT)
    assert stay.pace == Pace.UNDER_WAY


@pytest.mark.req("REC-11")
def test_he_moves_on_to_another_phase_and_back(cast: Cast, hemi: UUID) -> None:
    note(cast.worker, hemi, Turn(TurnKind.PHASE, DAY, phase=Phase.SUPPORT))
    assert latest(cast.worker, hemi).phase == Phase.SUPPORT

    note(cast.worker, hemi, Turn(TurnKind.PHASE, DAY, phase=Phase.INTEGRATE))

    assert latest(cast.worker, hemi).phase == Phase.INTEGRATE


@pytest.mark.req("REC-11")
def test_he_pauses_until_he_says_and_goes_on(cast: Cast, hemi: UUID) -> None:
    note(cast.worker, hemi, PAUSE)
    stay = latest(cast.worker, hemi)
    assert (stay.pace, stay.paused_on) == (Pace.PAUSED, DAY)
    assert stay.back_on == PAUSE.back_on

    note(cast.worker, hemi, Turn(TurnKind.WENT_ON, DAY + timedelta(days=5)))

    stay = latest(cast.worker, hemi)
    assert (stay.pace, stay.paused_on, stay.back_on) == (Pace.UNDER_WAY, None, None)


@pytest.mark.req("REC-11")
def test_it_ends_with_the_reason_as_he_sees_it(cast: Cast, hemi: UUID) -> None:
    note(cast.worker, hemi, END)

    stay = latest(cast.worker, hemi)
    assert (stay.ended_on, stay.reason) == (DAY, EndReason.GOALS_MET)
    assert standing(cast.worker, hemi).present == []


@pytest.mark.req("REC-11")
def test_who_returns_has_another_episode_under_one_record(
    cast: Cast, hemi: UUID
) -> None:
    note(cast.worker, hemi, END)

    start_again(cast.worker, hemi)

    time = standing(cast.worker, hemi)
    assert [stay.started_on for stay in time.present] == [DAY]
    assert [stay.ended_on for stay in time.past] == [DAY]


@pytest.mark.req("REC-11")
@pytest.mark.parametrize("turn", [PAUSE, END], ids=["a pause", "an end"])
def test_pressed_twice_it_is_noted_once(cast: Cast, hemi: UUID, turn: Turn) -> None:
    note(cast.worker, hemi, turn, after=1)
    note(cast.worker, hemi, turn, after=1)

    assert latest(cast.worker, hemi).revision == 2


@pytest.mark.req("REC-11")
def test_he_begins_again_once_however_often_it_is_pressed(
    cast: Cast, hemi: UUID
) -> None:
    note(cast.worker, hemi, END)
    id = uuid.uuid4()

    with use(cast.worker.context):
        for _ in range(2):
            episodes.start_again(cast.worker, hemi, on=DAY, at=LATER, id=id)

    assert len(standing(cast.worker, hemi).stays) == 2


@pytest.mark.req("REC-11")
@pytest.mark.parametrize(
    "turn",
    [
        Turn(TurnKind.PHASE, TODAY - timedelta(days=1), phase=Phase.SUPPORT),
        Turn(TurnKind.PHASE, TODAY + timedelta(days=21), phase=Phase.SUPPORT),
        Turn(TurnKind.PHASE, DAY, phase=Phase.CONNECT),
        Turn(TurnKind.WENT_ON, DAY),
    ],
    ids=["before he came", "a day to come", "the same phase", "without a pause"],
)
def test_what_does_not_follow_is_refused(cast: Cast, hemi: UUID, turn: Turn) -> None:
    with pytest.raises(DoesNotFollow):
        note(cast.worker, hemi, turn)

    assert latest(cast.worker, hemi).revision == 1


@pytest.mark.req("REC-11")
def test_two_who_note_at_once_learn_of_each_other(cast: Cast, hemi: UUID) -> None:
    note(cast.worker, hemi, PAUSE, after=1)

    with pytest.raises(DoesNotFollow):
        note(cast.worker, hemi, END, after=1)

    assert latest(cast.worker, hemi).pace == Pace.PAUSED


@pytest.mark.req("REC-11")
def test_nothing_is_noted_after_an_end(cast: Cast, hemi: UUID) -> None:
    note(cast.worker, hemi, END)

    with pytest.raises(DoesNotFollow):
        note(cast.worker, hemi, PAUSE)


@pytest.mark.req("REC-11")
def test_nobody_begins_again_while_his_time_goes_on(cast: Cast, hemi: UUID) -> None:
    with pytest.raises(DoesNotFollow):
        start_again(cast.worker, hemi)

    assert len(standing(cast.worker, hemi).stays) == 1


@pytest.mark.req("REC-11")
def test_nobody_begins_again_before_the_end(cast: Cast, hemi: UUID) -> None:
    note(cast.worker, hemi, END)

    with pytest.raises(DoesNotFollow):
        start_again(cast.worker, hemi, on=DAY - timedelta(days=1))


@pytest.mark.req("REC-11", "REC-12")
def test_a_mistake_is_taken_back_and_stays_to_be_seen(cast: Cast, hemi: UUID) -> None:
    note(cast.worker, hemi, END)

    take_back_last(cast.worker, hemi)

    assert latest(cast.worker, hemi).pace == Pace.UNDER_WAY
    with use(cast.worker.context):
        (row,) = EpisodeTurn.objects.filter(subject=hemi, kind=TurnKind.ENDED)
        assert row.taken_back_by_id == cast.worker.member


@pytest.mark.req("REC-11")
def test_an_end_stays_once_he_has_begun_again(cast: Cast, hemi: UUID) -> None:
    note(cast.worker, hemi, END)
    with use(cast.worker.context):
        end = EpisodeTurn.objects.get(subject=hemi, kind=TurnKind.ENDED)
    start_again(cast.worker, hemi)

    with use(cast.worker.context), pytest.raises(DoesNotFollow):
        episodes.take_back(cast.worker, hemi, end.id, at=LATER)


@pytest.mark.req("REC-11")
def test_whoever_does_not_work_with_him_notes_nothing(cast: Cast, hemi: UUID) -> None:
    stay = latest(cast.worker, hemi)

    with use(cast.colleague.context), pytest.raises(NotVisible):
        episodes.note(cast.colleague, hemi, stay.id, END, after=1, at=LATER)


@pytest.mark.req("REC-11")
def test_an_episode_of_somebody_else_is_none(cast: Cast, hemi: UUID) -> None:
    other = latest(cast.worker, person(cast.worker, "Tāne"))

    with use(cast.worker.context), pytest.raises(NotVisible):
        episodes.note(cast.worker, hemi, other.id, END, after=1, at=LATER)


@pytest.mark.req("REC-11", "CON-04")
def test_when_he_withdraws_his_time_is_sealed_with_the_rest(
    cast: Cast, hemi: UUID
) -> None:
    note(cast.worker, hemi, PAUSE)
    stay = latest(cast.worker, hemi)

    with use(cast.worker.context):
        consents.withdraw(cast.worker, hemi, Purpose.RECORD, at=LATER)
        assert not EpisodeTurn.objects.filter(subject=hemi).exists()
        with pytest.raises((AccessDenied, NotVisible)):
            episodes.note(cast.worker, hemi, stay.id, END, after=2, at=LATER)


@pytest.mark.req("REC-11", "RGT-03")
def test_each_turn_leaves_an_event_without_words(cast: Cast, hemi: UUID) -> None:
    note(cast.worker, hemi, PAUSE)
    note(cast.worker, hemi, END)
    start_again(cast.worker, hemi)

    for action in ("episode.paused", "episode.ended", "episode.began-again"):
        (event,) = events(cast.kauri.id, action)
        assert (event.subject_id, event.payload) == (hemi, {})


# What follows from a session


def session(cast: Cast, subject: UUID, on: date, *, is_back: bool) -> None:
    what = Held(on, 60, SessionKind.ONE_TO_ONE, Mode.IN_PERSON)
    with use(cast.worker.context):
        sessions.log(
            cast.worker,
            subject,
            what,
            Note(body="Back on the wharf"),
            id=uuid.uuid4(),
            at=LATER,
            is_back=is_back,
        )


@pytest.mark.req("REC-11")
def test_a_session_after_the_end_lets_him_begin_again_if_he_is_back(
    cast: Cast, hemi: UUID
) -> None:
    note(cast.worker, hemi, END)

    session(cast, hemi, DAY + timedelta(days=3), is_back=True)

    stay = latest(cast.worker, hemi)
    assert (stay.started_on, stay.pace) == (DAY + timedelta(days=3), Pace.UNDER_WAY)
    with use(cast.worker.context):
        assert Episode.objects.get(id=stay.id).activated_on == stay.started_on


@pytest.mark.req("REC-11")
def test_a_session_in_a_pause_lets_him_go_on_if_he_is_back(
    cast: Cast, hemi: UUID
) -> None:
    note(cast.worker, hemi, PAUSE)

    session(cast, hemi, DAY + timedelta(days=3), is_back=True)

    assert latest(cast.worker, hemi).pace == Pace.UNDER_WAY


@pytest.mark.req("REC-11")
@pytest.mark.parametrize("turn", [PAUSE, END], ids=["a pause", "an end"])
def test_a_session_alone_changes_nothing(cast: Cast, hemi: UUID, turn: Turn) -> None:
    note(cast.worker, hemi, turn)
    before = standing(cast.worker, hemi)

    session(cast, hemi, DAY + timedelta(days=3), is_back=False)

    assert standing(cast.worker, hemi) == before


@pytest.mark.req("REC-11")
def test_a_late_note_from_before_the_end_is_no_coming_back(
    cast: Cast, hemi: UUID
) -> None:
    note(cast.worker, hemi, END)
    start_again(cast.worker, hemi, on=DAY + timedelta(days=5))

    session(cast, hemi, DAY - timedelta(days=2), is_back=True)

    stay = latest(cast.worker, hemi)
    with use(cast.worker.context):
        assert Episode.objects.get(id=stay.id).activated_on is None


@pytest.mark.req("REC-11")
def test_who_wants_no_notes_is_supported_from_the_phase_he_moves_to(
    cast: Cast,
) -> None:
    subject = begun(cast.worker, [Purpose.RECORD])

    note(cast.worker, subject, Turn(TurnKind.PHASE, DAY, phase=Phase.SUPPORT))

    with use(cast.worker.context):
        assert Episode.objects.get(subject=subject).activated_on == DAY
    take_back_last(cast.worker, subject)
    with use(cast.worker.context):
        assert Episode.objects.get(subject=subject).activated_on is None


@pytest.mark.req("REC-11")
def test_a_session_that_began_it_stays_though_a_phase_is_taken_back(
    cast: Cast, hemi: UUID
) -> None:
    logged(cast.worker, hemi, Held(DAY, 60, SessionKind.ONE_TO_ONE, Mode.PHONE))
    note(cast.worker, hemi, Turn(TurnKind.PHASE, DAY, phase=Phase.SUPPORT))

    take_back_last(cast.worker, hemi)

    with use(cast.worker.context):
        assert Episode.objects.get(subject=hemi).activated_on == DAY


# Whoever worked with him


@pytest.mark.req("REC-11")
def test_an_end_leaves_him_with_his_worker_until_the_manager_lets_go(
    cast: Cast, hemi: UUID
) -> None:
    note(cast.worker, hemi, END)
    assert latest(cast.worker, hemi).is_over

    with use(cast.manager.context):
        assignments.let_go(cast.manager, hemi, at=LATER)
        assignments.let_go(cast.manager, hemi, at=LATER)
        assert not Assignment.objects.filter(subject=hemi, ended_at=None).exists()

    with use(cast.worker.context), pytest.raises(NotVisible):
        his_time(hemi)
    assert len(events(cast.kauri.id, "person.let-go")) == 1
