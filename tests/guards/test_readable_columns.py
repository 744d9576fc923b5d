from __future__ import annotations

import pytest
from django.apps import apps

from tests.guards.catalogue import Connection
from tests.reference.readable_columns import by_role, document
from tests.reference.writing import REFERENCE

REVIEWED = REFERENCE / "readable-columns.md"


@pytest.mark.req("S09")
def test_each_role_reads_exactly_the_reviewed_columns(catalogue: Connection) -> None:
    assert document(by_role(catalogue)) == REVIEWED.read_text()


@pytest.mark.req("S09")
def test_another_readable_column_is_noticed(catalogue: Connection) -> None:
    catalogue.execute("GRANT SELECT (opened_at) ON cases_client TO msa_national")

    assert document(by_role(catalogue)) != REVIEWED.read_text()


def personal_tables() -> set[str]:
    """Tables with a survivor's id, whatever they are for."""
    return {
        model._meta.db_table
        for model in apps.get_models()
        if hasattr(getattr(model, "Privacy", None), "holding")
    }


@pytest.mark.req("S09", "S10")
def test_the_national_login_reads_nothing_about_a_survivor(
    catalogue: Connection,
) -> None:
    tables = {table for table, _ in by_role(catalogue)["msa_national"]}

    assert len(personal_tables()) >= 10
    assert tables & personal_tables() == set()


@pytest.mark.req("S09", "REP-04")
@pytest.mark.parametrize("role", ["msa_reporting", "msa_national", "msa_signin"])
def test_no_sealed_column_is_read_outside_the_casework(
    catalogue: Connection, role: str
) -> None:
    sealed = {
        (model._meta.db_table, model._meta.get_field(name).column)
        for model in apps.get_models()
        for name in getattr(getattr(model, "Privacy", None), "sealed", ())
    }

    assert len(sealed) >= 2
    assert sealed & by_role(catalogue)[role] == set()


def test_the_reference_names_no_test_role() -> None:
    assert "msa_test" not in REVIEWED.read_text()
