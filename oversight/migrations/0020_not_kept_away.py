"""Tell a manager nothing of who looked at somebody who keeps him away (REC-08)."""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec


class Migration(migrations.Migration):
    dependencies = [
        ("oversight", "0002_protect"),
        ("cases", "0021_block_members"),
    ]

    operations = [AsSec("oversight/sql/not_kept_away.sql")]
