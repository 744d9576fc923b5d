"""What a survivor asks for, and how long what is held about him stays."""

from __future__ import annotations

from tests.ablation.control import Control
from tests.ablation.in_database import Function, Policy

COPIES = "tests/rights/test_copies.py"
FETCHED = "tests/rights/test_copies_fetched.py"
CARRYING_ON = "tests/retention/test_carrying_on.py"
ASKED_ALONE = "one function says so, for every table it is about"

CONTROLS = (
    Control(
        "his copy: answers he keeps are asked for by a manager",
        "answers to a check-in, from the worker they were kept from",
        (
            Policy(
                "rights_request",
                "worker_insert",
                "organisation_id = (SELECT sec.organisation()) AND subject_id ="
                " ANY ((SELECT sec.my_subjects())::uuid[])",
            ),
        ),
        (COPIES,),
        alone="the database alone knows a worker who would say that he asked",
    ),
    Control(
        "his copy: answers he keeps, only if he wants them in it",
        "answers to a check-in, from his worker",
        (Function("wants_his_answers", "AND r.outcome = '' AND r.with_answers", ""),),
        (COPIES,),
        alone=ASKED_ALONE,
    ),
    Control(
        "his copy: what managers decided, only while he waits for it",
        "decisions about a record, from a worker of somebody else",
        (Function("wants_a_copy", "his = ANY (sec.my_subjects())", "true"),),
        ("tests/rights/test_decided.py",),
        alone=ASKED_ALONE,
    ),
    Control(
        "his copy: dropped by whoever made it",
        "a copy that waits for him, from other workers",
        (
            Function("drop_copies", "c.subject_id = ANY (sec.my_subjects())", "true"),
            Function("drop_copies", "AND m.person_id = p[2]::uuid", ""),
        ),
        (COPIES, FETCHED),
        alone=ASKED_ALONE,
    ),
    Control(
        "his copy: gone after a day",
        "everything about him in one file, from lying about",
        (Function("discard_copies", "made_at <= now() - interval '1 day'", "false"),),
        (COPIES, FETCHED),
        behind="the policy hides it",
    ),
    Control(
        "keeping: of one's own organisation",
        "that somebody is a survivor, from the manager of another organisation",
        (
            Function(
                "retained",
                "s.organisation_id = p[1]::uuid AND (one IS NULL",
                "(one IS NULL",
            ),
        ),
        ("tests/retention/test_erasing.py",),
        alone="the function decides of whom it tells",
    ),
    Control(
        "carrying on: under a consent in force",
        "what he took back",
        (Function("unseal_key", "w.consent_id = c.id", "false"),),
        (CARRYING_ON,),
        alone="the key is the consent (ADR 4)",
    ),
    Control(
        "renewing: by who works with him",
        "a consent that ran out, from other workers",
        (
            Function(
                "renew_key",
                "AND (p[3] = 'manager' OR c.subject_id = ANY (sec.my_subjects()))",
                "",
            ),
        ),
        (CARRYING_ON,),
        behind="nobody else may store the new consent that it names",
    ),
    *(
        Control(
            f"under 18: {name}",
            "who may be under 18, from whoever has not read how a child is protected",
            (Function("demand_child_protection", condition, instead),),
            ("tests/consent/test_capacity.py",),
            alone="the row is judged nowhere else",
        )
        for name, condition, instead in (
            ("each for himself", "AND m.person_id = p[2]::uuid", ""),
            ("the version in force", "AND v.withdrawn_at IS NULL", ""),
            (
                "what is said, not left out",
                "IF NEW.of_age THEN",
                "IF coalesce(NEW.of_age, true) THEN",
            ),
            ("taken over by an administrator", "AND p[3] = 'admin'", ""),
        )
    ),
    Control(
        "erased keys that came back",
        "a destroyed record, from a restored backup",
        (Function("any_key_left", "w.key_id = ANY (gone)", "false"),),
        ("tests/retention/test_restoring.py",),
        alone="nothing else knows what was destroyed",
    ),
)
