"""Who may read people and members; what sign-in may touch in other packages' tables.

A grant names the last migration of the package it was checked against, so that an
upgrade which adds a table fails closed.
"""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import Protect

_STAFF = "msa_worker, msa_manager, msa_admin"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        (
            "guardian",
            "0003_remove_groupobjectpermission_guardian_gr_content_ae6aec_idx_and_more",
        ),
        ("mfa", "0003_authenticator_type_uniq"),
        ("sessions", "0001_initial"),
    ]

    operations = [
        Protect(
            "Member",
            {
                "worker": {"SELECT": "organisation"},
                "manager": {"SELECT": "organisation"},
                "admin": {"SELECT": "organisation"},
                "national": {"SELECT": "organisation"},
                "signin": {"SELECT": "all"},
            },
        ),
        migrations.RunSQL(
            [
                "GRANT SELECT, UPDATE (last_login, password) ON accounts_person "
                "TO msa_signin",
                "GRANT SELECT, INSERT, UPDATE, DELETE ON django_session TO msa_signin",
                "GRANT SELECT, INSERT, UPDATE ON account_emailaddress TO msa_signin",
                "GRANT SELECT, INSERT, UPDATE, DELETE ON mfa_authenticator "
                "TO msa_signin",
                "GRANT SELECT ON auth_permission, django_content_type, auth_group, "
                "accounts_person_groups, accounts_person_user_permissions, "
                "guardian_userobjectpermission, guardian_groupobjectpermission "
                f"TO {_STAFF}, msa_signin",
                "GRANT SELECT ON auth_permission, django_content_type TO msa_sec",
            ],
            migrations.RunSQL.noop,
        ),
    ]
