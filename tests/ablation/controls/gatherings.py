"""Peer groups: who is in one, who may know it, and what is noted of a meeting."""

from __future__ import annotations

from tests.ablation.control import Control, Edit, InDatabase
from tests.ablation.in_database import Constraint, Function, Policy, Trigger

MEMBERS = "tests/gatherings/test_memberships.py"
MEETINGS = "tests/gatherings/test_meetings.py"
RUNNING = "tests/gatherings/test_running_one.py"
COPIES = "tests/gatherings/test_copies.py"
KEPT = "tests/security/test_each_trigger.py"
LIVES = "tests/reference/test_lives.py"
HERE = "organisation_id = (SELECT sec.organisation())"
MINE = f"{HERE} AND subject_id = ANY ((SELECT sec.my_subjects())::uuid[])"
ONLY = "the database alone knows: nobody may read what it goes by"
RAW = "raw SQL meets no service"


def _off(
    name: str,
    protects: str,
    off: InDatabase | Edit,
    test: str,
    *,
    behind: str = "",
    alone: str = "",
) -> Control:
    return Control(f"groups: {name}", protects, (off,), (test,), behind, alone)


def _trigger(table: str, name: str, protects: str, test: str) -> Control:
    return Control(
        f"trigger {name}", protects, (Trigger(table, name),), (test,), alone=ONLY
    )


CONTROLS = (
    *(
        _trigger(
            f"gatherings_{table}",
            f"gatherings_{table}_demand_consent",
            "anything from being kept about who has no record here, or no sessions",
            "tests/security/test_each_trigger.py",
        )
        for table in ("acceptance", "attendance", "memberdraft", "membership")
    ),
    _trigger(
        "cases_groupclearance",
        "cases_groupclearance_gone",
        "other survivors, once he told; and that nothing says that he did",
        MEMBERS,
    ),
    _trigger(
        "gatherings_peergroup",
        "gatherings_peergroup_policy",
        "survivors where nobody has agreed how to work with whoever offended",
        MEMBERS,
    ),
    _trigger(
        "gatherings_peergroup",
        "gatherings_peergroup_retired",
        "that a group that was retired has nobody in it",
        MEMBERS,
    ),
    _trigger(
        "gatherings_protocol",
        "gatherings_protocol_append_only",
        "what a man accepted from being other words afterwards",
        KEPT,
    ),
    _trigger(
        "gatherings_membership",
        "gatherings_membership_guard",
        "a closed group from men who have not accepted what it agrees on",
        MEMBERS,
    ),
    _trigger(
        "gatherings_membership",
        "gatherings_membership_moves",
        "a group from whoever is not in it any more",
        LIVES,
    ),
    _trigger(
        "gatherings_meeting",
        "gatherings_meeting_guard",
        "figures from meetings that did not take place",
        MEETINGS,
    ),
    _trigger(
        "gatherings_attendance",
        "gatherings_attendance_guard",
        "a record from meetings of a group that he was not in",
        RUNNING,
    ),
    _off(
        "a place in one points to a clearance",
        "survivors from being in a group with whoever is not cleared",
        Constraint("gatherings_membership", "gatherings_membership_cleared"),
        MEMBERS,
        alone=ONLY,
    ),
    _off(
        "a place is of its group's kind",
        "a group of survivors from whoever is cleared for the other kind",
        Constraint("gatherings_membership", "gatherings_membership_of_its_kind"),
        MEMBERS,
        alone=RAW,
    ),
    _off(
        "whoever runs one, and until when",
        "who is in a group from whoever stood in once",
        Function("my_groups", "AND (f.until IS NULL OR f.until > now())", ""),
        MEETINGS,
        alone="the row of who runs it is the only truth about it",
    ),
    _off(
        "whoever runs one himself",
        "who is in a group from the other peer workers",
        Function("my_groups", "AND m.person_id = p[2]::uuid", ""),
        MEMBERS,
        alone="the row of who runs it is the only truth about it",
    ),
    _off(
        "his peer worker knows of those for survivors",
        "that he is in a group for whoever offended",
        Policy(
            "gatherings_membership",
            "worker_select",
            f"{HERE} AND (group_id = ANY ((SELECT sec.my_groups())::uuid[])"
            " OR subject_id = ANY ((SELECT sec.my_subjects())::uuid[]))",
        ),
        MEMBERS,
        alone="what these rows say of the kind stands in clear",
    ),
    _off(
        "a clearance of the other kind is not his peer worker's",
        "that he is cleared for a group for whoever offended",
        Policy("cases_groupclearance", "worker_narrowed"),
        MEMBERS,
        alone="what these rows say stands in clear",
    ),
    _off(
        "a session of a group is one of survivors",
        "that his peer worker finds the other clearance by trying",
        Function("demand_fit", "AND c.kind = 'SURVIVORS'", ""),
        MEMBERS,
        alone=ONLY,
    ),
    _off(
        "cleared for one kind alone",
        "survivors from being in a group with whoever offended",
        Function("demand_clearable", "IF NEW.kind = 'OFFENDED' THEN", "IF false THEN"),
        MEMBERS,
        alone=ONLY,
    ),
    _off(
        "whom he keeps away sees him in none",
        "a member from the peer worker whom he does not want near",
        Policy("gatherings_membership", "worker_narrowed"),
        MEMBERS,
        alone="his name there stands under a key of the organisation's",
    ),
    _off(
        "a session is stored of whoever came, by whoever wrote that down",
        "a record from sessions that nobody held with him",
        Policy("cases_session", "worker_insert", HERE),
        RUNNING,
        alone=RAW,
    ),
    _off(
        "a note is stored of whoever came, by whoever wrote that down",
        "a record from words that nobody stands for",
        Policy("cases_sessionnote", "worker_insert", HERE),
        RUNNING,
        alone=RAW,
    ),
    _off(
        "the key to note a meeting is given once",
        "his sessions from whoever ran his group once",
        Function("key_for_attendance", "AND NOT EXISTS (SELECT", "AND EXISTS (SELECT"),
        RUNNING,
        behind="no policy shows a session or a note to whoever only runs his group",
    ),
    _off(
        "who keeps notes is told to whoever runs it",
        "what a man agreed to from the other peer workers",
        Function("who_keeps_notes", "AND m.group_id = ANY (sec.my_groups())", ""),
        RUNNING,
        alone="the function is the only way to it",
    ),
    _off(
        "support that waits, where nothing is kept",
        "what waits from being passed by without notes",
        Function(
            "demand_counted_in",
            "PERFORM sec.demand_was_in(p[1]::uuid, his, met, true);",
            "RETURN;",
        ),
        MEETINGS,
        alone=ONLY,
    ),
    _off(
        "no names in what belongs to all",
        "a man from being told of in another's record",
        Edit(
            "cases/gatherings/services/meetings.py",
            "    if named:\n        raise NamesSomebody",
            "    if False:\n        raise NamesSomebody",
        ),
        MEETINGS,
        alone="what is sealed can't be looked at by the database",
    ),
    _off(
        "his copy, while he asks for one",
        "which groups he is in from peer workers who may not know it",
        Function("wants_his_groups", "RETURN sec.wants_a_copy(his) AND", "RETURN"),
        COPIES,
        alone="the function is the only way for whoever does not run the group",
    ),
    _off(
        "his copy, not for colleagues",
        "which groups he is in from colleagues whom he named",
        Function("wants_his_groups", "AND g.user_id = p[2]::uuid", ""),
        COPIES,
        alone="the function is the only way for whoever does not run the group",
    ),
)
