"""A consent of somebody under 18 asks for the child protection policy (CON-08)."""

from __future__ import annotations

from django.db import migrations, models

from msa.tenancy.operations import AsSec

#: What the trigger looks at, and no word of any policy.
_LOOKED_AT = {
    "handbook_writtenpolicy": "id, organisation_id, about",
    "handbook_version": (
        "id, organisation_id, policy_id, number, in_force_from, withdrawn_at"
    ),
    "handbook_acknowledgement": "organisation_id, version_id, member_id",
}


class Migration(migrations.Migration):
    dependencies = [
        ("consent", "0020_keep_blocked_managers_away"),
        ("handbook", "0002_protect"),
    ]

    operations = [
        migrations.AddField(
            model_name="consent",
            name="of_age",
            field=models.BooleanField(blank=True, null=True),
        ),
        AsSec("consent/sql/child_protection.sql"),
        migrations.RunSQL(
            [
                *(
                    statement
                    for table, columns in _LOOKED_AT.items()
                    for statement in (
                        f"CREATE POLICY sec_select ON {table} FOR SELECT TO msa_sec"
                        " USING (true)",
                        f"GRANT SELECT ({columns}) ON {table} TO msa_sec",
                    )
                ),
                "CREATE TRIGGER consent_consent_child_protection BEFORE INSERT"
                " ON consent_consent"
                " FOR EACH ROW EXECUTE FUNCTION sec.demand_child_protection()",
            ],
            migrations.RunSQL.noop,
        ),
    ]
