from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import DatabaseError, connection, transaction

from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from reporting.narratives.enums import Reason
from reporting.narratives.models import ApprovedText
from reporting.narratives.queries import narratives as queries
from reporting.narratives.services import narratives as services
from tests.cast import NOW
from tests.narratives.conftest import CLEAN, QUARTER, approved, known_person, written

NAMED = {"worked": "The walking group helped Hemi a great deal."}


def raw(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def explained(actor, row):
    with use(actor.context):
        checked = queries.checked(actor, queries.narrative(actor, row.id))
        said = {one.digest: Reason.OTHER_PERSON for one in checked.findings}
        services.explain(actor, row.id, said, at=NOW)


def update(row, **columns):
    names = ", ".join(f"{name} = %s" for name in columns)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE narratives_narrative SET {names} WHERE id = %s",
            [*columns.values(), row.id],
        )


APPROVAL = {
    "state": "SUBMITTED",
    "approved_at": NOW,
    "content_hash": "0" * 64,
    "sealed": None,
    "wrapped": None,
    "key_id": None,
}


@pytest.mark.req("D16")
def test_the_database_refuses_the_authors_approval(cast, deputy):
    row = written(cast.manager, CLEAN)

    with use(cast.manager.context), pytest.raises(DatabaseError, match="his own words"):
        update(row, **APPROVAL, approved_by_id=cast.manager.member)


@pytest.mark.req("D16")
def test_the_database_refuses_an_approval_in_another_name(cast, deputy):
    row = written(cast.manager, CLEAN)

    with use(cast.manager.context), pytest.raises(DatabaseError, match="its own actor"):
        update(row, **APPROVAL, approved_by_id=deputy.member)


@pytest.mark.req("D16")
def test_the_database_refuses_to_forget_an_author(cast, deputy):
    row = written(cast.manager, CLEAN)

    with use(deputy.context), pytest.raises(DatabaseError, match="by one revision"):
        update(row, revision=2, authors=[deputy.member], written_by_id=deputy.member)


@pytest.mark.req("D16")
def test_the_database_refuses_other_words_after_the_approval(cast, deputy):
    row = approved(deputy, written(cast.manager, CLEAN))

    with use(cast.manager.context):
        with pytest.raises(DatabaseError), transaction.atomic():
            ApprovedText.objects.filter(narrative=row.id).update(text="Hemi")
        with pytest.raises(DatabaseError), transaction.atomic():
            ApprovedText(
                organisation_id=cast.kauri.id,
                narrative_id=row.id,
                prompt="ideas",
                position=9,
                text="Hemi",
            ).save(force_insert=True)


@pytest.mark.req("A01", "REP-05")
def test_neither_audit_nor_explanations_say_a_name(cast, deputy):
    known_person(cast.worker)
    row = written(cast.manager, NAMED)
    explained(cast.manager, row)
    approved(deputy, row)

    with use(Context(cast.kauri.id, FOUNDER, "owner")):
        events = raw("SELECT action, payload::text FROM audit_event")
        said = raw("SELECT e::text FROM narratives_explanation e")
    assert {"narrative.approved", "narrative.checked"} <= {one for one, _ in events}
    everything = " ".join(map(str, [*events, *said])).casefold()
    assert "hemi" not in everything
    assert said


@pytest.mark.req("D16")
def test_the_database_refuses_a_draft_in_another_name(cast, deputy):
    row = written(cast.manager, CLEAN)

    with use(cast.manager.context), pytest.raises(DatabaseError, match="own writer"):
        update(
            row,
            revision=2,
            authors=[cast.manager.member, deputy.member],
            written_by_id=deputy.member,
        )


@pytest.mark.req("D16")
@pytest.mark.parametrize("authors", ["{}", "deputy"])
def test_the_database_refuses_a_beginning_without_its_author(cast, deputy, authors):
    with (
        use(cast.manager.context),
        pytest.raises(DatabaseError, match="own writer"),
    ):
        services._begun(
            replace(cast.manager, member=deputy.member)
            if authors == "deputy"
            else cast.manager,
            QUARTER,
            [deputy.member],
            NOW,
        )


@pytest.mark.req("REP-06")
def test_the_database_lets_only_the_national_body_take_a_narrative_in(cast, deputy):
    row = approved(deputy, written(cast.manager, CLEAN))

    with use(deputy.context), pytest.raises(DatabaseError, match="national body"):
        update(row, state="INCLUDED", read_by=deputy.person, read_at=NOW)


@pytest.mark.req("REP-06")
def test_who_takes_a_narrative_in_does_it_in_his_own_name(cast, deputy):
    row = approved(deputy, written(cast.manager, CLEAN))

    with use(cast.compiler.context), pytest.raises(DatabaseError, match="national"):
        update(row, state="INCLUDED", read_by=deputy.person, read_at=NOW)


@pytest.mark.req("D16")
def test_no_words_are_submitted_that_were_put_there_past_the_check(cast, deputy):
    row = written(cast.manager, CLEAN)
    with use(cast.manager.context):
        ApprovedText(
            organisation_id=cast.kauri.id,
            narrative_id=row.id,
            prompt="ideas",
            position=9,
            text="Hemi",
        ).save(force_insert=True)

    with pytest.raises(services.NotApprovable):
        approved(deputy, row)


@pytest.mark.req("A01", "REP-05")
def test_a_refused_approval_leaves_the_trace_of_its_check(cast, deputy):
    known_person(cast.worker)
    row = written(cast.manager, NAMED)

    with use(deputy.context), pytest.raises(services.NotApprovable):
        services.approve(deputy, row.id, revision=row.revision, at=NOW)

    with use(Context(cast.kauri.id, FOUNDER, "owner")):
        checks = raw("SELECT 1 FROM audit_event WHERE action = 'narrative.checked'")
    assert len(checks) == 1
