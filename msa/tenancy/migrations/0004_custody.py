"""When the shares of the root key were last tried (R07)."""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec


class Migration(migrations.Migration):
    dependencies = [("tenancy", "0003_moves")]

    operations = [AsSec("msa/tenancy/sql/custody.sql")]
