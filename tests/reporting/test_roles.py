from __future__ import annotations

import os
from pathlib import Path

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

from msa.tenancy.context import Context, use
from reporting.models import Cell
from tests import databases

#: Every column the report builder may read, beside the tables of its own app.
#: None of them can say who somebody is.
FACTS = {
    "consent_subject": {"id", "organisation_id", "rounding_key"},
    "cases_session": {
        "id", "organisation_id", "subject_id", "held_on", "minutes", "kind", "mode",
    },
    "cases_episode": {
        "id", "organisation_id", "subject_id", "started_on", "activated_on",
        "ended_on", "end_reason",
    },
    "cases_statisticalprofile": {
        "id", "organisation_id", "subject_id", "age_band", "ethnicities", "region",
    },
    "enquiries_enquiry": {
        "id", "organisation_id", "received_on", "channel", "state", "rounding_key",
    },
    "outreach_activity": {
        "id", "organisation_id", "kind", "held_on", "supporters", "professionals",
        "public", "taken_back_at",
    },
    "gatherings_meeting": {
        "id", "organisation_id", "held_on", "guests", "taken_back_at", "rounding_key",
    },
    "cases_tally": {"id", "organisation_id", "month", "kind", "mode", "minutes"},
    "assessments_assessment": {
        "id", "organisation_id", "subject_id", "instrument", "completed_on", "state",
    },
    "assessments_rating": {
        "id", "organisation_id", "subject_id", "assessment_id", "instrument", "item",
        "value", "completed_on",
    },
    # Approved by the organisation: it names nobody, and is to be published.
    "narratives_approvedtext": {
        "id", "narrative_id", "organisation_id", "position", "prompt", "text",
    },
    "narratives_narrative": {
        "content_hash", "edition", "id", "organisation_id", "quarter", "state",
    },
    "tenancy_organisation": {
        "id", "code", "name", "name_mi", "kind", "region", "active", "created_at",
    },
}  # fmt: skip
#: What it works with, and the list of migrations: nothing about anybody.
OWN = {
    "reporting_report",
    "reporting_cell",
    "reporting_reportfile",
    "narratives_passage",
    "jobs_job",
    "django_migrations",
}


@pytest.fixture
def cast(country):
    return country[0]


def readable(role: str) -> dict[str, set[str]]:
    """Return every column of every table that a role may read."""
    name = settings.DATABASES["default"]["NAME"]
    with databases.superuser(name) as admin:
        rows = admin.execute(
            "SELECT c.relname, a.attname FROM pg_class c"
            " JOIN pg_namespace n ON n.oid = c.relnamespace"
            " JOIN pg_attribute a ON a.attrelid = c.oid"
            " WHERE n.nspname IN ('public', 'priv', 'sec') AND a.attnum > 0"
            " AND NOT a.attisdropped AND c.relkind IN ('r', 'v', 'm', 'p')"
            " AND has_column_privilege(%s, c.oid, a.attnum, 'SELECT')",
            [role],
        ).fetchall()
    found: dict[str, set[str]] = {}
    for table, column in rows:
        found.setdefault(str(table), set()).add(str(column))
    return found


@pytest.mark.req("REP-04")
def test_the_builder_reads_facts_and_nothing_else(cast):
    found = readable("msa_reporting")

    assert {t: c for t, c in found.items() if t not in OWN} == FACTS


@pytest.mark.req("REP-04")
def test_the_builder_is_refused_every_personal_column(cast):
    """By the login itself, on every table that is about a survivor."""
    name = settings.DATABASES["default"]["NAME"]
    personal = [
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        if {"subject", "content_object"} & {f.name for f in model._meta.local_fields}
        for field in model._meta.local_fields
        if field.column not in FACTS.get(model._meta.db_table, set())
    ]
    assert ("cases_section", "sealed") in personal
    assert ("assessments_answers", "sealed") in personal

    with databases.as_login("msa_reporting", name) as builder:
        for table, column in personal:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                builder.execute(f'SELECT "{column}" FROM "{table}" LIMIT 1')
            builder.rollback()


@pytest.mark.req("REP-04")
def test_the_builder_holds_no_key_but_the_rounding_key():
    given = Path(os.environ["MSA_SECRETS"]).parent / "reports"

    assert {file.name for file in given.iterdir()} == {
        "msa_reporting.password",
        "context.key",
        "rounding.key",
        "django.key",
    }


def test_the_national_site_reads_no_table_about_survivors(cast):
    # The list of pou is kept by the national body, and says nothing of anybody.
    about_survivors = {
        model._meta.db_table
        for model in apps.get_models()
        if model._meta.app_label in {"cases", "consent"}
    } - {"cases_pou"}
    assert {"cases_session", "consent_subject"} <= about_survivors

    assert not readable("msa_national").keys() & about_survivors


def test_the_national_site_cannot_write_a_cell(cast):
    with (
        use(Context(cast.national.id, cast.compiler.person, "national")),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "SELECT bool_or(has_table_privilege('msa_national', t, p))"
            " FROM unnest(ARRAY['reporting_cell', 'reporting_reportfile']) AS t,"
            " unnest(ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) AS p"
        )
        assert cursor.fetchone() == (False,)


def test_true_figures_have_no_table(cast):
    """A stored cell holds what was printed; nothing beside it could hold more."""
    assert {field.column for field in Cell._meta.local_fields} == {
        "id", "report_id", "table", "row", "column", "position", "label", "status",
        "value", "decimals",
    }  # fmt: skip
