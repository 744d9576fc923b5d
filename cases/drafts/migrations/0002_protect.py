"""Whoever writes a draft reads it, for a fortnight; a withdrawal deletes it."""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec, Protect, Rules

_MINE = (
    "written_by_id IN"
    " (SELECT id FROM accounts_member WHERE person_id = (SELECT sec.person()))"
)
_RULES: Rules = {
    "worker": {
        "SELECT": ("subject", f"{_MINE} AND saved_at > now() - interval '14 days'"),
        "INSERT": ("subject", _MINE),
    },
    "sec": {"SELECT": "all", "DELETE": "all"},
}


class Migration(migrations.Migration):
    dependencies = [
        ("drafts", "0001_initial"),
        ("accounts", "0002_protect"),
        ("cases", "0002_protect"),
        ("consent", "0007_moves"),
    ]

    operations = [
        AsSec("cases/drafts/sql/drafts.sql"),
        Protect("RecordDraft", _RULES, key="RECORD", on_withdrawal="delete"),
        Protect("SessionDraft", _RULES, key="SESSIONS", on_withdrawal="delete"),
    ]
