"""Whoever was refused more keys is among the openings worth asking about (C12)."""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec


class Migration(migrations.Migration):
    dependencies = [("oversight", "0002_protect")]

    operations = [AsSec("oversight/sql/capped.sql")]
