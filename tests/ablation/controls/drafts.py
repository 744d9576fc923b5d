"""What is being written: whose it is, and how long it stays."""

from __future__ import annotations

from tests.ablation.control import Control, Edit
from tests.ablation.in_database import Function, Policy

DRAFTS = "tests/cases/drafts/test_drafts.py"
OF_MEETINGS = "tests/gatherings/test_drafts.py"
_HIS = (
    "organisation_id = (SELECT sec.organisation()) AND subject_id = ANY"
    " ((SELECT sec.my_subjects())::uuid[])"
)
_MINE = (
    "written_by_id IN"
    " (SELECT id FROM accounts_member WHERE person_id = (SELECT sec.person()))"
)
_HERE = "organisation_id = (SELECT sec.organisation())"
_I_RUN = "group_id = ANY ((SELECT sec.my_groups())::uuid[])"
ALONE = "one function drops them, for every form"

CONTROLS = (
    Control(
        "drafts: read by who writes them",
        "what somebody thinks aloud, from the peer worker who comes next",
        (
            Policy(
                "drafts_sessiondraft",
                "worker_select",
                f"{_HIS} AND saved_at > now() - interval '14 days'",
            ),
        ),
        (DRAFTS,),
        alone="whoever works with a survivor may open his keys",
    ),
    Control(
        "drafts: shown for a fortnight",
        "words that nobody stood by, from staying",
        (Policy("drafts_sessiondraft", "worker_select", f"{_HIS} AND {_MINE}"),),
        (DRAFTS,),
        alone="only whoever wrote them sees them",
    ),
    Control(
        "drafts: deleted after a fortnight",
        "words that nobody stood by, from staying",
        (
            Function(
                "discard_drafts",
                "saved_at <= now() - interval ''14 days''",
                "false",
            ),
        ),
        (DRAFTS,),
        behind="the policy hides them",
    ),
    Control(
        "drafts: dropped by who writes them",
        "what somebody writes, from other peer workers",
        (Function("drop_draft", "written_by_id = $3", "$3 IS NOT NULL"),),
        (DRAFTS,),
        alone=ALONE,
    ),
    Control(
        "drafts: dropped while he works with him",
        "what somebody wrote, from whoever worked with him before",
        (Function("drop_draft", "AND subject_id = ANY (sec.my_subjects())", ""),),
        (DRAFTS,),
        alone=ALONE,
    ),
    Control(
        "drafts: of a meeting, dropped by who writes them",
        "what somebody writes, from whoever runs the group with him",
        (Function("drop_draft", "d.written_by_id = me", "me IS NOT NULL"),),
        (OF_MEETINGS,),
        alone=ALONE,
    ),
    Control(
        "drafts: of a meeting, read by who writes them",
        "what somebody thinks aloud, from whoever runs the group with him",
        (Policy("gatherings_meetingdraft", "worker_select", f"{_HERE} AND {_I_RUN}"),),
        (OF_MEETINGS,),
        alone="their keys are wrapped by the organisation's key",
    ),
    Control(
        "drafts: of a meeting, while he runs the group",
        "who is in a group from whoever stood in once",
        (Policy("gatherings_meetingdraft", "worker_select", f"{_HERE} AND {_MINE}"),),
        (OF_MEETINGS,),
        alone="their keys are wrapped by the organisation's key",
    ),
    Control(
        "drafts: of one man, while he wants notes",
        "his words from the day on which his consent runs out",
        (Policy("gatherings_memberdraft", "worker_select", _HERE),),
        (OF_MEETINGS,),
        alone="their keys are wrapped by the organisation's key",
    ),
    Control(
        "drafts: none after its form was saved",
        "a survivor from words that stay beside the record",
        (
            Edit(
                "cases/drafts/keeping.py",
                "if is_worker and named and",
                "if not is_worker and named and",
            ),
        ),
        (DRAFTS,),
        alone="nothing else knows that a form was saved",
    ),
    Control(
        "drafts: nothing sent by itself is held",
        "a draft from being kept in a locked session",
        (
            Edit(
                "msa/accounts/held.py",
                'if request.headers.get("X-By-Itself")',
                'if request.headers.get("X-Nothing")',
            ),
        ),
        (DRAFTS,),
        behind="what is held is sealed with the session",
    ),
    Control(
        "device keys: each person's own",
        "what a device keeps, from others who sign in there",
        (
            Edit(
                "msa/vault/device_keys.py",
                "{organisation}|{person}|{day}",
                "{organisation}|{day}",
            ),
        ),
        (DRAFTS,),
        alone="the key is what keeps it shut",
    ),
)
