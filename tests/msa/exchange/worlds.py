"""What the tests of storing share: a folder stored by an administrator, and sweeps."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime
from pathlib import Path

from django.apps import apps
from django.db import connection, transaction

from msa.accounts.actor import Actor
from msa.accounts.models import Role
from msa.accounts.services import add_member
from msa.exchange.reading import read_folder
from msa.exchange.services.importing import Origin, store
from msa.exchange.services.outcome import Outcome
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from msa.tenancy.models import Organisation
from tests.cast import NOW, PASSWORD

AT = datetime(2026, 11, 21, 22, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
ORIGIN = Origin(mapping="incumbent", folder_digest=b"digest")
REAL = Path(__file__).resolve().parents[4] / "shared/data/incumbent-export"


def employ(organisation: Organisation, name: str, role: Role) -> Actor:
    """Store one more member of an organisation."""
    (actor,) = add_member(
        organisation,
        email=f"{uuid.uuid4().hex[:8]}@{organisation.code}.example",
        password=PASSWORD,
        name=name,
        roles=[role],
        at=NOW,
    )
    return actor


def store_folder(actor: Actor, folder: Path, *, dry_run: bool = False) -> Outcome:
    """Read a folder and store it as this administrator."""
    staged = read_folder(folder, today=TODAY)
    with use(actor.context):
        return store(actor, staged, origin=ORIGIN, at=AT, dry_run=dry_run)


def tables() -> list[str]:
    """Name every table that belongs to an organisation."""
    return sorted(
        model._meta.db_table
        for model in apps.get_models()
        if any(f.column == "organisation_id" for f in model._meta.local_fields)
    )


def contents(actor: Actor) -> dict[str, list[str]]:
    """Return every row of an organisation, as text, by table."""
    owner = Context(actor.organisation, FOUNDER, "owner")
    with use(owner), transaction.atomic():
        return {table: rows(table, actor) for table in tables()}


def rows(table: str, actor: Actor) -> list[str]:
    """Return an organisation's rows of one table, as text."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT t::text FROM {table} t WHERE organisation_id = %s ORDER BY 1",
            [actor.organisation],
        )
        return [text for (text,) in cursor.fetchall()]
