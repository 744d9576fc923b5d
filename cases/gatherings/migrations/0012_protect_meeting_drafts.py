"""Whoever writes of a meeting reads his draft, while he runs the group (ADR 51).

What it says of one man goes with his consent to notes.
"""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec, Protect

_ME = "IN (SELECT id FROM accounts_member WHERE person_id = (SELECT sec.person()))"
_MINE = f"group_id = ANY ((SELECT sec.my_groups())::uuid[]) AND written_by_id {_ME}"
#: The worker's own policy says which drafts these are.
_OF_A_MEMBER = (
    "EXISTS (SELECT FROM gatherings_meetingdraft d"
    " WHERE d.id = gatherings_memberdraft.draft_id"
    " AND gatherings_memberdraft.subject_id = ANY (sec.who_keeps_notes(d.group_id)))"
)


class Migration(migrations.Migration):
    dependencies = [
        ("gatherings", "0011_meeting_drafts"),
        ("drafts", "0030_discard_by_the_clock"),
    ]

    operations = [
        Protect(
            "MeetingDraft",
            {
                "worker": {
                    "SELECT": (
                        "organisation",
                        f"{_MINE} AND saved_at > now() - interval '14 days'",
                    ),
                    "INSERT": ("organisation", _MINE),
                },
                "sec": {"SELECT": "all", "DELETE": "all"},
            },
        ),
        Protect(
            "MemberDraft",
            {
                "worker": {
                    "SELECT": ("organisation", _OF_A_MEMBER),
                    "INSERT": ("organisation", _OF_A_MEMBER),
                },
                "sec": {"SELECT": "all", "DELETE": "all"},
            },
            consent="SESSIONS",
        ),
        AsSec("cases/gatherings/sql/drafts.sql"),
    ]
