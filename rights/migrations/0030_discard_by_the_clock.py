"""Let the clockwork discard copies that nobody fetched: nobody may ask for weeks."""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec


class Migration(migrations.Migration):
    dependencies = [("rights", "0021_copy_what_is_set_apart")]

    operations = [AsSec("rights/sql/by_the_clock.sql")]
