"""Let the copy he asks for have what he told of harm he did (RGT-01, REC-09)."""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec


class Migration(migrations.Migration):
    dependencies = [
        ("rights", "0020_keep_blocked_managers_away"),
        ("cases", "0031_protect_set_apart"),
    ]

    operations = [AsSec("rights/sql/harm_told.sql")]
