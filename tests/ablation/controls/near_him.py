"""Whom a survivor lets near his record by name, and whom he keeps away."""

from __future__ import annotations

from tests.ablation.control import Control
from tests.ablation.in_database import Function, Policy, Trigger

COLLEAGUES = "tests/consent/test_colleagues.py"
BLOCKS = "tests/cases/test_blocks.py"
TERMS = "tests/consent/test_terms.py"
EMERGENCIES = "tests/overrides/test_emergencies.py"
KEYS = "without a key what is shown stays shut"
ASKED_ONCE = "the grant is the only truth about who works with whom (ADR 3)"
STANDS = "what was recorded stands by this alone: nobody else is asked"
RIGHTS = "no role has the right to do it"


def _trigger(
    table: str,
    name: str,
    protects: str,
    test: str,
    *,
    behind: str = "",
    alone: str = "",
) -> Control:
    off = (Trigger(table, name),)
    return Control(
        f"trigger {name}", protects, off, (test,), behind=behind, alone=alone
    )


CONTROLS = (
    Control(
        "named colleagues: as long as he lets them",
        "a record from whom he named once",
        (
            Function(
                "my_subjects",
                "w.organisation_id = c.organisation_id\n"
                "                                  AND w.consent_id = c.id",
                "false",
            ),
        ),
        (COLLEAGUES,),
        alone="a name in a consent is the grant (ADR 27)",
    ),
    Control(
        "named colleagues: nobody but whom he names",
        "a record from workers of the same organisation",
        (Function("my_subjects", "c.colleagues @> ARRAY[m.id]", "true"),),
        (COLLEAGUES,),
        alone="a name in a consent is the grant (ADR 27)",
    ),
    Control(
        "named colleagues: named by his own worker",
        "one name from leading to the next",
        (Policy("consent_consent", "worker_insert"),),
        (COLLEAGUES,),
        behind=KEYS,
    ),
    Control(
        "managers whom a survivor keeps away",
        "a survivor's whole record from a manager whom he does not want near it",
        (Function("kept_from", "b.ended_at IS NULL", "false"),),
        (BLOCKS,),
        alone="this says both to the policies and to the key release whom",
    ),
    Control(
        "managers whom a survivor keeps away, in the policy of survivors",
        "that he is here at all, from a manager whom he does not want near it",
        (Policy("consent_subject", "manager_narrowed"),),
        (BLOCKS,),
        behind="each table about him has the same policy of its own",
    ),
    Control(
        "named colleagues: not whom he keeps away",
        "a record from a colleague he named once and blocked since",
        (Function("my_subjects", "b.subject_id = c.subject_id", "false"),),
        (COLLEAGUES,),
        alone="a name in a consent is the grant (ADR 27)",
    ),
    Control(
        "keys: not to a manager whom he keeps away",
        "a survivor's words from a manager whom he does not want near them",
        (
            Function("wrapped_keys", "s <> ALL (kept)", "true"),
            Function("wrapped_keys", "AND s <> ALL (sec.kept_from())", ""),
        ),
        (BLOCKS,),
        behind="the row policies show him no row that the key would open",
    ),
    Control(
        "emergencies: not whom he keeps away",
        "a record from a manager whom he does not want near it",
        (
            Function("emergency_lasts", "his <> ALL (sec.kept_from()) AND", ""),
            Function("read_in_emergency", "OR his = ANY (sec.kept_from())", ""),
        ),
        (EMERGENCIES,),
        alone="an emergency opens by these functions alone (ADR 25)",
    ),
    _trigger(
        "consent_consent",
        "consent_consent_wording",
        "the words that he was shown",
        TERMS,
        alone=STANDS,
    ),
    _trigger(
        "consent_particulars",
        "consent_particulars_promised",
        "a consent from growing after he gave it",
        TERMS,
        alone=STANDS,
    ),
    *(
        _trigger(
            "consent_wording",
            f"consent_wording_{name}",
            "the words that he was shown",
            TERMS,
            behind=RIGHTS,
        )
        for name in ("stays", "kept")
    ),
    *(
        _trigger(
            "consent_subjectuserobjectpermission",
            f"consent_subjectuserobjectpermission_grant_{event}",
            "a survivor from being granted to somebody he keeps away",
            BLOCKS,
            alone=ASKED_ONCE,
        )
        for event in ("insert", "update")
    ),
    *(
        _trigger(
            "cases_assignment",
            f"cases_assignment_assign_{event}",
            "a survivor from being assigned to somebody he keeps away",
            BLOCKS,
            behind="without a grant an assignment opens nothing",
        )
        for event in ("insert", "update")
    ),
    _trigger(
        "cases_blockedmember",
        "cases_blockedmember_out",
        "a survivor's record from somebody he has just blocked",
        BLOCKS,
        alone=ASKED_ONCE,
    ),
)
