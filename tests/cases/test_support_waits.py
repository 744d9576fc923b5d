"""Support waits for a manager, and nobody can tell why (REC-09)."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from cases.enums import SessionKind, SupportOutcome
from cases.models import HarmTold, Session, SupportHold
from cases.queries import apart
from cases.queries.support import how_many_to_decide, support, to_decide
from cases.sections import Note
from cases.services import apart as services
from cases.services import sessions
from cases.services import support as support_service
from cases.services.sessions import SupportWaits
from consent.enums import Purpose
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.tenancy.context import use
from tests.cases.apart_world import CONDITIONS, LOG, TOLD, decided, named, policy, told
from tests.cases.world import events, held, logged, person
from tests.cast import NOW, TODAY, Cast
from tests.overrides.world import sqlstate

TOMORROW = TODAY + timedelta(days=1)
HELD = ("ONE_TO_ONE", "WORKSHOP")
#: Whoever it is, and whatever the record says, support of these kinds never waits.
NEVER_HELD = ("CONTACT", "EMAIL_KEPT", "WHANAU", "REFERRAL", "ADVOCACY")


@pytest.fixture
def allowed(cast: Cast) -> None:
    """The organisation has a policy about it in force."""
    policy(cast.manager)


def waits(cast: Cast, subject: UUID) -> bool:
    with use(cast.manager.context):
        return SupportHold.objects.filter(subject=subject).exists()


@pytest.mark.req("REC-09")
@pytest.mark.parametrize("kind", HELD)
def test_peer_support_waits_until_a_manager_has_decided(
    cast: Cast, hemi: UUID, allowed: None, kind: str
) -> None:
    one = held(on=TOMORROW, kind=SessionKind(kind))
    before = logged(cast.worker, hemi)
    told(cast.worker, hemi)

    with pytest.raises(SupportWaits):
        logged(cast.worker, hemi, one)
    assert sqlstate(cast.worker, LOG, TOMORROW, kind, before) == "MS032"
    decided(cast.manager, hemi)
    logged(cast.worker, hemi, one)


@pytest.mark.req("REC-09")
@pytest.mark.parametrize("kind", NEVER_HELD)
def test_being_in_touch_never_waits(
    cast: Cast, hemi: UUID, allowed: None, kind: str
) -> None:
    told(cast.worker, hemi)

    logged(cast.worker, hemi, held(on=TOMORROW, kind=SessionKind(kind)))


def test_the_meeting_at_which_he_told_it_is_logged(
    cast: Cast, hemi: UUID, allowed: None
) -> None:
    told(cast.worker, hemi)

    logged(cast.worker, hemi, held(on=TODAY))


def test_pressed_twice_across_the_wait_it_is_one_session(
    cast: Cast, hemi: UUID, allowed: None
) -> None:
    later = held(on=TOMORROW)
    first = logged(cast.worker, hemi, later)
    told(cast.worker, hemi)

    with use(cast.worker.context):
        again = sessions.log(
            cast.worker, hemi, later, Note(), id=first, at=NOW + timedelta(minutes=1)
        )
        assert again
        assert Session.objects.filter(subject=hemi).count() == 1


@pytest.mark.req("REC-09")
def test_where_no_notes_are_kept_support_waits_as_well(
    cast: Cast, allowed: None
) -> None:
    quiet = person(cast.worker, purposes=(Purpose.RECORD,))
    logged(cast.worker, quiet, held(on=TOMORROW))
    told(cast.worker, quiet)

    with pytest.raises(SupportWaits):
        logged(cast.worker, quiet, held(on=TOMORROW))


@pytest.mark.req("REC-09")
def test_told_elsewhere_it_goes_on_waiting_and_more_told_waits_anew(
    cast: Cast, hemi: UUID, allowed: None
) -> None:
    told(cast.worker, hemi)
    decided(cast.manager, hemi, SupportOutcome.ELSEWHERE)
    assert waits(cast, hemi)
    with use(cast.manager.context):
        assert (to_decide(cast.manager), how_many_to_decide()) == ([], 0)

    later = NOW + timedelta(hours=1)
    decided(cast.manager, hemi, SupportOutcome.CONDITIONS, at=later)
    assert not waits(cast, hemi)
    told(cast.worker, hemi, "There was more", after=1)
    assert waits(cast, hemi)
    with use(cast.manager.context):
        assert len(to_decide(cast.manager)) == how_many_to_decide() == 1


@pytest.mark.req("REC-09")
def test_nobody_ends_the_wait_without_a_decision(
    cast: Cast, hemi: UUID, allowed: None
) -> None:
    told(cast.worker, hemi)

    for actor in (cast.worker, cast.manager):
        gone = "DELETE FROM cases_supporthold WHERE subject_id = %s"
        later = "UPDATE cases_supporthold SET since = now() WHERE subject_id = %s"
        assert sqlstate(actor, gone, hemi) == sqlstate(actor, later, hemi) == "42501"
    assert waits(cast, hemi)


def test_what_waits_says_nothing_of_why(cast: Cast, hemi: UUID, allowed: None) -> None:
    other = person(cast.worker, "Tāne")
    with use(cast.worker.context):
        support_service.hold(cast.worker, other, at=NOW)
    told(cast.worker, hemi)

    with use(cast.colleague.context):
        assert not SupportHold.objects.exists()
    named(cast.worker, hemi, cast.colleague)
    named(cast.worker, other, cast.colleague)
    with use(cast.colleague.context):
        seen = SupportHold.objects.values_list("since", flat=True)
        assert len(set(seen)) == 1
        assert len(seen) == 2
    held_by = [one.payload for one in events(cast.kauri.id, "support.held")]
    assert held_by == [{}, {}]


def test_his_own_peer_worker_reads_the_decision_and_no_colleague(
    cast: Cast, hemi: UUID, allowed: None
) -> None:
    named(cast.worker, hemi, cast.colleague)
    decided(cast.manager, hemi, SupportOutcome.CONDITIONS)

    def read_by(actor: Actor) -> list[str]:
        with use(actor.context):
            return [one.words for one in support(actor, hemi).decided]

    assert read_by(cast.worker) == read_by(cast.manager) == [CONDITIONS]
    assert read_by(cast.colleague) == []


def test_a_mistake_is_taken_back_by_a_manager_once(
    cast: Cast, hemi: UUID, allowed: None
) -> None:
    row = told(cast.worker, hemi)

    with use(cast.worker.context), pytest.raises(NotVisible):
        services.take_back(cast.worker, hemi, row.id, at=NOW)
    for _ in range(2):
        with use(cast.manager.context):
            services.take_back(cast.manager, hemi, row.id, at=NOW)

    with use(cast.manager.context):
        assert HarmTold.objects.get(id=row.id).taken_back_by_id == cast.manager.member
    with use(cast.worker.context):
        (account,) = apart.opened(cast.worker, hemi)
    assert account.now.words.what_he_told == TOLD
