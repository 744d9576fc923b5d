"""Know groups for people who have offended, and let nobody find them by a clearance."""

from __future__ import annotations

from django.db import migrations, models

from msa.tenancy.operations import AsSec, Narrow

_KINDS = [
    ("SURVIVORS", "A group of survivors"),
    ("OFFENDED", "A group for people who have offended"),
]
#: What a peer worker may know; the rest is between managers and whoever runs the group.
_KNOWN_TO_HIS_WORKER = ("all", "kind = 'SURVIVORS'")


class Migration(migrations.Migration):
    dependencies = [("cases", "0061_protect_session_versions")]

    operations = [
        *(
            migrations.AlterField(
                model, "kind", models.CharField(choices=_KINDS, max_length=12)
            )
            for model in ("groupclearance", "screening")
        ),
        *(
            Narrow(model, "worker", _KNOWN_TO_HIS_WORKER)
            for model in ("GroupClearance", "Screening")
        ),
        AsSec("cases/sql/group_kinds.sql"),
    ]
