"""Check what a bulk of rows needs once for the bulk, and not what can't be amiss.

The consent of new keys and the keys of new fingerprints are looked up by statement. A
trigger that lets a row pass by what stands in it is not called for that row. The key
of a fingerprint to its organisation says what that to its survivor says.
"""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec

_BY_STATEMENT = """
    CREATE TRIGGER {name} AFTER INSERT ON {table} REFERENCING NEW TABLE AS fresh
       FOR EACH STATEMENT EXECUTE FUNCTION sec.{function}"""
_FOR_SOME_ROWS = """
    CREATE TRIGGER {name} BEFORE INSERT ON {table}
       FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION sec.{function}"""


def _again(form: str, name: str, table: str, **parts: str) -> list[str]:
    return [
        f"DROP TRIGGER {name} ON {table}",
        form.format(name=name, table=table, **parts),
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0007_undo_people"),
        ("cases", "0041_protect_likeness"),
        ("consent", "0030_demand_child_protection"),
    ]

    operations = [
        AsSec("consent/sql/together.sql"),
        migrations.RunSQL(
            [
                *_again(
                    _BY_STATEMENT,
                    "consent_subjectkey_consent",
                    "consent_subjectkey",
                    function="demand_own_consent()",
                ),
                *_again(
                    _BY_STATEMENT,
                    "cases_fingerprint_demand_key",
                    "cases_fingerprint",
                    function="demand_keys('RECORD')",
                ),
                *_again(
                    _FOR_SOME_ROWS,
                    "consent_consent_wording",
                    "consent_consent",
                    condition="NEW.wording_id IS NOT NULL",
                    function="demand_own_wording()",
                ),
                # The policies let nobody act as an administrator who is none.
                *_again(
                    _FOR_SOME_ROWS,
                    "consent_consent_child_protection",
                    "consent_consent",
                    condition="NOT (NEW.given = 'IMPORTED'"
                    " AND current_user = 'msa_admin')",
                    function="demand_child_protection()",
                ),
                "ALTER TABLE cases_fingerprint DROP CONSTRAINT"
                " cases_fingerprint_organisation_id_3edd951b_fk_tenancy_o",
            ],
            migrations.RunSQL.noop,
        ),
    ]
