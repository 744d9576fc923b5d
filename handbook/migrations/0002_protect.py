"""Everybody of an organisation reads its policies; managers and administrators write.

Whoever has read one says so himself, and nobody for him.
"""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec, Protect, Rule

_MINE = (
    "{column} IN (SELECT m.id FROM accounts_member m"
    " WHERE m.person_id = (SELECT sec.person()))"
)
_MY_OWN = ("organisation", _MINE.format(column="member_id"))
_READ: dict[str, Rule] = {"SELECT": "organisation"}
_WRITTEN: dict[str, Rule] = {"SELECT": "organisation", "INSERT": "organisation"}
_PUBLISHED: dict[str, Rule] = {
    "SELECT": "organisation",
    "INSERT": (
        "organisation",
        f"withdrawn_at IS NULL AND {_MINE.format(column='published_by_id')}",
    ),
    "UPDATE (withdrawn_at, withdrawn_by_id)": (
        "organisation",
        "withdrawn_by_id IS NULL OR " + _MINE.format(column="withdrawn_by_id"),
    ),
}
_OWN_ACT: dict[str, Rule] = {"SELECT": _MY_OWN, "INSERT": _MY_OWN}
_SEEN: dict[str, Rule] = {"SELECT": "organisation", "INSERT": _MY_OWN}


def _append_only(table: str) -> str:
    return (
        f"CREATE TRIGGER {table}_append_only "
        f"BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION sec.refuse_change()"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("handbook", "0001_initial"),
        ("accounts", "0002_protect"),
        ("audit", "0002_protect"),
    ]

    operations = [
        AsSec("handbook/sql/handbook.sql"),
        Protect(
            "WrittenPolicy",
            {"worker": _READ, "manager": _WRITTEN, "admin": _WRITTEN},
        ),
        # Before what refers to it: that needs its key of organisation and id.
        Protect(
            "Version",
            {"worker": _READ, "manager": _PUBLISHED, "admin": _PUBLISHED},
        ),
        Protect(
            "Document",
            {"worker": _READ, "manager": _WRITTEN, "admin": _WRITTEN},
        ),
        Protect(
            "Acknowledgement",
            {"worker": _OWN_ACT, "manager": _SEEN, "admin": _SEEN},
        ),
        migrations.RunSQL(
            [
                "CREATE TRIGGER handbook_version_guard "
                "BEFORE UPDATE ON handbook_version "
                "FOR EACH ROW EXECUTE FUNCTION sec.guard_policy_version()",
                "CREATE TRIGGER handbook_version_stays "
                "BEFORE DELETE OR TRUNCATE ON handbook_version "
                "FOR EACH STATEMENT EXECUTE FUNCTION sec.refuse_change()",
                _append_only("handbook_document"),
                _append_only("handbook_acknowledgement"),
            ],
            migrations.RunSQL.noop,
        ),
    ]
