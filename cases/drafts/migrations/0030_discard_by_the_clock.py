"""Let the clockwork discard old drafts: nobody may begin another one for weeks."""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec


class Migration(migrations.Migration):
    dependencies = [("drafts", "0002_protect")]

    operations = [AsSec("cases/drafts/sql/by_the_clock.sql")]
