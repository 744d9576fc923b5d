"""Check what a bulk of rows needs, and nothing that another check implies.

A row whose survivor must be of its organisation can't name an organisation that isn't
there: Django's own key to the organisation cost a look-up for each row. The first
revision of a text supersedes nothing, and only a peer worker who makes a record is
given it.
"""

from __future__ import annotations

from django.db import migrations

_TABLES = (
    "consent_consent",
    "consent_subjectkey",
    "consent_wrappedkey",
    "consent_subjectuserobjectpermission",
    "cases_client",
    "cases_section",
    "cases_episode",
    "cases_session",
    "cases_sessionnote",
    "cases_statisticalprofile",
    "cases_assignment",
    "assessments_assessment",
    "assessments_answers",
    "assessments_rating",
    "exchange_importrow",
)
_IMPLIED = """
    DO $$ DECLARE key record; BEGIN
        FOR key IN
            SELECT single.conrelid::regclass AS held_by, single.conname AS name
              FROM pg_constraint single
             WHERE single.conrelid = ANY ('{TABLES}'::regclass[]) AND single.contype = 'f'
               AND single.confrelid = 'tenancy_organisation'::regclass
               AND cardinality(single.conkey) = 1
               AND EXISTS (
                   SELECT FROM pg_constraint pair JOIN pg_attribute other
                       ON other.attrelid = pair.conrelid
                      AND other.attnum = pair.conkey[2]
                    WHERE pair.conrelid = single.conrelid AND pair.contype = 'f'
                      AND cardinality(pair.conkey) = 2
                      AND pair.conkey[1] = single.conkey[1] AND other.attnotnull)
        LOOP
            EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', key.held_by, key.name);
        END LOOP;
    END $$"""


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0004_undo_what_is_attached"),
        ("assessments", "0002_protect"),
        ("cases", "0005_end_work_with_the_worker"),
        ("consent", "0004_survivors_key"),
    ]

    operations = [
        migrations.RunSQL(
            [
                _IMPLIED.replace("TABLES", ",".join(_TABLES)),
                *(
                    statement
                    for table, function in (
                        ("cases_section", "supersede_section"),
                        ("cases_sessionnote", "supersede_note"),
                    )
                    for statement in (
                        f"DROP TRIGGER {table}_supersede ON {table}",
                        f"CREATE TRIGGER {table}_supersede BEFORE INSERT ON {table} "
                        "FOR EACH ROW WHEN (NEW.revision > 1) "
                        f"EXECUTE FUNCTION sec.{function}()",
                    )
                ),
                "DROP TRIGGER consent_subject_maker ON consent_subject",
                "CREATE TRIGGER consent_subject_maker AFTER INSERT ON consent_subject "
                "FOR EACH ROW WHEN (current_user = 'msa_worker') "
                "EXECUTE FUNCTION sec.grant_to_maker()",
            ],
            migrations.RunSQL.noop,
        ),
    ]
