"""The key release knows the survivor at his own check-in."""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec


class Migration(migrations.Migration):
    dependencies = [("consent", "0003_wordings")]

    operations = [AsSec("consent/sql/survivors_key.sql")]
