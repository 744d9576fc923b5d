"""Who may see what a survivor asked for, what he says, and the copy made for him.

His answers to check-ins, which only he lets be seen, are shown to his peer worker as
long as a copy with them is asked for and not handed over.
"""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec, Protect

_ME = "IN (SELECT id FROM accounts_member WHERE person_id = (SELECT sec.person()))"
_OPEN = f"outcome = '' AND answered_at IS NULL AND recorded_by_id {_ME}"
_MINE = f"made_by_id {_ME}"
_FETCHABLE = f"{_MINE} AND made_at > now() - interval '1 day'"
_LETS_MANAGER_READ = (
    "EXISTS (SELECT 1 FROM public.consent_consent c "
    "WHERE c.subject_id = rights_words.subject_id AND c.purpose = 'SUPERVISION' "
    "AND (c.expires_at IS NULL OR c.expires_at > now()) "
    "AND NOT EXISTS (SELECT 1 FROM public.consent_withdrawal w "
    "WHERE w.consent_id = c.id))"
)
#: What a manager reads of the record is what he reads of the words beside it.
_BESIDE_WHAT_HE_READS = (
    "part IN ('STATEMENT', 'CORRECTION') AND EXISTS (SELECT 1 "  # noqa: S608
    "FROM public.rights_request r WHERE r.id = request_id "
    "AND (r.section IN ('identity', 'contact') "
    f"OR (r.session IS NOT NULL AND {_LETS_MANAGER_READ})))"
)
_HIS = "organisation_id = (SELECT sec.organisation()) AND subject_id = ANY ("
_MY_SUBJECTS = f"{_HIS}(SELECT sec.my_subjects())::uuid[])"
_WANTED = f"{_HIS}(SELECT sec.wants_his_answers())::uuid[])"
_OF = "EXISTS (SELECT 1 FROM public.assessments_assessment a WHERE a.id = assessment_id"


class Migration(migrations.Migration):
    dependencies = [
        ("rights", "0001_initial"),
        ("assessments", "0002_protect"),
        ("cases", "0002_protect"),
        ("consent", "0002_protect"),
        ("accounts", "0002_protect"),
    ]

    operations = [
        Protect(
            "Request",
            {
                "worker": {
                    "SELECT": "subject",
                    # His answers are kept from this very worker: a manager asks him.
                    "INSERT": ("subject", f"{_OPEN} AND NOT with_answers"),
                    "UPDATE (outcome, answered_by_id, answered_at, revision)": (
                        "subject"
                    ),
                },
                "manager": {
                    "SELECT": "organisation",
                    "INSERT": ("organisation", _OPEN),
                },
                "sec": {"SELECT": "all", "DELETE": "all"},
            },
        ),
        Protect(
            "Words",
            {
                "worker": {
                    "SELECT": "subject",
                    "INSERT": ("subject", f"written_by_id {_ME}"),
                },
                "manager": {
                    "SELECT": ("organisation", _BESIDE_WHAT_HE_READS),
                    "INSERT": (
                        "organisation",
                        f"part = 'WANTED' AND written_by_id {_ME}",
                    ),
                },
                "sec": {"SELECT": "all", "UPDATE (withheld)": "all", "DELETE": "all"},
            },
            key="RECORD",
        ),
        Protect(
            "Copy",
            {
                "worker": {
                    "SELECT": ("subject", _FETCHABLE),
                    "INSERT": ("subject", _MINE),
                },
                "sec": {"SELECT": "all", "UPDATE (withheld)": "all", "DELETE": "all"},
            },
            key="RECORD",
        ),
        AsSec("rights/sql/rights.sql"),
        migrations.RunSQL(
            [
                "CREATE TRIGGER rights_request_answered BEFORE UPDATE "
                "ON rights_request FOR EACH ROW EXECUTE FUNCTION sec.answer_once()",
                "ALTER POLICY worker_select ON assessments_answers USING ("
                f"{_MY_SUBJECTS} AND ({_OF} AND a.state = 'FINISHED' "
                "AND a.subject_id = assessments_answers.subject_id "
                f"AND (a.worker_may_see OR ({_WANTED})))) AND NOT withheld)",
            ],
            migrations.RunSQL.noop,
        ),
    ]
