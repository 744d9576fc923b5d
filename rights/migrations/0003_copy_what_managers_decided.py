"""What managers decided about keeping a record goes into the copy of it."""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec


class Migration(migrations.Migration):
    dependencies = [("rights", "0002_protect"), ("retention", "0002_protect")]

    operations = [AsSec("rights/sql/decided.sql")]
