"""What a process opens to know that it holds the right keys (SEC-07)."""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec


class Migration(migrations.Migration):
    dependencies = [("tenancy", "0001_initial")]

    operations = [AsSec("msa/tenancy/sql/key_checks.sql")]
