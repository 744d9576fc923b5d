"""PostgreSQL lets nobody empty a version but by a decision of two (UI-S9, ADR 52)."""

from __future__ import annotations

import uuid
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from cases.forgetting.enums import Outcome
from cases.forgetting.models import Forgetting
from cases.models import Section
from cases.services import blocks
from consent.enums import Given, Purpose
from consent.services import consents
from consent.services.consents import Agreement
from msa.access.refusals import AccessDenied
from msa.accounts.models import Role
from msa.accounts.services import add_member
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from tests.cases.world import events, person
from tests.cast import NOW, PASSWORD, TODAY, Cast
from tests.forgetting.world import (
    asked,
    decided,
    empty,
    put_right,
    told,
    told_again,
)

FORBIDDEN = ("42501", "23514")
_ASK = "SELECT sec.ask_to_forget(gen_random_uuid(), %s, 'hopes', NULL, %s)"


def refused(context: Context, sql: str, *values: object) -> str:
    """Return the state with which a statement is refused; empty if it is not."""
    try:
        with use(context), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
    except DatabaseError as fault:
        return str(getattr(fault.__cause__, "sqlstate", ""))
    return ""


def owner(cast: Cast) -> Context:
    return Context(cast.kauri.id, FOUNDER, "owner")


@pytest.mark.req("UI-S9")
@pytest.mark.parametrize("who", ["worker", "manager", "admin"])
@pytest.mark.parametrize("table", ["cases_section", "cases_sessionnote"])
def test_no_role_empties_a_row(cast: Cast, hemi: UUID, who: str, table: str) -> None:
    for change in ("sealed = ''", "let_go = gen_random_uuid()", "superseded = true"):
        sql = f"UPDATE {table} SET {change}"
        assert refused(getattr(cast, who).context, sql) == "42501"


@pytest.mark.req("UI-S9")
@pytest.mark.parametrize("who", ["worker", "manager", "admin"])
def test_no_role_writes_a_decision(cast: Cast, hemi: UUID, who: str) -> None:
    pk = asked(cast.worker, hemi)
    for sql in (
        "UPDATE forgetting_forgetting SET outcome = 'LET_GO'",
        "UPDATE forgetting_forgetting SET upto = 9",
        "DELETE FROM forgetting_forgetting",
        "INSERT INTO forgetting_forgetting SELECT * FROM forgetting_forgetting",
    ):
        assert refused(getattr(cast, who).context, sql) == "42501"
    with use(cast.worker.context):
        assert Forgetting.objects.get().id == pk


@pytest.mark.req("UI-S9")
def test_not_even_the_owner_empties_a_row_without_a_decision(
    cast: Cast, hemi: UUID
) -> None:
    sql = "UPDATE cases_section SET sealed = '' WHERE superseded"

    assert refused(owner(cast), sql) in FORBIDDEN


@pytest.mark.req("UI-S9")
@pytest.mark.parametrize("table", ["cases_section", "cases_sessionnote"])
def test_a_decision_empties_what_it_covers_and_no_more(
    cast: Cast, hemi: UUID, session: UUID, table: str
) -> None:
    put_right(cast.worker, hemi, session)
    # Decided on his hopes; the note and the newer hopes stay out of its reach.
    pk = asked(cast.worker, hemi)
    told(cast.worker, hemi, "And more", after=2)
    decided(cast.manager, pk)
    with use(cast.worker.context):
        covered = set(Section.objects.exclude(let_go=None).values_list("id", flat=True))

    sql = (
        f"UPDATE {table} SET sealed = '', let_go = %s"
        " WHERE superseded AND id <> ALL (%s)"
    )
    assert refused(owner(cast), sql, pk, list(covered)) == "42501"


@pytest.mark.req("UI-S9")
def test_what_was_refused_empties_nothing(cast: Cast, hemi: UUID) -> None:
    pk = asked(cast.worker, hemi)
    sql = "UPDATE cases_section SET sealed = '', let_go = %s WHERE superseded"
    before = refused(owner(cast), sql, pk)
    decided(cast.manager, pk, Outcome.REFUSED)

    assert (before, refused(owner(cast), sql, pk)) == ("42501", "42501")


@pytest.mark.req("UI-S9")
def test_what_stands_now_is_never_emptied(cast: Cast, hemi: UUID) -> None:
    pk = asked(cast.worker, hemi)
    decided(cast.manager, pk)
    sql = (
        "UPDATE cases_section SET sealed = '', let_go = %s, revision = 0"
        " WHERE kind = 'hopes' AND NOT superseded"
    )

    assert refused(owner(cast), sql, pk) == "23514"


@pytest.mark.req("UI-S9")
def test_no_row_begins_empty(cast: Cast, hemi: UUID) -> None:
    pk = asked(cast.worker, hemi)
    decided(cast.manager, pk)
    sql = (
        "INSERT INTO cases_section (id, organisation_id, subject_id, key_id, withheld,"
        " kind, revision, sealed, written_by_id, written_at, superseded, let_go)"
        " SELECT gen_random_uuid(), organisation_id, subject_id, key_id, false, kind,"
        " 0, '', written_by_id, written_at, true, let_go"
        " FROM cases_section WHERE let_go = %s"
    )

    assert refused(cast.worker.context, sql, pk) == "42501"


@pytest.mark.req("UI-S9")
@pytest.mark.parametrize("who", ["colleague", "manager", "admin", "outsider"])
def test_only_his_peer_worker_may_ask_the_database(
    cast: Cast, hemi: UUID, who: str
) -> None:
    assert refused(getattr(cast, who).context, _ASK, hemi, "DANGER") == "42501"


@pytest.mark.req("UI-S9")
def test_whoever_may_only_read_does_not_ask(cast: Cast, hemi: UUID) -> None:
    with use(cast.worker.context):
        consents.give(
            cast.worker,
            hemi,
            Agreement(
                Purpose.COLLEAGUES,
                Given.SPOKEN,
                TODAY,
                "COLLEAGUES-en-2",
                colleagues=(cast.colleague.member,),
            ),
            at=NOW,
        )
    with use(cast.colleague.context):
        assert Section.objects.filter(subject=hemi).exists()

    assert refused(cast.colleague.context, _ASK, hemi, "DANGER") == "42501"


@pytest.mark.req("UI-S9")
def test_there_is_no_ground_but_the_three(cast: Cast, hemi: UUID) -> None:
    assert refused(cast.worker.context, _ASK, hemi, "BECAUSE") == "23514"


@pytest.mark.req("UI-S9")
@pytest.mark.parametrize("what", ["GONE", ""])
def test_there_is_no_outcome_but_the_two(cast: Cast, hemi: UUID, what: str) -> None:
    pk = asked(cast.worker, hemi)
    sql = "SELECT sec.decide_forgetting(%s, %s)"

    assert refused(cast.manager.context, sql, pk, what) == "23514"


@pytest.mark.req("UI-S9")
def test_one_person_in_two_roles_is_one_person(cast: Cast) -> None:
    both = add_member(
        cast.kauri,
        email=f"{uuid.uuid4().hex[:8]}@kauri.example",
        password=PASSWORD,
        name="Both",
        roles=[Role.WORKER, Role.MANAGER],
        at=NOW,
    )
    worker, manager = sorted(both, key=lambda one: one.role == Role.MANAGER)
    subject = person(worker)
    told_again(worker, subject)
    pk = asked(worker, subject)

    with pytest.raises(AccessDenied):
        decided(manager, pk)
    sql = (
        "UPDATE forgetting_forgetting SET outcome = 'LET_GO', decided_at = now(),"
        " decided_by_id = asked_by_id"
    )
    assert refused(owner(cast), sql) == "23514"


@pytest.mark.req("UI-S9", "REC-08")
def test_a_manager_whom_he_keeps_away_knows_and_decides_nothing(
    cast: Cast, hemi: UUID
) -> None:
    pk = asked(cast.worker, hemi)
    with use(cast.worker.context):
        blocks.block(cast.worker, hemi, member=cast.manager.member, at=NOW)

    with use(cast.manager.context):
        assert not Forgetting.objects.exists()
    for outcome in Outcome:
        with pytest.raises(AccessDenied):
            decided(cast.manager, pk, outcome)
    sql = "SELECT sec.why_words_stay(%s, 'DANGER')"
    assert refused(cast.manager.context, sql, hemi) == "42501"


@pytest.mark.req("UI-S9", "SEC-01")
def test_others_know_nothing_of_it(cast: Cast, hemi: UUID) -> None:
    asked(cast.worker, hemi)

    for actor in (cast.colleague, cast.outsider, cast.outside_manager):
        with use(actor.context):
            assert not Forgetting.objects.exists()
        sql = "SELECT sec.why_words_stay(%s, 'DANGER')"
        if actor != cast.outside_manager:
            assert refused(actor.context, sql, hemi) == "42501"


@pytest.mark.req("UI-S9", "SEC-04")
def test_who_decides_in_sql_leaves_the_event_as_well(cast: Cast, hemi: UUID) -> None:
    pk = asked(cast.worker, hemi)
    sql = "SELECT sec.decide_forgetting(%s, 'LET_GO')"

    assert refused(cast.manager.context, sql, pk) == ""

    assert empty(cast.worker, hemi) == [1]
    (event,) = events(cast.kauri.id, "forgetting.approved")
    assert event.payload["forgetting"] == str(pk)
