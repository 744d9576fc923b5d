"""What the database itself holds to of a survivor's coming and going (REC-11)."""

from __future__ import annotations

import threading
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction

from cases.enums import EndReason, Phase, TurnKind
from cases.models import Episode, EpisodeTurn
from cases.services.episodes import DoesNotFollow, Turn
from msa.accounts.actor import Actor
from msa.tenancy.context import use
from tests.cases.services.test_episodes import (
    DAY,
    END,
    LATER,
    PAUSE,
    latest,
    note,
    start_again,
)
from tests.cases.world import person
from tests.cast import TODAY, Cast

_COPIED = (
    "id, organisation_id, subject_id, key_id, withheld, episode_id, revision, kind,"
    " happened_on, phase, back_on, reason, sealed, written_by_id, written_at"
)


def run(actor: Actor, statement: str, values: list[object]) -> str:
    """Return the state with which a statement of somebody's is refused, or nothing."""
    try:
        with use(actor.context), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
    except DatabaseError as fault:
        return str(getattr(fault.__cause__, "sqlstate", ""))
    return ""


def turn_of(subject: UUID, **said: object) -> tuple[str, list[object]]:
    """Return the INSERT of a turn made of the first one of his latest episode."""
    usual: dict[str, object] = {
        "kind": "PAUSED",
        "happened_on": DAY,
        "phase": "",
        "back_on": None,
        "reason": "",
        "revision": 2,
        "written_at": LATER,
    }
    given = usual | said
    places = ", ".join(
        "gen_random_uuid()" if name == "id" else ("%s" if name in given else name)
        for name in _COPIED.split(", ")
    )
    return (
        f"INSERT INTO cases_episodeturn ({_COPIED}) SELECT {places}"
        " FROM cases_episodeturn WHERE subject_id = %s AND revision = 1",
        [
            *(given[n] for n in _COPIED.split(", ") if n in given),
            subject,
        ],
    )


def refused(cast: Cast, subject: UUID, **said: object) -> str:
    return run(cast.worker, *turn_of(subject, **said))


@pytest.mark.req("REC-11")
def test_a_turn_that_follows_is_stored_by_raw_sql(cast: Cast, hemi: UUID) -> None:
    assert refused(cast, hemi) == ""
    assert latest(cast.worker, hemi).paused_on == DAY


@pytest.mark.req("REC-11")
@pytest.mark.parametrize(
    "said",
    [
        {"happened_on": TODAY - timedelta(days=1)},
        {"happened_on": TODAY + timedelta(days=21)},
        {"kind": "WENT_ON"},
        {"kind": "PHASE", "phase": "CONNECT"},
        {"revision": 3},
    ],
    ids=["before he came", "to come", "no pause", "same phase", "leaves a gap"],
)
def test_a_turn_that_does_not_follow_is_refused(
    cast: Cast, hemi: UUID, said: dict[str, object]
) -> None:
    assert refused(cast, hemi, **said) == "MS021"


@pytest.mark.req("REC-11")
def test_a_turn_before_the_one_before_is_refused(cast: Cast, hemi: UUID) -> None:
    note(cast.worker, hemi, PAUSE)

    earlier = DAY - timedelta(days=1)
    told = {"kind": "WENT_ON", "happened_on": earlier, "revision": 3}
    assert refused(cast, hemi, **told) == "MS021"


@pytest.mark.req("REC-11")
@pytest.mark.parametrize(
    "said",
    [
        {"reason": "MOVED"},
        {"kind": "ENDED"},
        {"kind": "PHASE"},
        {"kind": "ENDED", "reason": "MOVED", "back_on": DAY},
    ],
    ids=["a pause with a reason", "an end without", "no phase", "an end till then"],
)
def test_a_turn_says_what_it_is(
    cast: Cast, hemi: UUID, said: dict[str, object]
) -> None:
    assert refused(cast, hemi, **said) == "23514"


@pytest.mark.req("REC-11")
def test_nobody_is_back_before_his_pause(cast: Cast, hemi: UUID) -> None:
    assert refused(cast, hemi, back_on=DAY - timedelta(days=1)) == "23514"


@pytest.mark.req("REC-11")
def test_nothing_follows_an_end(cast: Cast, hemi: UUID) -> None:
    note(cast.worker, hemi, END)

    assert refused(cast, hemi, revision=3) == "MS021"


@pytest.mark.req("REC-11")
@pytest.mark.parametrize("started_on", [DAY, TODAY], ids=["beside", "before"])
def test_his_times_do_not_lie_over_one_another(
    cast: Cast, hemi: UUID, started_on: object
) -> None:
    if started_on == TODAY:
        note(cast.worker, hemi, END)
    insert = (
        "INSERT INTO cases_episode (id, organisation_id, subject_id, key_id, withheld,"
        " started_on, end_reason, referred_by) SELECT gen_random_uuid(),"
        " organisation_id, subject_id, key_id, false, %s, '', '' FROM cases_episode"
        " WHERE subject_id = %s"
    )

    assert run(cast.worker, insert, [started_on, hemi]) == "MS021"


@pytest.mark.req("REC-11")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cases_episode SET ended_on = %s WHERE subject_id = %s",
        "UPDATE cases_episode SET activated_on = %s WHERE subject_id = %s",
        "UPDATE cases_episodeturn SET happened_on = %s WHERE subject_id = %s",
        "DELETE FROM cases_episodeturn WHERE happened_on <= %s AND subject_id = %s",
    ],
)
def test_nobody_changes_what_was_noted(cast: Cast, hemi: UUID, statement: str) -> None:
    assert run(cast.worker, statement, [DAY, hemi]) == "42501"


TAKE_BACK = (
    "UPDATE cases_episodeturn SET taken_back_at = now(), taken_back_by_id = %s"
    " WHERE subject_id = %s AND revision = %s"
)


@pytest.mark.req("REC-11")
def test_only_the_last_turn_is_taken_back(cast: Cast, hemi: UUID) -> None:
    note(cast.worker, hemi, PAUSE)
    note(cast.worker, hemi, Turn(TurnKind.WENT_ON, DAY))
    me = cast.worker.member

    assert run(cast.worker, TAKE_BACK, [me, hemi, 2]) == "MS021"
    assert run(cast.worker, TAKE_BACK, [me, hemi, 3]) == ""
    assert run(cast.worker, TAKE_BACK, [me, hemi, 3]) == "MS021"


@pytest.mark.req("REC-11")
def test_an_end_is_not_taken_back_under_a_later_time(cast: Cast, hemi: UUID) -> None:
    note(cast.worker, hemi, END)
    start_again(cast.worker, hemi)

    state = run(cast.worker, TAKE_BACK, [cast.worker.member, hemi, 2])

    assert state == "MS021"


@pytest.mark.req("REC-11")
def test_nobody_takes_back_or_notes_in_anothers_name(cast: Cast, hemi: UUID) -> None:
    note(cast.worker, hemi, PAUSE)
    other = cast.colleague.member

    assert run(cast.worker, TAKE_BACK, [other, hemi, 2]) == "42501"
    statement, values = turn_of(hemi, kind="WENT_ON", revision=3)
    statement = statement.replace(", written_by_id, written_at FROM", ", %s, %s FROM")
    assert "written_by_id, %s FROM" in statement
    statement = statement.replace("written_by_id, %s FROM", "%s, %s FROM")
    values = [*values[:-2], other, *values[-2:]]
    assert run(cast.worker, statement, values) == "42501"


@pytest.mark.req("REC-11")
def test_a_manager_sees_that_he_pauses_and_none_of_his_words(
    cast: Cast, hemi: UUID
) -> None:
    note(cast.worker, hemi, PAUSE)

    with use(cast.manager.context):
        kinds = EpisodeTurn.objects.filter(subject=hemi).values_list("kind", flat=True)
        assert set(kinds) == {"PHASE", "PAUSED"}
        with pytest.raises(ProgrammingError), transaction.atomic():
            list(EpisodeTurn.objects.values_list("sealed"))


@pytest.mark.req("REC-11")
def test_who_does_not_work_with_him_sees_no_turn(cast: Cast, hemi: UUID) -> None:
    for actor in (cast.colleague, cast.outsider):
        with use(actor.context):
            assert not EpisodeTurn.objects.exists()
            assert not Episode.objects.exists()
    with use(cast.worker.context):
        assert EpisodeTurn.objects.exists()


@pytest.mark.req("REC-11")
def test_of_two_who_let_him_begin_again_at_once_one_does(live_cast: Cast) -> None:
    cast = live_cast
    with transaction.atomic():
        subject = person(cast.worker)
    with transaction.atomic():
        note(cast.worker, subject, END)
    refusals: list[Exception] = []

    def again() -> None:
        try:
            start_again(cast.worker, subject)
        except DoesNotFollow as fault:
            refusals.append(fault)
        finally:
            connection.close()

    thread = threading.Thread(target=again)
    with transaction.atomic():
        start_again(cast.worker, subject)
        thread.start()
        thread.join(0.3)
        waited = thread.is_alive()
    thread.join(10)

    assert waited
    assert len(refusals) == 1


@pytest.mark.req("REC-11")
@pytest.mark.parametrize("reason", EndReason)
def test_every_reason_of_his_can_be_kept(
    cast: Cast, hemi: UUID, reason: EndReason
) -> None:
    note(cast.worker, hemi, Turn(TurnKind.ENDED, DAY, reason=reason))

    assert latest(cast.worker, hemi).reason == reason
    assert latest(cast.worker, hemi).phase == Phase.CONNECT
