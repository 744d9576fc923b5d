"""Whom he keeps away is kept away by the database, whatever the role (REC-08)."""

from __future__ import annotations

from uuid import UUID

import psycopg
import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.urls import reverse

from cases.enums import SectionKind
from cases.models import Assignment, BlockedMember
from cases.queries import people
from cases.services import assignments
from cases.services import blocks as services
from consent.enums import Purpose
from consent.services import consents
from msa.access.refusals import AccessDenied, NotVisible, Reason
from msa.accounts.actor import Actor
from msa.accounts.models import Role
from msa.accounts.services import add_member
from msa.tenancy.context import use
from rights.places import Place
from tests.cases.at_once import at_once
from tests.cases.world import events, logged, person
from tests.cast import NOW, PASSWORD, Cast, agreements
from tests.conftest import SignIn
from tests.databases import superuser
from tests.rights import world
from tests.security.stage import inside

GRANT = (
    "INSERT INTO consent_subjectuserobjectpermission (organisation_id, user_id,"
    " permission_id, content_object_id, until) SELECT %s, %s, id, %s, NULL"
    " FROM auth_permission WHERE codename = 'work_with_subject'"
)
RENEW = (
    "UPDATE consent_subjectuserobjectpermission SET until = NULL"
    " WHERE content_object_id = %s AND user_id = %s"
)
REOPEN = (
    "UPDATE cases_assignment SET ended_at = NULL, ended_by_id = NULL"
    " WHERE subject_id = %s AND member_id = %s"
)
ASSIGN = (
    "INSERT INTO cases_assignment (id, organisation_id, subject_id, member_id, from_at,"
    " made_by_id) VALUES (gen_random_uuid(), %s, %s, %s, now(), %s)"
)
#: Every table that a manager reads and that says whom a row is about.
MANAGERS_TABLES = """
    SELECT c.relname, min(a.attname) FROM pg_class c
      JOIN pg_attribute a ON a.attrelid = c.oid AND NOT a.attisdropped
       AND (a.attname IN ('subject_id', 'content_object_id')
            OR c.relname = 'consent_subject' AND a.attname = 'id')
     WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
       AND c.relrowsecurity AND c.relname <> 'audit_event'
       AND has_any_column_privilege('msa_manager', c.oid, 'SELECT')
     GROUP BY c.relname
"""


def block(actor: Actor, subject: UUID, member: UUID) -> None:
    with use(actor.context):
        services.block(actor, subject, member=member, at=NOW)


def hand(cast: Cast, subject: UUID, to: Actor) -> None:
    with use(cast.manager.context):
        assignments.assign(cast.manager, subject, to=to.member, at=NOW)


def rows(actor: Actor, subject: UUID) -> dict[str, int]:
    """How many rows about a survivor somebody is shown, table by table, by raw SQL."""
    with use(actor.context), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(MANAGERS_TABLES)
        found = {}
        for table, column in cursor.fetchall():
            cursor.execute(
                f"SELECT count(*) FROM {table} WHERE {column} = %s",
                [subject],
            )
            (found[table],) = cursor.fetchone()
    return found


def released(actor: Actor, subject: UUID, purpose: str) -> int:
    """How many keys of a survivor somebody is given."""
    with use(actor.context), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT FROM sec.wrapped_keys(%s, %s, 'open')", [[subject], purpose]
        )
        return int(cursor.rowcount)


@pytest.fixture
def other_manager(cast: Cast) -> Actor:
    (actor,) = add_member(
        cast.kauri,
        email="second@kauri.example",
        password=PASSWORD,
        name="Second Manager",
        roles=[Role.MANAGER],
        at=NOW,
    )
    return actor


# A peer worker


@pytest.mark.req("REC-08")
def test_who_works_with_him_loses_him_at_once(cast: Cast, hemi: UUID) -> None:
    hand(cast, hemi, cast.colleague)
    hand(cast, hemi, cast.worker)

    block(cast.worker, hemi, cast.worker.member)

    with use(cast.worker.context):
        assert people.caseload(cast.worker).people == []
        with pytest.raises(NotVisible):
            people.person(cast.worker, hemi, at=NOW)
    with use(cast.manager.context):
        assert not Assignment.objects.filter(subject=hemi, ended_at=None).exists()


@pytest.mark.req("REC-08")
def test_he_is_not_given_to_whom_he_keeps_away(cast: Cast, hemi: UUID) -> None:
    block(cast.worker, hemi, cast.colleague.member)

    with use(cast.manager.context), pytest.raises(AccessDenied) as refused:
        assignments.assign(cast.manager, hemi, to=cast.colleague.member, at=NOW)

    assert refused.value.reason is Reason.KEPT_AWAY
    with use(cast.worker.context):  # and his own worker is still there
        assert len(people.caseload(cast.worker).people) == 1


@pytest.mark.req("REC-08")
@pytest.mark.parametrize("attempt", ["grant", "renew", "assign", "reopen"])
def test_raw_sql_lets_nobody_in_whom_he_keeps_away(
    cast: Cast, hemi: UUID, attempt: str
) -> None:
    kauri, colleague = cast.kauri.id, cast.colleague
    if attempt in ("renew", "reopen"):
        hand(cast, hemi, colleague)
        hand(cast, hemi, cast.worker)
    with use(cast.manager.context):
        # Nobody works with him now, so that no other rule stands in the way.
        Assignment.objects.filter(subject=hemi, ended_at=None).update(
            ended_at=NOW, ended_by=cast.manager.member
        )
    statements = {
        "grant": (GRANT, [kauri, colleague.person, hemi]),
        "renew": (RENEW, [hemi, colleague.person]),
        "assign": (ASSIGN, [kauri, hemi, colleague.member, cast.manager.member]),
        "reopen": (REOPEN, [hemi, colleague.member]),
    }
    statement, values = statements[attempt]
    block(cast.worker, hemi, colleague.member)

    with (
        use(cast.manager.context),
        connection.cursor() as cursor,
        pytest.raises(DatabaseError) as refused,
        transaction.atomic(),
    ):
        cursor.execute(statement, values)

    assert getattr(refused.value.__cause__, "sqlstate", "") == "MS020"


@pytest.mark.req("REC-08")
def test_lifted_he_may_be_given_again_and_nothing_comes_back_by_itself(
    cast: Cast, hemi: UUID
) -> None:
    block(cast.worker, hemi, cast.colleague.member)
    with use(cast.worker.context):
        services.lift(cast.worker, hemi, member=cast.colleague.member, at=NOW)
    with use(cast.colleague.context):
        assert people.caseload(cast.colleague).people == []

    hand(cast, hemi, cast.colleague)

    with use(cast.colleague.context):
        assert len(people.caseload(cast.colleague).people) == 1


@pytest.mark.req("REC-08")
@pytest.mark.parametrize("block_first", [True, False])
def test_who_blocks_and_who_assigns_at_once_end_with_nobody_let_in(
    live_cast: Cast, live: str, block_first: bool
) -> None:
    cast = live_cast
    with transaction.atomic():
        subject = person(cast.worker)

    def keep_away() -> None:
        with use(cast.worker.context), transaction.atomic():
            to = cast.colleague.member
            services.block(cast.worker, subject, member=to, at=NOW)

    def assign() -> None:
        with use(cast.manager.context), transaction.atomic():
            to = cast.colleague.member
            assignments.assign(cast.manager, subject, to=to, at=NOW)

    order = (keep_away, assign) if block_first else (assign, keep_away)
    at_once(*order, refusal=(NotVisible, AccessDenied))

    with superuser(live) as admin:
        running = admin.execute(
            b"SELECT count(*) FROM consent_subjectuserobjectpermission"
            b" WHERE user_id = %s AND (until IS NULL OR until > now())",
            [cast.colleague.person],
        ).fetchone()
    assert running == (0,)


# A manager


@pytest.mark.req("REC-08")
@pytest.mark.parametrize("purpose", ["RECORD", "SESSIONS"])
def test_a_blocked_manager_is_given_no_key_either(
    cast: Cast, hemi: UUID, purpose: str
) -> None:
    with use(cast.worker.context):
        (supervision,) = agreements(Purpose.SUPERVISION)
        consents.give(cast.worker, hemi, supervision, at=NOW)
    assert released(cast.manager, hemi, purpose) == 1

    block(cast.worker, hemi, cast.manager.member)

    assert released(cast.manager, hemi, purpose) == 0


@pytest.mark.req("REC-08")
def test_raw_sql_shows_a_blocked_manager_no_row_about_him(
    cast: Cast, other_manager: Actor
) -> None:
    subject = world.survivor(cast.worker)
    logged(cast.worker, subject, body="A note")
    world.check_in(cast.worker, subject)
    world.stated(cast.worker, subject, Place.section(SectionKind.IDENTITY))
    before = rows(cast.manager, subject)
    assert sum(count > 0 for count in before.values()) >= 12
    others = rows(other_manager, subject)

    block(cast.worker, subject, cast.manager.member)

    assert {t for t, count in rows(cast.manager, subject).items() if count} == set()
    # His grants and the block itself aside, another manager sees what he saw.
    after = rows(other_manager, subject)
    assert after == others | {"cases_blockedmember": 1}


@pytest.mark.req("REC-08")
def test_each_table_a_manager_reads_about_somebody_is_narrowed(
    catalogue: psycopg.Connection[tuple[object, ...]],
) -> None:
    """A table that is added later must be narrowed as well."""
    tables = {str(t) for t, _ in catalogue.execute(MANAGERS_TABLES.encode())}
    narrowed = {
        str(table)
        for (table,) in catalogue.execute(
            b"SELECT tablename FROM pg_policies WHERE permissive = 'RESTRICTIVE'"
            b" AND 'msa_manager' = ANY (roles) AND qual LIKE '%kept_from%'"
        )
    }

    assert len(tables) > 15
    assert tables - narrowed == set()


@pytest.mark.req("REC-08")
@pytest.mark.parametrize("name", ["person", "assign", "rights", "who-looked"])
def test_a_blocked_manager_finds_no_page_about_him(
    cast: Cast, sign_in: SignIn, hemi: UUID, name: str
) -> None:
    url = reverse(f"manager:{name}", args=[hemi])
    browser = sign_in(cast.manager)
    assert browser.get(url).status_code == 200

    block(cast.worker, hemi, cast.manager.member)

    assert browser.get(url).status_code == 404
    assert "Hēmi" not in browser.get(reverse("manager:caseload")).content.decode()


@pytest.mark.req("REC-08")
def test_a_blocked_manager_hands_him_to_nobody(cast: Cast, hemi: UUID) -> None:
    block(cast.worker, hemi, cast.manager.member)

    with use(cast.manager.context), pytest.raises(NotVisible):
        assignments.assign(cast.manager, hemi, to=cast.colleague.member, at=NOW)
    with (
        use(cast.manager.context),
        connection.cursor() as cursor,
        pytest.raises(ProgrammingError),
        transaction.atomic(),
    ):
        cursor.execute(GRANT, [cast.kauri.id, cast.colleague.person, hemi])


# Who may say so, and what is written down


@pytest.mark.req("REC-08")
def test_only_his_own_worker_notes_it(cast: Cast, hemi: UUID) -> None:
    for actor in (cast.colleague, cast.outsider):
        with use(actor.context), pytest.raises(NotVisible):
            services.block(actor, hemi, member=cast.manager.member, at=NOW)
    with use(cast.worker.context), pytest.raises(NotVisible):
        services.block(cast.worker, hemi, member=cast.outsider.member, at=NOW)


@pytest.mark.req("REC-08")
def test_a_manager_can_not_lift_what_a_survivor_said(
    live_cast: Cast, live: str
) -> None:
    with transaction.atomic():
        subject = person(live_cast.worker)
        block(live_cast.worker, subject, live_cast.colleague.member)

    with (
        inside(live, live_cast.manager.context) as connected,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connected.execute(b"UPDATE cases_blockedmember SET ended_at = now()")


@pytest.mark.req("REC-08")
def test_the_same_member_is_blocked_once(cast: Cast, hemi: UUID) -> None:
    block(cast.worker, hemi, cast.colleague.member)
    block(cast.worker, hemi, cast.colleague.member)

    with use(cast.worker.context):
        assert BlockedMember.objects.count() == 1


@pytest.mark.req("REC-08")
def test_it_is_in_the_audit_without_a_name(cast: Cast, hemi: UUID) -> None:
    block(cast.worker, hemi, cast.colleague.member)
    with use(cast.worker.context):
        services.lift(cast.worker, hemi, member=cast.colleague.member, at=NOW)

    for action in ("block.set", "block.lifted"):
        (event,) = events(cast.kauri.id, action)
        assert (event.actor, event.subject_id) == (cast.worker.person, hemi)
        assert event.payload == {"member": str(cast.colleague.member)}
