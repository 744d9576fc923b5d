"""Let the copy he asks for have each group he is in, whoever may know of it (RGT-01)."""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec


class Migration(migrations.Migration):
    dependencies = [
        ("rights", "0030_discard_by_the_clock"),
        ("gatherings", "0002_protect"),
    ]

    operations = [AsSec("rights/sql/groups.sql")]
