"""Undoing an import takes back the clearances for groups that it brought."""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec


class Migration(migrations.Migration):
    dependencies = [("exchange", "0006_moves"), ("cases", "0031_protect_set_apart")]

    operations = [AsSec("msa/exchange/sql/undo_clearances.sql")]
