"""An organisation's key can be replaced while people wrap new keys with it (SEC-07)."""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec, Protect

_READ = {"SELECT": "organisation"}


class Migration(migrations.Migration):
    dependencies = [("consent", "0005_fingerprint_keys")]

    operations = [
        Protect("FingerprintKey", {"manager": _READ, "admin": _READ}),
        AsSec("consent/sql/newest_key.sql"),
        migrations.RunSQL(
            [
                # SELECT … FOR KEY SHARE asks for the right to update some column.
                "CREATE POLICY sec_update ON consent_organisationkey FOR UPDATE "
                "TO msa_sec USING (true) WITH CHECK (true)",
                "GRANT UPDATE (retired_at) ON consent_organisationkey TO msa_sec",
            ],
            migrations.RunSQL.noop,
        ),
    ]
