"""A job is asked for by a site and worked on by its own queue's login."""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import Protect

_ASKED_HERE = ("all", "asked_for = (SELECT sec.organisation())")
_REPORTS = ("all", "queue = 'reports'")


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_initial"), ("tenancy", "0001_initial")]

    operations = [
        Protect(
            "Job",
            {
                "national": {
                    "SELECT": _ASKED_HERE,
                    "INSERT": (
                        "all",
                        "asked_for = (SELECT sec.organisation()) "
                        "AND asked_by = (SELECT sec.person()) AND queue = 'reports'",
                    ),
                },
                "reporting": {
                    "SELECT": _REPORTS,
                    "UPDATE (state, done, total, step, fence, lease_until, "
                    "finished_at, fault)": _REPORTS,
                },
            },
        ),
    ]
