"""Managers make groups, facilitators run them, and nobody else learns who is in one.

His own peer worker reads that he is in a group of survivors. Of a group for people who
have offended nothing is shown to whoever does not run it.
"""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec, Narrow, Protect, Rule

_ME = "IN (SELECT id FROM accounts_member WHERE person_id = (SELECT sec.person()))"
_MY_GROUPS = "ANY ((SELECT sec.my_groups())::uuid[])"
_I_RUN_IT = f"group_id = {_MY_GROUPS}"
#: The worker's own policies say which groups, members and meetings these are.
_OF_A_GROUP_I_SEE = "EXISTS (SELECT FROM gatherings_peergroup g WHERE g.id = gatherings_protocol.group_id)"
_OF_A_MEETING_I_SEE = (
    "EXISTS (SELECT FROM gatherings_meeting t"
    " WHERE t.id = gatherings_attendance.meeting_id)"
)
_OF_A_MEMBER = (
    "EXISTS (SELECT FROM gatherings_protocol t JOIN gatherings_membership m"
    " ON m.group_id = t.group_id WHERE t.id = gatherings_acceptance.protocol_id"
    " AND m.subject_id = gatherings_acceptance.subject_id{mine})"
)
_OF_A_MEMBER_OF_MINE = _OF_A_MEMBER.format(mine=f" AND m.group_id = {_MY_GROUPS}")
_MOVED = "UPDATE (state, joined_on, ended_on, cleared_as, revision, sealed)"
_BEGUN = "state = 'INVITED' AND cleared_as = kind"
_SESSION_OF_A_MEMBER = (
    "EXISTS (SELECT FROM gatherings_attendance a"
    " JOIN gatherings_meeting t ON t.id = a.meeting_id"
    " JOIN gatherings_peergroup g ON g.id = t.group_id"
    " WHERE a.id = cases_session.id AND a.subject_id = cases_session.subject_id"
    " AND a.how = 'CAME' AND a.held_on = cases_session.held_on"
    " AND t.minutes = cases_session.minutes AND t.mode = cases_session.mode"
    f" AND g.kind = 'SURVIVORS' AND g.id = {_MY_GROUPS}"
    " AND t.logged_by_id = cases_session.worker_id)"
)
_NOTE_OF_A_MEMBER = (
    "EXISTS (SELECT FROM gatherings_attendance a"
    " JOIN gatherings_meeting t ON t.id = a.meeting_id"
    " JOIN gatherings_peergroup g ON g.id = t.group_id"
    " WHERE a.id = cases_sessionnote.session_id"
    " AND a.subject_id = cases_sessionnote.subject_id AND a.how = 'CAME'"
    f" AND g.kind = 'SURVIVORS' AND g.id = {_MY_GROUPS}"
    " AND t.logged_by_id = cases_sessionnote.written_by_id)"
)
_HERE = "organisation_id = (SELECT sec.organisation())"
_MINE = "subject_id = ANY ((SELECT sec.my_subjects())::uuid[])"
_READ: dict[str, Rule] = {"SELECT": "organisation"}
_OWN: dict[str, Rule] = {"SELECT": "all", "DELETE": "all"}


def _trigger(name: str, table: str, when: str, function: str) -> str:
    return (
        f"CREATE TRIGGER {name} {when} ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION sec.{function}"
    )


def _one_of_mine(table: str, by: str, besides: str) -> str:
    """Let whoever runs a group store, for a member who came, what he logged himself."""
    return (
        f"ALTER POLICY worker_insert ON {table} WITH CHECK ({_HERE}"
        f" AND ({_MINE} OR {by} {_ME} AND {besides}))"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("gatherings", "0001_initial"),
        ("accounts", "0002_protect"),
        ("audit", "0002_protect"),
        ("cases", "0080_group_kinds"),
        ("consent", "0020_keep_blocked_managers_away"),
        ("handbook", "0002_protect"),
        ("overrides", "0002_protect"),
    ]

    operations = [
        migrations.RunSQL(
            [
                # With row security and no policy yet there is no row to check: a check
                # through policies would ask for a context, which no migration has.
                "ALTER TABLE gatherings_membership ENABLE ROW LEVEL SECURITY",
                "ALTER TABLE gatherings_membership FORCE ROW LEVEL SECURITY",
                # Neither key is Django's: one has three columns, and both say that
                # nobody is in a group of a kind for which nobody cleared him.
                "ALTER TABLE gatherings_membership"
                " ADD CONSTRAINT gatherings_membership_cleared"
                " FOREIGN KEY (organisation_id, subject_id, cleared_as) REFERENCES"
                " cases_groupclearance (organisation_id, subject_id, kind)",
                "ALTER TABLE gatherings_membership"
                " ADD CONSTRAINT gatherings_membership_of_its_kind"
                " FOREIGN KEY (organisation_id, group_id, kind) REFERENCES"
                " gatherings_peergroup (organisation_id, id, kind)",
            ],
            migrations.RunSQL.noop,
        ),
        AsSec("cases/gatherings/sql/gatherings.sql"),
        Protect(
            "PeerGroup",
            {
                "worker": {
                    "SELECT": (
                        "organisation",
                        f"kind = 'SURVIVORS' OR id = {_MY_GROUPS}",
                    )
                },
                "manager": {
                    "SELECT": "organisation",
                    "INSERT": ("organisation", f"made_by_id {_ME}"),
                    "UPDATE (title, place, meets, retired_on)": "organisation",
                },
                # SELECT … FOR SHARE asks for the right to update some column.
                "sec": {"SELECT": "all", "UPDATE (title)": "all"},
            },
        ),
        Protect(
            "Facilitator",
            {
                "worker": {"SELECT": ("organisation", _I_RUN_IT)},
                "manager": {
                    "SELECT": "organisation",
                    "INSERT": "organisation",
                    "UPDATE (until)": "organisation",
                },
                "sec": {"SELECT": "all"},
            },
        ),
        Protect(
            "Protocol",
            {
                "worker": {
                    "SELECT": ("organisation", _OF_A_GROUP_I_SEE),
                    "INSERT": (
                        "organisation",
                        f"{_I_RUN_IT} AND published_by_id {_ME}",
                    ),
                },
                "manager": {
                    "SELECT": "organisation",
                    "INSERT": ("organisation", f"published_by_id {_ME}"),
                },
                "sec": {"SELECT": "all"},
            },
        ),
        Protect(
            "Membership",
            {
                "worker": {
                    "SELECT": (
                        "organisation",
                        f"{_I_RUN_IT} OR kind = 'SURVIVORS' AND {_MINE}",
                    ),
                    "INSERT": (
                        "subject",
                        f"{_I_RUN_IT} AND kind = 'SURVIVORS' AND {_BEGUN}",
                    ),
                    _MOVED: ("organisation", _I_RUN_IT),
                },
                "manager": {
                    "SELECT": "organisation",
                    "INSERT": ("organisation", _BEGUN),
                    _MOVED: "organisation",
                },
                "sec": {**_OWN, "UPDATE (state, ended_on, cleared_as)": "all"},
            },
            consent="RECORD",
        ),
        Protect(
            "Acceptance",
            {
                "worker": {
                    "SELECT": ("organisation", _OF_A_MEMBER_OF_MINE),
                    "INSERT": (
                        "organisation",
                        f"noted_by_id {_ME} AND {_OF_A_MEMBER_OF_MINE}",
                    ),
                },
                "manager": {
                    "SELECT": "organisation",
                    "INSERT": (
                        "organisation",
                        f"noted_by_id {_ME} AND {_OF_A_MEMBER.format(mine='')}",
                    ),
                },
                "sec": _OWN,
            },
            consent="RECORD",
        ),
        Protect(
            "Meeting",
            {
                "worker": {
                    "SELECT": ("organisation", _I_RUN_IT),
                    "INSERT": ("organisation", f"{_I_RUN_IT} AND logged_by_id {_ME}"),
                },
                "manager": _READ,
                "sec": {"SELECT": "all"},
            },
        ),
        Protect(
            "Attendance",
            {
                "worker": {
                    "SELECT": ("organisation", _OF_A_MEETING_I_SEE),
                    "INSERT": (
                        "organisation",
                        "EXISTS (SELECT FROM gatherings_meeting t"
                        " WHERE t.id = gatherings_attendance.meeting_id"
                        f" AND t.logged_by_id {_ME})",
                    ),
                },
                "manager": _READ,
                "sec": _OWN,
            },
            consent="SESSIONS",
        ),
        *(
            Narrow(model, role, "not-kept-away")
            for model in ("Membership", "Acceptance", "Attendance")
            for role in ("worker", "manager")
        ),
        migrations.RunSQL(
            [
                _trigger(
                    "cases_groupclearance_gone",
                    "cases_groupclearance",
                    "BEFORE DELETE",
                    "clearance_gone()",
                ),
                "CREATE TRIGGER gatherings_peergroup_policy BEFORE INSERT"
                " ON gatherings_peergroup FOR EACH ROW WHEN (NEW.kind = 'OFFENDED')"
                " EXECUTE FUNCTION sec.demand_policy_on_harm()",
                "CREATE TRIGGER gatherings_peergroup_retired AFTER UPDATE OF"
                " retired_on ON gatherings_peergroup FOR EACH ROW"
                " WHEN (OLD.retired_on IS NULL AND NEW.retired_on IS NOT NULL)"
                " EXECUTE FUNCTION sec.group_retired()",
                "CREATE TRIGGER gatherings_protocol_append_only"
                " BEFORE UPDATE OR DELETE OR TRUNCATE ON gatherings_protocol"
                " FOR EACH STATEMENT EXECUTE FUNCTION sec.refuse_change()",
                _trigger(
                    "gatherings_membership_guard",
                    "gatherings_membership",
                    "BEFORE INSERT OR UPDATE",
                    "guard_membership()",
                ),
                "CREATE TRIGGER gatherings_membership_moves BEFORE UPDATE OF state"
                " ON gatherings_membership FOR EACH ROW"
                " WHEN (OLD.state IS DISTINCT FROM NEW.state)"
                " EXECUTE FUNCTION sec.demand_move("
                "'INVITED>JOINED', 'INVITED>ENDED', 'JOINED>ENDED')",
                _trigger(
                    "gatherings_meeting_guard",
                    "gatherings_meeting",
                    "BEFORE INSERT",
                    "guard_meeting()",
                ),
                _trigger(
                    "gatherings_attendance_guard",
                    "gatherings_attendance",
                    "BEFORE INSERT",
                    "guard_attendance()",
                ),
                _one_of_mine(
                    "cases_session",
                    "worker_id",
                    f"kind = 'GROUP' AND {_SESSION_OF_A_MEMBER}",
                ),
                _one_of_mine(
                    "cases_sessionnote",
                    "written_by_id",
                    f"revision = 1 AND {_NOTE_OF_A_MEMBER}",
                ),
            ],
            migrations.RunSQL.noop,
        ),
    ]
