"""Closed groups: invited once cleared, in once he accepts, out with the clearance."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from cases.enums import GroupKind, SessionKind
from cases.gatherings import queries
from cases.gatherings.enums import How, State
from cases.gatherings.models import Membership
from cases.gatherings.sealing import member_words
from cases.gatherings.services import groups, memberships
from cases.gatherings.services.groups import NoPolicy
from cases.gatherings.services.memberships import (
    AgreedAnew,
    NotCleared,
    NotThen,
    Retired,
)
from cases.models import GroupClearance
from cases.services import blocks
from cases.services import groups as clearing
from cases.services.groups import MayNot
from cases.services.sessions import NotCleared as NotClearedForSession
from consent.enums import Purpose
from consent.services import consents
from msa.access.refusals import NotVisible
from msa.audit.models import Event
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from tests.cases.apart_world import policy, told
from tests.cases.world import events, held, person
from tests.cases.world import logged as session
from tests.cast import NOW, TODAY, Cast
from tests.gatherings.world import cleared, group, invited, joined, left, member
from tests.overrides.world import run, sqlstate

JOINS = (
    "UPDATE gatherings_membership SET state = 'JOINED', joined_on = current_date"
    " WHERE id = %s"
)


def about(cast: Cast, his: UUID) -> list[Event]:
    with use(Context(cast.kauri.id, FOUNDER, "owner")):
        return list(Event.objects.filter(subject_id=his))


def state(cast: Cast, row: Membership) -> str:
    with use(cast.manager.context):
        return Membership.objects.get(id=row.id).state


@pytest.mark.req("GRP-01")
def test_he_is_invited_accepts_joins_and_leaves(cast: Cast) -> None:
    pk = group(cast)
    row = member(cast, pk)
    with use(cast.colleague.context):
        page = queries.group(cast.colleague, pk)
        assert [one.called for one in page.joined] == ["Hēmi"]
        assert page.joined[0].accepted == 1

    left(cast.colleague, row, why="The hours don’t suit him")

    with use(cast.colleague.context):
        page = queries.group(cast.colleague, pk)
        assert (page.joined, [one.called for one in page.ended]) == ([], ["Hēmi"])
        assert page.ended[0].words.why == "The hours don’t suit him"
        assert page.ended[0].words.instead == "A walk"
    told_of = [
        event.action
        for code in (
            "groups.invited",
            "groups.accepted",
            "groups.joined",
            "groups.left",
        )
        for event in events(cast.kauri.id, code)
    ]
    assert len(told_of) == 4


@pytest.mark.req("GRP-01")
def test_nobody_joins_before_he_accepts_the_newest_version(cast: Cast) -> None:
    pk = group(cast)
    subject = person(cast.worker)
    cleared(cast, subject)
    row = invited(cast, subject, pk)

    assert sqlstate(cast.colleague, JOINS, row.id) == "MS042"
    with use(cast.colleague.context):
        groups.publish(
            cast.colleague, pk, "Nobody drives", agreed_on=TODAY, after=1, at=NOW
        )
        with pytest.raises(AgreedAnew):
            memberships.accept(
                cast.colleague,
                pk,
                row.id,
                version=1,
                how=How.SPOKEN,
                on=TODAY,
                at=NOW,
            )
    joined(cast.colleague, pk, row.id)
    assert state(cast, row) == State.JOINED


@pytest.mark.req("GRP-01")
def test_a_new_version_asks_each_member_again(cast: Cast) -> None:
    pk = group(cast)
    row = member(cast, pk)
    with use(cast.colleague.context):
        assert queries.group(cast.colleague, pk).to_ask == []
        groups.publish(
            cast.colleague, pk, "Nobody drives", agreed_on=TODAY, after=1, at=NOW
        )
        asked = queries.group(cast.colleague, pk).to_ask
    assert [one.row.id for one in asked] == [row.id]

    joined(cast.colleague, pk, row.id)

    with use(cast.colleague.context):
        assert queries.group(cast.colleague, pk).to_ask == []


@pytest.mark.req("GRP-02")
def test_never_asked_not_now_and_may_not_are_refused_alike(cast: Cast) -> None:
    policy(cast.manager)
    pk = group(cast, run_by=cast.worker)
    never, refused, harmed = (person(cast.worker, name) for name in ("A", "B", "C"))
    told(cast.worker, harmed)
    with use(cast.manager.context):
        clearing.not_now(cast.manager, refused, at=NOW)

    for his in (never, refused, harmed):
        with use(cast.worker.context):
            assert queries.may_be_invited_to(cast.worker, his) == []
            with pytest.raises(NotCleared):
                memberships.invite(cast.worker, his, pk, called="He", on=TODAY)


@pytest.mark.req("GRP-02")
def test_a_disclosure_ends_his_place_in_the_same_transaction(cast: Cast) -> None:
    policy(cast.manager)
    pk = group(cast)
    row, other = member(cast, pk), member(cast, pk, "Tāne")

    told(cast.worker, row.subject_id)

    assert (state(cast, row), state(cast, other)) == ("ENDED", "JOINED")
    with use(cast.manager.context), pytest.raises(NotCleared):
        memberships.invite(cast.manager, row.subject_id, pk, called="He", on=TODAY)


@pytest.mark.req("GRP-02")
def test_whoever_runs_the_group_can_not_tell_a_disclosure_from_a_not_now(
    cast: Cast,
) -> None:
    policy(cast.manager)
    pk = group(cast)
    harmed, refused = member(cast, pk), member(cast, pk, "Tāne")
    told(cast.worker, harmed.subject_id)
    with use(cast.manager.context):
        clearing.not_now(cast.manager, refused.subject_id, at=NOW)

    with use(cast.colleague.context), connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind, cleared_as, state, invited_on, joined_on, ended_on, revision"
            " FROM gatherings_membership"
        )
        seen = cursor.fetchall()
    assert len(seen) == 2
    assert seen[0] == seen[1]


@pytest.mark.req("GRP-02")
def test_no_row_points_to_a_clearance_that_is_not_there(cast: Cast) -> None:
    pk = group(cast)
    row = member(cast, pk)
    again = (
        "UPDATE gatherings_membership SET kind = 'OFFENDED', cleared_as = 'OFFENDED'"
        " WHERE id = %s"
    )
    with use(cast.manager.context):
        clearing.not_now(cast.manager, row.subject_id, at=NOW)

    back = "UPDATE gatherings_membership SET cleared_as = kind WHERE id = %s"
    assert sqlstate(cast.manager, back, row.id) == "23514"
    assert sqlstate(cast.manager, again, row.id) == "42501"


@pytest.mark.req("GRP-02")
def test_whoever_offended_and_survivors_are_in_different_groups(cast: Cast) -> None:
    policy(cast.manager)
    pk = group(cast)
    row = member(cast, pk)
    his = row.subject_id

    cleared(cast, his, GroupKind.OFFENDED)

    assert state(cast, row) == State.ENDED
    with pytest.raises(MayNot):
        cleared(cast, his)
    other = group(cast, GroupKind.OFFENDED)
    assert invited(cast, his, other).kind == GroupKind.OFFENDED


@pytest.mark.req("GRP-02")
def test_his_own_peer_worker_finds_nothing_of_the_other_kind(cast: Cast) -> None:
    policy(cast.manager)
    his = person(cast.worker)
    cleared(cast, his, GroupKind.OFFENDED)
    pk = group(cast, GroupKind.OFFENDED)
    invited(cast, his, pk)
    tables = (
        "cases_groupclearance",
        "cases_screening",
        "gatherings_membership",
        "gatherings_peergroup",
        "gatherings_facilitator",
        "gatherings_protocol",
    )
    seen = {
        actor.name: [run(actor, f"SELECT FROM {table}") for table in tables]
        for actor in (cast.manager, cast.colleague, cast.worker)
    }

    assert seen["Manager"] == [1, 0, 1, 1, 1, 1]
    assert seen["Colleague"] == [0, 0, 1, 1, 1, 1]
    assert seen["Worker"] == [0] * 6
    with pytest.raises(NotClearedForSession):
        session(cast.worker, his, held(kind=SessionKind.GROUP))
    codes = {event.action for event in about(cast, his)}
    assert not {code for code in codes if code.startswith("groups.")}


def test_a_peer_worker_learns_of_nobody_elses_groups(cast: Cast) -> None:
    pk = group(cast)
    row = member(cast, pk)
    asked = "SELECT FROM gatherings_membership WHERE id = %s"
    with use(cast.worker.context):
        (mine,) = queries.his_places(cast.worker, row.subject_id)
        assert mine.row.group.title == "Thursday evening"
        with pytest.raises(NotVisible):
            queries.group(cast.worker, pk)
    with use(cast.manager.context):
        groups.let_run(cast.manager, pk, cast.worker.member, until=NOW, at=NOW)

    assert run(cast.worker, asked, row.id) == 1
    assert [
        run(actor, asked, row.id) for actor in (cast.outsider, cast.outside_manager)
    ] == [0, 0]
    assert sqlstate(cast.admin, asked, row.id) == "42501"
    stranger = person(cast.colleague, "Rangi")
    assert stranger
    assert run(cast.worker, "SELECT FROM gatherings_facilitator") == 0


def test_whoever_runs_no_group_any_more_sees_nobody(cast: Cast) -> None:
    pk = group(cast)
    row = member(cast, pk)
    with use(cast.colleague.context):
        (runs,) = queries.group(cast.colleague, pk).running

    with use(cast.manager.context):
        groups.let_go(cast.manager, pk, runs.row.id, at=NOW)

    asked = "SELECT FROM gatherings_membership WHERE id = %s"
    assert run(cast.colleague, asked, row.id) == 0
    with use(cast.colleague.context), pytest.raises(NotVisible):
        queries.group(cast.colleague, pk)


def test_whom_he_keeps_away_does_not_see_him_in_the_group(cast: Cast) -> None:
    pk = group(cast)
    row = member(cast, pk)
    asked = "SELECT FROM gatherings_membership WHERE id = %s"
    assert run(cast.colleague, asked, row.id) == 1

    with use(cast.worker.context):
        blocks.block(cast.worker, row.subject_id, member=cast.colleague.member, at=NOW)

    assert run(cast.colleague, asked, row.id) == 0


@pytest.mark.req("GRP-01")
def test_a_retired_group_has_nobody_and_takes_nobody(cast: Cast) -> None:
    pk = group(cast)
    row = member(cast, pk)
    other = person(cast.worker, "Tāne")
    cleared(cast, other)

    with use(cast.manager.context):
        groups.retire(cast.manager, pk, at=NOW)

    assert state(cast, row) == State.ENDED
    with pytest.raises(Retired):
        invited(cast, other, pk)


def test_a_peer_worker_invites_only_his_own_people_to_a_group_he_runs(
    cast: Cast,
) -> None:
    pk = group(cast, run_by=cast.worker)
    mine, theirs = person(cast.worker), person(cast.colleague, "Tāne")
    for his in (mine, theirs):
        cleared(cast, his)

    with use(cast.worker.context):
        memberships.invite(cast.worker, mine, pk, called="Hēmi", on=TODAY)
        with pytest.raises(NotVisible):
            memberships.invite(cast.worker, theirs, pk, called="Tāne", on=TODAY)
    with use(cast.colleague.context), pytest.raises(NotVisible):
        memberships.invite(cast.colleague, theirs, pk, called="Tāne", on=TODAY)


def test_invited_and_accepted_twice_is_once(cast: Cast) -> None:
    pk = group(cast)
    row = member(cast, pk)

    assert invited(cast, row.subject_id, pk).id == row.id
    joined(cast.manager, pk, row.id)

    assert len(events(cast.kauri.id, "groups.joined")) == 1
    assert len(events(cast.kauri.id, "groups.invited")) == 1


def test_he_does_not_leave_before_he_joined(cast: Cast) -> None:
    row = member(cast, group(cast))

    with pytest.raises(NotThen):
        left(cast.colleague, row, on=TODAY - timedelta(days=1))


def test_a_withdrawal_takes_his_place_with_it(cast: Cast) -> None:
    row = member(cast, group(cast))

    with use(cast.worker.context):
        consents.withdraw(cast.worker, row.subject_id, Purpose.RECORD, at=NOW)

    with use(cast.manager.context):
        assert not Membership.objects.filter(id=row.id).exists()
        assert not GroupClearance.objects.filter(subject=row.subject_id).exists()


def test_a_group_for_people_who_have_offended_needs_the_policy(cast: Cast) -> None:
    with pytest.raises(NoPolicy):
        group(cast, GroupKind.OFFENDED)


def test_words_of_a_membership_are_not_rolled_back(cast: Cast) -> None:
    row = member(cast, group(cast))
    left(cast.colleague, row, why="Later")
    back = "UPDATE gatherings_membership SET revision = 1 WHERE id = %s"

    assert sqlstate(cast.manager, back, row.id) == "42501"
    with use(cast.manager.context):
        assert member_words(Membership.objects.get(id=row.id)).why == "Later"


@pytest.mark.req("GRP-02")
def test_nobody_is_in_a_group_of_another_kind_than_he_is_cleared_for(
    cast: Cast,
) -> None:
    policy(cast.manager)
    pk = group(cast, GroupKind.OFFENDED)
    row = member(cast, group(cast))
    copy = (
        "INSERT INTO gatherings_membership (id, organisation_id, organisation_key_id,"
        " key_id, wrapped, group_id, subject_id, kind, cleared_as, state, invited_on,"
        " revision, sealed) SELECT gen_random_uuid(), organisation_id,"
        " organisation_key_id, key_id, wrapped, %s, subject_id, %s, %s, 'INVITED',"
        " invited_on, 1, sealed FROM gatherings_membership WHERE id = %s"
    )

    assert [
        sqlstate(cast.manager, copy, pk, kind, kind, row.id)
        for kind in ("SURVIVORS", "OFFENDED")
    ] == ["23503", "23503"]
