"""A trigger function that holds a row to the moves of its life cycle."""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec


class Migration(migrations.Migration):
    dependencies = [
        ("tenancy", "0002_key_checks"),
    ]

    operations = [
        AsSec("msa/tenancy/sql/moves.sql"),
    ]
