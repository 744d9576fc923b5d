"""The administrator keeps the imports; nobody else learns of them."""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec, Protect

_KEPT = {"SELECT": "organisation", "INSERT": "organisation"}


class Migration(migrations.Migration):
    dependencies = [("exchange", "0001_initial"), ("cases", "0002_protect")]

    operations = [
        AsSec("msa/exchange/sql/undo.sql"),
        Protect(
            "ImportBatch",
            {
                # Rows hang on their batch, so it comes first and its counts last.
                "admin": {
                    **_KEPT,
                    "UPDATE (counts)": ("organisation", "state = 'STORED'"),
                },
                "sec": {
                    "SELECT": "all",
                    "UPDATE (state, undone_by_id, undone_at)": "all",
                },
            },
        ),
        Protect(
            "ImportRow",
            {"admin": _KEPT, "sec": {"SELECT": "all", "DELETE": "all"}},
        ),
    ]
