"""Undoing an import takes back clearances and by what its people are known again."""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec


class Migration(migrations.Migration):
    dependencies = [("exchange", "0006_moves"), ("cases", "0041_protect_likeness")]

    operations = [AsSec("msa/exchange/sql/undo_people.sql")]
