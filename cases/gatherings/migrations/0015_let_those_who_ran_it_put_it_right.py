"""Let whoever ran a meeting put its log right, and nobody write in another's name.

What was asked of whoever logged it is asked of whoever wrote the version that stands.
"""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec

_MY_MEMBERS = "SELECT id FROM accounts_member WHERE person_id = (SELECT sec.person())"
_ME = f"IN ({_MY_MEMBERS})"
_HERE = "organisation_id = (SELECT sec.organisation())"
_MINE = "subject_id = ANY ((SELECT sec.my_subjects())::uuid[])"
_MY_GROUPS = "ANY ((SELECT sec.my_groups())::uuid[])"
_I_RUN_IT = f"group_id = {_MY_GROUPS}"
_WRITER = "coalesce(t.put_right_by, t.logged_by_id)"


def _of_mine(table: str) -> str:
    """Say that the actor wrote the version of a row's meeting that stands."""
    return (
        f"{_HERE} AND EXISTS (SELECT FROM gatherings_meeting t"
        f" WHERE t.id = gatherings_{table}.meeting_id AND {_WRITER} {_ME})"
    )


def _of_a_member(table: str, by: str, session: str, besides: str = "") -> str:
    """Say that a row is of a member who came, by whoever wrote that down."""
    return (
        f"{_HERE} AND ({_MINE} OR {by} {_ME} AND EXISTS"
        " (SELECT FROM gatherings_attendance a"
        " JOIN gatherings_meeting t ON t.id = a.meeting_id"
        " JOIN gatherings_peergroup g ON g.id = t.group_id"
        f" WHERE a.id = {session} AND a.subject_id = {table}.subject_id"
        f" AND a.how = 'CAME'{besides}"
        f" AND g.kind = 'SURVIVORS' AND g.id = {_MY_GROUPS}"
        f" AND {_WRITER} = {table}.{by}))"
    )


_A_SESSION = _of_a_member(
    "cases_session",
    "worker_id",
    "cases_session.id",
    " AND cases_session.kind = 'GROUP' AND a.held_on = cases_session.held_on"
    " AND t.minutes = cases_session.minutes AND t.mode = cases_session.mode",
)
_A_NOTE = _of_a_member(
    "cases_sessionnote",
    "written_by_id",
    "cases_sessionnote.session_id",
    " AND cases_sessionnote.revision = 1",
)


class Migration(migrations.Migration):
    dependencies = [("gatherings", "0014_say_who_wrote_a_version")]

    operations = [
        AsSec("cases/gatherings/sql/ran_together.sql"),
        migrations.RunSQL(
            [
                "GRANT UPDATE (put_right_by) ON gatherings_meeting TO msa_worker",
                "DROP TRIGGER gatherings_meeting_put_right ON gatherings_meeting",
                "CREATE TRIGGER gatherings_meeting_put_right BEFORE UPDATE OF"
                " held_on, minutes, mode, guests, run_by, revision, put_right_at,"
                " put_right_by, taken_back_at ON gatherings_meeting"
                " FOR EACH ROW EXECUTE FUNCTION sec.put_meeting_right()",
                f"ALTER POLICY worker_update ON gatherings_meeting USING ({_HERE}"
                f" AND {_I_RUN_IT} AND (logged_by_id {_ME}"
                f" OR run_by && ARRAY({_MY_MEMBERS})))"
                f" WITH CHECK ({_HERE} AND {_I_RUN_IT} AND put_right_by {_ME})",
                "ALTER POLICY worker_insert ON gatherings_attendance"
                f" WITH CHECK ({_of_mine('attendance')})",
                "ALTER POLICY worker_update ON gatherings_attendance"
                f" USING ({_of_mine('attendance')})"
                f" WITH CHECK ({_of_mine('attendance')})",
                "ALTER POLICY worker_insert ON gatherings_meetingwords"
                f" WITH CHECK ({_of_mine('meetingwords')})",
                f"ALTER POLICY worker_insert ON cases_session WITH CHECK ({_A_SESSION})",
                "ALTER POLICY worker_insert ON cases_sessionnote"
                f" WITH CHECK ({_A_NOTE})",
            ],
            migrations.RunSQL.noop,
        ),
    ]
