"""Whoever reads a record in an emergency reads what stands beside its parts."""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec


class Migration(migrations.Migration):
    dependencies = [
        ("rights", "0003_copy_what_managers_decided"),
        ("overrides", "0002_protect"),
    ]

    operations = [AsSec("rights/sql/emergency.sql")]
