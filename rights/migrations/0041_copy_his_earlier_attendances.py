"""Let the copy he asks for have how he was noted at meetings before (RGT-01)."""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec


class Migration(migrations.Migration):
    dependencies = [
        ("rights", "0040_copy_his_groups"),
        ("gatherings", "0004_protect_put_right"),
    ]

    operations = [AsSec("rights/sql/earlier_attendances.sql")]
