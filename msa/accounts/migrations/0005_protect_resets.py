"""Administrators make links that reset a sign-in; only the door uses them up."""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import Protect, Rule

#: Nobody makes a link for himself, nor in somebody else's name.
_FOR_SOMEBODY_ELSE = (
    "EXISTS (SELECT FROM accounts_member m WHERE m.id = member_id"
    " AND m.left_at IS NULL AND m.person_id <> (SELECT sec.person()))"
    " AND EXISTS (SELECT FROM accounts_member m WHERE m.id = made_by_id"
    " AND m.person_id = (SELECT sec.person()))"
    " AND used_at IS NULL AND told_at IS NULL"
)
_MAKES: dict[str, Rule] = {
    "SELECT (id, organisation_id, member_id, expires_at, used_at)": "organisation",
    "INSERT": ("organisation", _FOR_SOMEBODY_ELSE),
    # An open link of his is over when another is made.
    "UPDATE (expires_at)": ("organisation", "used_at IS NULL"),
}


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_resets")]

    operations = [
        Protect(
            "Reset",
            {
                "admin": _MAKES,
                "national": _MAKES,
                "signin": {
                    "SELECT": "all",
                    "UPDATE (used_at, told_at)": "all",
                },
            },
        ),
    ]
