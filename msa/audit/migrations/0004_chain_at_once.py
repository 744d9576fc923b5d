"""Chain a transaction's events in one go, however many they are."""

from __future__ import annotations

from django.db import migrations, models

from msa.tenancy.operations import AsSec


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_sign_heads")]

    operations = [
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                fields=["organisation_id", "at"], name="audit_event_since"
            ),
        ),
        AsSec("msa/audit/sql/chain_at_once.sql"),
    ]
