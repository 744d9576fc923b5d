"""No member is given more keys in an hour or a day than any work needs (C12)."""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec


class Migration(migrations.Migration):
    dependencies = [("consent", "0009_protect_terms")]

    operations = [AsSec("consent/sql/release_cap.sql")]
