"""Show a manager nothing of a survivor who does not want him near (REC-08)."""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import Narrow


class Migration(migrations.Migration):
    dependencies = [("consent", "0010_cap_releases"), ("cases", "0021_block_members")]

    operations = [
        Narrow(model, "manager", "not-kept-away")
        for model in (
            "Subject",
            "SubjectUserObjectPermission",
            "Consent",
            "Withdrawal",
            "SubjectKey",
        )
    ]
