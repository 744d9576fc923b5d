"""Telling PostgreSQL what a bulk change left behind."""

from __future__ import annotations

from django.apps import apps
from django.db import connection, transaction

from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER

_APPS = ("consent", "cases", "assessments", "exchange", "audit")


def measure_tables() -> None:
    """Let the planner see the new sizes now instead of after a while. Run as the owner.

    Until it knows them it takes any index, and each foreign key that is checked reads
    all rows of an organisation.
    """
    models = [model for app in _APPS for model in apps.get_app_config(app).get_models()]
    tables = ", ".join(f'"{model._meta.db_table}"' for model in models)
    with (
        use(Context(FOUNDER, FOUNDER, "owner")),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"ANALYZE {tables}")
