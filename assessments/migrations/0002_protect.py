"""Row policies of check-ins: that one took place is seen, what he said only if he lets.

The survivor's policies show his one open check-in. The worker keys in paper, but reads
answers only where the survivor chose so; the manager needs the supervision consent as
well, which the key release asks for (ASM-04).
"""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec, Protect

_MINE = "(SELECT (sec.my_check_in())[1])"
_ME = "(SELECT (sec.my_check_in())[2])"
_HIS_OWN = (
    "organisation",
    f"assessment_id = {_MINE} AND subject_id = {_ME}",
)


def _of(condition: str) -> str:
    # Asked under the reader's own policies: what he can't see is not there.
    return (
        "EXISTS (SELECT 1 FROM public.assessments_assessment a "  # noqa: S608
        f"WHERE a.id = assessment_id AND {condition})"
    )


def _answers(condition: str) -> str:
    return _of(f"{condition} AND a.subject_id = assessments_answers.subject_id")


_SHOWN = _answers("a.state = 'FINISHED' AND a.worker_may_see")
_KEYED_IN = _answers("a.state = 'FINISHED' AND a.way = 'PAPER'")
# What is counted says nothing else than the paper it came from.
_COUNTED = _of(
    "a.state = 'FINISHED' AND a.way = 'PAPER' "
    "AND a.subject_id = assessments_rating.subject_id "
    "AND a.instrument = assessments_rating.instrument "
    "AND a.completed_on = assessments_rating.completed_on"
)
# Whose it is, an administrator may not even look up.
_IMPORTED = _of("a.state = 'FINISHED' AND a.way = 'IMPORTED'")


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0001_initial"),
        ("cases", "0002_protect"),
        ("consent", "0004_survivors_key"),
    ]

    operations = [
        AsSec("assessments/sql/check_in.sql"),
        Protect(
            "Assessment",
            {
                "worker": {
                    "SELECT": "subject",
                    "INSERT": (
                        "subject",
                        "(state = 'OPEN' AND way IN ('ROOM', 'LINK', 'HANDED')) "
                        "OR (state = 'FINISHED' AND way = 'PAPER')",
                    ),
                },
                "manager": {"SELECT": "organisation"},
                "admin": {
                    "SELECT (id, organisation_id, way, state)": (
                        "organisation",
                        "way = 'IMPORTED'",
                    ),
                    "INSERT": (
                        "organisation",
                        "state = 'FINISHED' AND way = 'IMPORTED'",
                    ),
                },
                "survivor": {
                    "SELECT": (
                        "organisation",
                        f"id = {_MINE} OR (subject_id = {_ME} "
                        "AND state = 'FINISHED' AND show_next_time)",
                    ),
                    "UPDATE (state, finished_at, completed_on, worker_may_see, "
                    "show_next_time)": ("organisation", f"id = {_MINE}"),
                },
                "reporting": {
                    "SELECT (id, organisation_id, subject_id, instrument, "
                    "completed_on, state)": "all"
                },
                "sec": {
                    "SELECT": "all",
                    "UPDATE (withheld, state)": "all",
                    "DELETE": "all",
                },
            },
            key="ASSESSMENT",
        ),
        Protect(
            "Answers",
            {
                "worker": {
                    "SELECT": ("subject", _SHOWN),
                    "INSERT": ("subject", _KEYED_IN),
                },
                "manager": {"SELECT": ("organisation", _SHOWN)},
                "admin": {"INSERT": ("organisation", _IMPORTED)},
                "survivor": {
                    # Of earlier check-ins, those that his policy on them shows.
                    "SELECT": (
                        "organisation",
                        f"subject_id = {_ME} AND {_of('true')}",
                    ),
                    "INSERT": _HIS_OWN,
                    "UPDATE (revision, sealed, saved_at)": _HIS_OWN,
                },
                "sec": {"SELECT": "all", "UPDATE (withheld)": "all", "DELETE": "all"},
            },
            key="ASSESSMENT",
        ),
        Protect(
            "Invitation",
            {
                "worker": {
                    "SELECT (id, organisation_id, assessment_id, open_by, opened_at, "
                    "expires_at)": ("organisation", _of("true")),
                    "INSERT": ("organisation", _of("a.state = 'OPEN'")),
                },
                "sec": {
                    "SELECT": "all",
                    "UPDATE (opened_at)": "all",
                    "DELETE": "all",
                },
            },
        ),
        Protect(
            "Rating",
            {
                # Nobody who works with him reads these: they are answers.
                "worker": {"INSERT": ("subject", _COUNTED)},
                "admin": {"INSERT": ("organisation", _IMPORTED)},
                "survivor": {"INSERT": _HIS_OWN},
                "reporting": {"SELECT": "all"},
                "sec": {"SELECT": "all", "DELETE": "all"},
            },
            consent="STATISTICS",
        ),
        Protect(
            "Decline",
            {
                "worker": {"SELECT": "subject", "INSERT": "subject"},
                "manager": {"SELECT": "organisation"},
                "sec": {"SELECT": "all", "UPDATE (withheld)": "all", "DELETE": "all"},
            },
            key="ASSESSMENT",
        ),
        migrations.RunSQL(
            [
                "CREATE TRIGGER assessments_assessment_one BEFORE INSERT "
                "ON assessments_assessment FOR EACH ROW WHEN (NEW.state = 'OPEN') "
                "EXECUTE FUNCTION sec.end_earlier_check_in()",
                "CREATE TRIGGER assessments_assessment_ended "
                "AFTER UPDATE OF state, withheld ON assessments_assessment "
                "FOR EACH ROW WHEN (NEW.state <> 'OPEN' OR NEW.withheld) "
                "EXECUTE FUNCTION sec.check_in_ended()",
            ],
            migrations.RunSQL.noop,
        ),
    ]
