"""A meeting put right: versions follow, the records of those who came with them."""

from __future__ import annotations

from tests.ablation.control import Control, InDatabase
from tests.ablation.in_database import Function, Policy, Trigger

PUT_RIGHT = "tests/gatherings/test_corrections.py"
HOLDING = "tests/gatherings/test_holding_to_versions.py"
COPIES = "tests/gatherings/test_copies.py"
TOGETHER = "tests/gatherings/test_ran_together.py"
HERE = "organisation_id = (SELECT sec.organisation())"
EACH = "tests/security/test_each_trigger.py"
ALONE = "what it keeps is a figure or a rule of work, no survivor's words"

#: table, trigger, protects, test.
_TRIGGERS = (
    (
        "cases_session",
        "cases_session_takes_place",
        "figures from sessions that never were any",
        HOLDING,
    ),
    (
        "gatherings_meeting",
        "gatherings_meeting_put_right",
        "that what a meeting was told to be before is kept",
        HOLDING,
    ),
    (
        "gatherings_meeting",
        "gatherings_meeting_day",
        "figures from meetings to come",
        HOLDING,
    ),
    (
        "gatherings_meeting",
        "gatherings_meeting_follow",
        "that each record says what its meeting says",
        PUT_RIGHT,
    ),
    (
        "gatherings_attendance",
        "gatherings_attendance_put_right",
        "that how a man was noted before is kept",
        PUT_RIGHT,
    ),
    (
        "gatherings_attendance",
        "gatherings_attendance_follow",
        "a record from a meeting that he was not at",
        PUT_RIGHT,
    ),
    (
        "gatherings_meetingwords",
        "gatherings_meetingwords_guard",
        "a summary from words of no version",
        HOLDING,
    ),
    (
        "gatherings_earlierattendance",
        "gatherings_earlierattendance_demand_consent",
        "anything from being kept about who lets us note no sessions",
        EACH,
    ),
    (
        "referrals_referral",
        "referrals_referral_stages",
        "a referral from going a way that nobody agreed to",
        "tests/reference/test_lives.py",
    ),
)


def _off(name: str, protects: str, off: InDatabase, test: str = PUT_RIGHT) -> Control:
    return Control(f"meetings: {name}", protects, (off,), (test,), alone=ALONE)


CONTROLS = (
    *(
        Control(
            f"trigger {name}", protects, (Trigger(table, name),), (test,), alone=ALONE
        )
        for table, name, protects, test in _TRIGGERS
    ),
    _off(
        "a session follows who came",
        "a record from a meeting that he was not at",
        Function(
            "tell_session",
            "CASE WHEN NOT came THEN 'MISTAKEN'",
            "CASE WHEN false THEN ''",
        ),
    ),
    _off(
        "what was put right in a session itself stays",
        "his own minutes from those of the whole evening",
        Function("tell_session", "told.minutes = was.minutes", "true"),
    ),
    _off(
        "his meeting says whether it was a mistake",
        "his record from a session that is said away",
        Function(
            "place_session_version",
            "RAISE EXCEPTION 'its meeting says otherwise' USING ERRCODE = 'MS063'",
            "NULL",
        ),
        HOLDING,
    ),
    _off(
        "no more are recounted than were counted",
        "the figures of others",
        Function("recount_meeting", "gone < counted OR", "false OR"),
    ),
    _off(
        "whoever wrote the version that stands recounts",
        "the figures of others",
        Function(
            "recount_meeting",
            "AND t.group_id = ANY (sec.my_groups()) AND m.person_id = p[2]::uuid",
            "",
        ),
        HOLDING,
    ),
    _off(
        "whoever logged or ran it puts it right, in his own name",
        "what a colleague told from being changed",
        Policy("gatherings_meeting", "worker_update", HERE),
        TOGETHER,
    ),
    _off(
        "in a session that another logged stands what its meeting says",
        "a record from words of whoever ran another evening",
        Function(
            "place_session_version",
            "NEW.minutes IN (t.minutes, logged.minutes)",
            "true",
        ),
        TOGETHER,
    ),
    _off(
        "nobody is counted where he was not",
        "figures from sessions that did not take place",
        Policy("cases_session", "reporting_narrowed"),
        "tests/reporting/test_group_meetings.py",
    ),
    _off(
        "his copy of what was noted before, while he asks for one",
        "which groups he is in from peer workers who may not know it",
        Function(
            "earlier_attendances_for_his_copy",
            "IF sec.wants_his_groups(his)",
            "IF true",
        ),
        COPIES,
    ),
)
