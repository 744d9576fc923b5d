"""Count among whom a breach reached those who let a colleague see them (SEC-08)."""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec


class Migration(migrations.Migration):
    dependencies = [
        ("oversight", "0020_not_kept_away"),
        ("consent", "0009_protect_terms"),
        ("cases", "0021_block_members"),
    ]

    operations = [AsSec("oversight/sql/named_colleagues.sql")]
