"""Let whoever logged a meeting put it right, and keep what it said before.

What was told before is written by the database alone. A worker reads of it what he reads
of the meeting: his own groups'.
"""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec, Narrow, Protect

_ME = "IN (SELECT id FROM accounts_member WHERE person_id = (SELECT sec.person()))"
_HERE = "organisation_id = (SELECT sec.organisation())"
_I_RUN_IT = "group_id = ANY ((SELECT sec.my_groups())::uuid[])"
_FIGURES = "held_on, minutes, mode, guests, run_by"


def _of_a_meeting(table: str, besides: str = "") -> str:
    """Say that the worker's own policies show him the meeting of a row."""
    return (
        "EXISTS (SELECT FROM gatherings_meeting t"
        f" WHERE t.id = gatherings_{table}.meeting_id{besides})"
    )


def _trigger(name: str, table: str, when: str, function: str) -> str:
    return (
        f"CREATE TRIGGER gatherings_{name} {when} ON gatherings_{table}"
        f" FOR EACH ROW EXECUTE FUNCTION sec.{function}()"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("gatherings", "0003_put_right"),
        ("cases", "0097_mistaken_sessions"),
    ]

    operations = [
        Protect(
            "EarlierMeeting",
            {
                "worker": {"SELECT": ("organisation", _of_a_meeting("earliermeeting"))},
                "manager": {"SELECT": "organisation"},
                "sec": {"SELECT": "all", "INSERT": "all"},
            },
        ),
        Protect(
            "MeetingWords",
            {
                "worker": {
                    "SELECT": ("organisation", _of_a_meeting("meetingwords")),
                    "INSERT": (
                        "organisation",
                        _of_a_meeting("meetingwords", f" AND t.logged_by_id {_ME}"),
                    ),
                },
                "manager": {"SELECT": "organisation"},
                "sec": {"SELECT": "all"},
            },
        ),
        Protect(
            "EarlierAttendance",
            {
                "worker": {
                    "SELECT": ("organisation", _of_a_meeting("earlierattendance"))
                },
                "manager": {"SELECT": "organisation"},
                "sec": {"SELECT": "all", "INSERT": "all", "DELETE": "all"},
            },
            consent="SESSIONS",
        ),
        *(
            Narrow("EarlierAttendance", role, "not-kept-away")
            for role in ("worker", "manager")
        ),
        AsSec("cases/gatherings/sql/put_right.sql"),
        migrations.RunSQL(
            [
                f"GRANT UPDATE ({_FIGURES}, revision, put_right_at, taken_back_at)"
                " ON gatherings_meeting TO msa_worker",
                "CREATE POLICY worker_update ON gatherings_meeting FOR UPDATE"
                f" TO msa_worker USING ({_HERE} AND {_I_RUN_IT}"
                f" AND logged_by_id {_ME}) WITH CHECK ({_HERE} AND {_I_RUN_IT}"
                f" AND logged_by_id {_ME})",
                "GRANT UPDATE (how, revision) ON gatherings_attendance TO msa_worker",
                "CREATE POLICY worker_update ON gatherings_attendance FOR UPDATE"
                f" TO msa_worker USING ({_HERE} AND"
                f" {_of_a_meeting('attendance', f' AND t.logged_by_id {_ME}')})"
                f" WITH CHECK ({_HERE} AND"
                f" {_of_a_meeting('attendance', f' AND t.logged_by_id {_ME}')})",
                "GRANT UPDATE (held_on) ON gatherings_attendance TO msa_sec",
                "CREATE POLICY sec_update ON gatherings_attendance FOR UPDATE"
                " TO msa_sec USING (true) WITH CHECK (true)",
                # How many came of whom nothing else is known, and how often groups met.
                "GRANT SELECT (id, organisation_id, held_on, guests, taken_back_at,"
                " rounding_key) ON gatherings_meeting TO msa_reporting",
                "CREATE POLICY reporting_select ON gatherings_meeting FOR SELECT"
                " TO msa_reporting USING (true)",
                _trigger(
                    "meeting_put_right",
                    "meeting",
                    f"BEFORE UPDATE OF {_FIGURES}, revision, put_right_at,"
                    " taken_back_at",
                    "put_meeting_right",
                ),
                "CREATE TRIGGER gatherings_meeting_day BEFORE UPDATE OF held_on"
                " ON gatherings_meeting FOR EACH ROW"
                " WHEN (NEW.held_on <> OLD.held_on)"
                " EXECUTE FUNCTION sec.guard_meeting()",
                _trigger(
                    "meeting_follow",
                    "meeting",
                    "AFTER UPDATE OF revision",
                    "follow_meeting",
                ),
                _trigger(
                    "attendance_put_right",
                    "attendance",
                    "BEFORE UPDATE OF how, revision",
                    "put_attendance_right",
                ),
                _trigger(
                    "attendance_follow",
                    "attendance",
                    "AFTER UPDATE OF how",
                    "follow_attendance",
                ),
                _trigger(
                    "meetingwords_guard",
                    "meetingwords",
                    "BEFORE INSERT",
                    "guard_meeting_words",
                ),
            ],
            migrations.RunSQL.noop,
        ),
    ]
