"""Files of reviews: managers keep them, the national body sees what was submitted.

The bytes are read through ``sec.open_evidence`` alone, which leaves an event. And from
now on a signature and a judgement name whoever acts.
"""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec, Protect

_OURS = "organisation"
_OF_SUBMITTED = (
    "all",
    "cycle_id IN (SELECT id FROM standards_cycle WHERE state = 'SUBMITTED')",
)
_LISTED = (
    "SELECT (id, organisation_id, cycle_id, standard, number, title, kind, size, "
    "content_id, key_id, added_by_id, added_at)"
)


class Migration(migrations.Migration):
    dependencies = [
        ("standards", "0003_evidence"),
        ("consent", "0002_protect"),
        ("narratives", "0002_protect"),
    ]

    operations = [
        AsSec("standards/sql/evidence.sql"),
        Protect(
            "EvidenceContent",
            {
                "manager": {
                    "SELECT (id, organisation_id)": _OURS,
                    "INSERT": _OURS,
                    "DELETE": _OURS,
                },
                "sec": {"SELECT": "all"},
            },
        ),
        Protect(
            "Evidence",
            {
                "manager": {
                    "SELECT": _OURS,
                    "INSERT": _OURS,
                    "UPDATE (organisation_key_id, wrapped)": _OURS,
                    "DELETE": _OURS,
                },
                "national": {_LISTED: _OF_SUBMITTED},
                "sec": {"SELECT": "all"},
            },
        ),
        migrations.RunSQL(
            [
                "CREATE POLICY sec_select ON standards_cycle "
                "FOR SELECT TO msa_sec USING (true)",
                "GRANT SELECT (id, organisation_id, state) ON standards_cycle "
                "TO msa_sec",
                "CREATE TRIGGER standards_evidence_guard "
                "BEFORE INSERT OR UPDATE OR DELETE ON standards_evidence "
                "FOR EACH ROW EXECUTE FUNCTION sec.guard_evidence()",
                "CREATE TRIGGER standards_judgement_names "
                "BEFORE INSERT OR UPDATE ON standards_judgement "
                "FOR EACH ROW EXECUTE FUNCTION sec.guard_judgement()",
                "CREATE TRIGGER standards_evidencecontent_stays "
                "BEFORE UPDATE OR TRUNCATE ON standards_evidencecontent "
                "FOR EACH STATEMENT EXECUTE FUNCTION sec.refuse_change()",
            ],
            migrations.RunSQL.noop,
        ),
    ]
