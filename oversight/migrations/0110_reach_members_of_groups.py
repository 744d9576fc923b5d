"""Count members of a group among those whom somebody's access reached (GRP-01)."""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec


class Migration(migrations.Migration):
    dependencies = [
        ("oversight", "0090_know_who_stands_in"),
        ("gatherings", "0002_protect"),
    ]

    operations = [AsSec("oversight/sql/in_groups.sql")]
