"""A place in a group stays as it ended, and ends with what it stands on."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from cases.enums import GroupKind
from cases.gatherings import queries
from cases.gatherings.enums import State
from cases.gatherings.models import Facilitator, Membership
from cases.gatherings.policies import names_in
from cases.gatherings.services import groups
from consent.enums import Purpose
from msa.accounts.models import Role
from msa.members import services as members
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from tests.cases.apart_world import policy
from tests.cases.world import events
from tests.cast import NOW, USUAL, Cast
from tests.conftest import SignIn
from tests.gatherings.world import (
    came,
    group,
    invited,
    joined,
    left,
    logged,
    member,
)
from tests.overrides.world import run, sqlstate

WHY = "He found the evenings too long"


def run_out(cast: Cast, his: UUID) -> None:
    """Let the day come on which his consent to a record runs out."""
    with use(Context(cast.kauri.id, FOUNDER, "owner")), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE consent_consent SET expires_at = now() - interval '1 second'"
            " WHERE subject_id = %s AND purpose = 'RECORD'",
            [his],
        )


@pytest.mark.req("GRP-02")
@pytest.mark.parametrize(
    "change", ["ended_on = '2030-01-01'", "joined_on = '2020-01-01'", "revision = 9"]
)
def test_raw_sql_changes_nothing_of_a_place_that_ended(cast: Cast, change: str) -> None:
    row = member(cast, group(cast))
    left(cast.colleague, row)

    changes = f"UPDATE gatherings_membership SET {change} WHERE id = %s"
    assert sqlstate(cast.colleague, changes, row.id) == "MS069"


@pytest.mark.req("GRP-02")
@pytest.mark.parametrize("day", ["'2020-01-01'", "current_date + 2"])
def test_raw_sql_lets_nobody_join_on_a_day_that_was_not(cast: Cast, day: str) -> None:
    pk = group(cast)
    row = member(cast, pk)
    left(cast.colleague, row)
    again = invited(cast, row.subject_id, pk)

    joins = (
        f"UPDATE gatherings_membership SET state = 'JOINED', joined_on = {day}"
        " WHERE id = %s"
    )
    assert sqlstate(cast.colleague, joins, again.id) == "MS069"


@pytest.mark.req("GRP-01")
def test_who_comes_back_accepts_anew_and_joins(cast: Cast, sign_in: SignIn) -> None:
    pk = group(cast)
    row = member(cast, pk)
    left(cast.colleague, row)
    again = invited(cast, row.subject_id, pk)
    page = reverse("worker:group-member", args=[pk, again.id])
    accepts = reverse("worker:group-member-accept", args=[pk, again.id])

    assert accepts in sign_in(cast.colleague).get(page).content.decode()
    joined(cast.colleague, pk, again.id)

    with use(cast.manager.context):
        assert Membership.objects.get(id=again.id).state == State.JOINED


def test_a_stand_in_is_shown_with_the_last_day(cast: Cast, sign_in: SignIn) -> None:
    pk = group(cast)
    told = {"member": str(cast.worker.member), "until": "5/3/2027"}

    run_by = reverse("manager:group-let-run", args=[pk])
    page = sign_in(cast.manager).post(run_by, told, follow=True).content.decode()

    assert "Stands in until 5 March 2027" in page


def test_a_name_without_a_letter_stands_in_no_empty_summary() -> None:
    assert names_in("", ["–", "Hēmi"]) == []


@pytest.mark.req("CAS-04")
def test_whoever_comes_back_to_peer_work_runs_no_group(cast: Cast) -> None:
    pk = group(cast)
    with use(cast.colleague.context):
        assert queries.runs(cast.colleague, pk)
    for roles in ([Role.MANAGER], [Role.WORKER]):
        with use(cast.admin.context):
            members.change_roles(cast.admin, cast.colleague.member, roles=roles, at=NOW)

    with use(cast.colleague.context):
        assert not queries.runs(cast.colleague, pk)
    assert run(cast.colleague, "SELECT FROM gatherings_facilitator") == 0


@pytest.mark.req("CON-04")
def test_a_place_closes_on_the_day_his_consent_runs_out(cast: Cast) -> None:
    pk = group(cast)
    row = member(cast, pk)
    asked = "SELECT wrapped, sealed FROM gatherings_membership WHERE id = %s"
    both = (cast.colleague, cast.manager)
    assert [run(actor, asked, row.id) for actor in both] == [1, 1]

    run_out(cast, row.subject_id)

    assert [run(actor, asked, row.id) for actor in both] == [0, 0]


def test_a_meeting_lists_nobody_without_a_name(cast: Cast) -> None:
    pk = group(cast)
    row = member(cast, pk)
    stored = logged(cast.colleague, pk, came(row))

    run_out(cast, row.subject_id)

    with use(cast.colleague.context):
        page = queries.meeting(cast.colleague, pk, stored.meeting.id)
    assert page.now.came == []


@pytest.mark.req("GRP-01")
def test_who_looks_at_his_place_is_an_event_of_his(cast: Cast) -> None:
    pk = group(cast)
    row = member(cast, pk)

    with use(cast.colleague.context):
        queries.place(cast.colleague, pk, row.id)

    (event,) = events(cast.kauri.id, "groups.opened")
    assert (event.subject_id, event.actor) == (row.subject_id, cast.colleague.person)


@pytest.mark.req("GRP-01")
def test_of_the_other_kind_it_looks_like_anything_set_apart(cast: Cast) -> None:
    policy(cast.manager)
    pk = group(cast, GroupKind.OFFENDED)
    row = member(cast, pk, kind=GroupKind.OFFENDED)

    with use(cast.colleague.context):
        queries.place(cast.colleague, pk, row.id)

    assert events(cast.kauri.id, "groups.opened") == []
    assert cast.colleague.person in {
        event.actor for event in events(cast.kauri.id, "set-apart.opened")
    }


@pytest.mark.req("GRP-01")
@pytest.mark.parametrize("supervised", [True, False])
def test_a_manager_reads_how_he_left_as_he_reads_notes(
    cast: Cast, supervised: bool
) -> None:
    pk = group(cast)
    more = [Purpose.SUPERVISION] if supervised else []
    row = member(cast, pk, purposes=[*USUAL, *more])
    left(cast.colleague, row, why=WHY)
    with use(cast.colleague.context):
        assert queries.place(cast.colleague, pk, row.id).words.why == WHY

    with use(cast.manager.context):
        place = queries.place(cast.manager, pk, row.id)
        (listed,) = queries.his_places(cast.manager, row.subject_id)

    shown = {place.words.why, place.words.instead, listed.words.why}
    assert (WHY in shown) == supervised
    assert place.called == "Hēmi"


@pytest.mark.req("SEC-08")
def test_a_breach_reaches_the_members_of_a_group(cast: Cast) -> None:
    pk = group(cast)
    row = member(cast, pk)
    other = member(cast, group(cast), "Tāne")
    with use(cast.colleague.context):
        queries.group(cast.colleague, pk)

    with use(cast.manager.context), connection.cursor() as cursor:
        cursor.execute(
            "SELECT subject FROM sec.reached(%s, now() - interval '1 day',"
            " now() + interval '1 hour')",
            [cast.colleague.person],
        )
        reached = {subject for (subject,) in cursor.fetchall()}

    assert row.subject_id in reached
    assert other.subject_id not in reached


def test_a_list_of_those_run_out_says_of_nobody_that_he_is_in_a_group(
    cast: Cast,
) -> None:
    policy(cast.manager)
    pk = group(cast, GroupKind.OFFENDED)
    row = member(cast, pk, kind=GroupKind.OFFENDED)
    run_out(cast, row.subject_id)
    asked = "SELECT unnest(sec.run_out_in_groups())"
    assert run(cast.colleague, asked) == 1

    assert run(cast.worker, asked) == 0


@pytest.mark.req("GRP-03")
@pytest.mark.parametrize("until", [NOW + timedelta(days=900), None])
def test_who_stands_in_can_do_so_for_longer(cast: Cast, until: datetime | None) -> None:
    pk = group(cast)
    first = timezone.now() + timedelta(hours=1)
    with use(cast.manager.context):
        for end in (first, until):
            groups.let_run(
                cast.manager, pk, cast.worker.member, until=end, at=timezone.now()
            )

        (row,) = Facilitator.objects.filter(member=cast.worker.member)
    assert row.until == until
