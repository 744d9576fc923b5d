"""Know who stands in, wherever it is asked who looked and who could (CAS-04)."""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec


class Migration(migrations.Migration):
    dependencies = [
        ("oversight", "0030_reach_named_colleagues"),
        ("workload", "0002_protect"),
    ]

    operations = [AsSec("oversight/sql/standing_in.sql")]
