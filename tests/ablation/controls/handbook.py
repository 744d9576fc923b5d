"""Written policies: who has read what is each one's own word."""

from __future__ import annotations

from tests.ablation.control import Control, Edit
from tests.ablation.in_database import Policy, Trigger

GUARDING = "tests/handbook/test_guarding.py"
EACH = "tests/security/test_each_trigger.py"
POLICIES = "tests/handbook/test_policies.py"
OWN_WORD = "what it keeps is a word about one's own work, no survivor's"
OURS = "organisation_id = (SELECT sec.organisation())"

CONTROLS = (
    Control(
        "trigger handbook_version_guard",
        "a policy that somebody has read, from being changed",
        (Trigger("handbook_version", "handbook_version_guard"),),
        (GUARDING,),
        alone=OWN_WORD,
    ),
    *(
        Control(
            f"trigger {name}",
            protects,
            (Trigger(table, name),),
            (EACH,),
            behind="no role has the right to do it",
        )
        for table, name, protects in (
            (
                "handbook_version",
                "handbook_version_stays",
                "policies from being deleted",
            ),
            (
                "handbook_acknowledgement",
                "handbook_acknowledgement_append_only",
                "that somebody has read a policy",
            ),
            (
                "handbook_document",
                "handbook_document_append_only",
                "the document of a policy that somebody has read",
            ),
        )
    ),
    *(
        Control(
            f"handbook: {role} role, each speaks for himself",
            "somebody from being said to have read a policy",
            (Policy("handbook_acknowledgement", f"{role}_insert", OURS),),
            (GUARDING,),
            alone=OWN_WORD,
        )
        for role in ("worker", "manager", "admin")
    ),
    Control(
        "handbook: a worker sees his own word alone",
        "colleagues from being counted up by each other",
        (Policy("handbook_acknowledgement", "worker_select", OURS),),
        (GUARDING,),
        alone=OWN_WORD,
    ),
    Control(
        "handbook: published in one's own name",
        "a policy from being published in another's name",
        (Policy("handbook_version", "admin_insert", OURS),),
        (GUARDING,),
        alone=OWN_WORD,
    ),
    Control(
        "handbook: read while it is in force",
        "a word about a policy that does not hold",
        (
            Edit(
                "handbook/services.py",
                "if row.withdrawn_at is not None or row.in_force_from > "
                "local_date(at):",
                "if False:",
            ),
        ),
        (POLICIES,),
        alone=OWN_WORD,
    ),
)
