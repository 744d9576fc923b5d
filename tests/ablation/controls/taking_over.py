"""Who takes over from his peer worker and who stands in, as he said beforehand."""

from __future__ import annotations

from tests.ablation.control import Control
from tests.ablation.in_database import Constraint, Function, Policy, Trigger

WISHES = "tests/workload/test_wishes.py"
COVERS = "tests/workload/test_covers.py"
HANDOVERS = "tests/workload/test_handovers.py"
NOTES = "tests/workload/test_notes.py"
BY_THE_CLOCK = (
    "standing in has no grant besides: the function is the only truth (ADR 43)"
)
ASKED_TWICE = "the assignment and the grant are each asked about by themselves"
FIGURES = "what it keeps is a figure or a rule of work, no survivor's words"

_SEEN = "a record from whoever stands in"


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
        "standing in: not before its time",
        f"{_SEEN} later",
        (Function("my_subjects", "v.from_at <= now()", "true"),),
        (COVERS,),
        alone=BY_THE_CLOCK,
    ),
    Control(
        "standing in: not after its time",
        f"{_SEEN} no longer",
        (Function("my_subjects", "v.until > now()", "true"),),
        (COVERS,),
        alone=BY_THE_CLOCK,
    ),
    Control(
        "standing in: not once it was ended",
        f"{_SEEN} no longer",
        (Function("my_subjects", "v.ended_at IS NULL", "true"),),
        (COVERS,),
        alone=BY_THE_CLOCK,
    ),
    Control(
        "standing in: nobody else",
        "a record from workers of the same organisation",
        (Function("my_subjects", "AND v.member_id = m.id", ""),),
        (COVERS, NOTES),
        alone=BY_THE_CLOCK,
    ),
    Control(
        "taking over: only whom he agreed to",
        "a survivor from somebody he did not agree to",
        (Function("lets_take_over", "who <> ALL (w.colleagues)", "false"),),
        (WISHES,),
        alone="this alone says to every trigger whom he lets",
    ),
    Control(
        "taking over: a yes does not last for ever",
        "a survivor from a change that he agreed to long ago",
        (
            Function(
                "lets_take_over",
                "(now() AT TIME ZONE 'Pacific/Auckland')::date - 30",
                "'-infinity'::date",
            ),
        ),
        (WISHES,),
        alone="this alone says to every trigger whom he lets",
    ),
    *(
        _trigger(
            "cases_assignment",
            f"cases_assignment_wish_{event}",
            "a survivor from being assigned to somebody he did not agree to",
            WISHES,
            behind=ASKED_TWICE,
        )
        for event in ("insert", "update")
    ),
    *(
        _trigger(
            "consent_subjectuserobjectpermission",
            f"consent_subjectuserobjectpermission_wish_{event}",
            "a survivor from being granted to somebody he did not agree to",
            WISHES,
            alone="the grant is the only truth about who works with whom (ADR 3)",
        )
        for event in ("insert", "update")
    ),
    *(
        _trigger(
            "workload_cover",
            f"workload_cover_{what}_{event}",
            f"a survivor from being stood in with by somebody he {why}",
            COVERS,
            alone=BY_THE_CLOCK,
        )
        for what, why in (("wish", "did not agree to"), ("blocked", "keeps away"))
        for event in ("insert", "update")
    ),
    _trigger(
        "workload_wish",
        "workload_wish_place",
        "what he says from somebody who is handing him over at that moment",
        WISHES,
        alone=FIGURES,
    ),
    _trigger(
        "workload_cover",
        "workload_cover_place",
        "a record from whoever is no peer worker here",
        COVERS,
        behind="whoever is no peer worker now is shown nobody",
    ),
    _trigger(
        "accounts_member",
        "accounts_member_covers_end",
        "a record from whoever left and came back",
        COVERS,
        behind="whoever left has no actor any more",
    ),
    _trigger(
        "cases_blockedmember",
        "cases_blockedmember_covers_end",
        "a record from whoever was kept away and is let near again",
        COVERS,
        alone=BY_THE_CLOCK,
    ),
    _trigger(
        "cases_assignment",
        "cases_assignment_covers_end",
        "a record from whoever stood in before he was given to somebody",
        COVERS,
        alone=BY_THE_CLOCK,
    ),
    _trigger(
        "workload_handover",
        "workload_handover_guard",
        "what was moved from going back long after",
        HANDOVERS,
        alone=FIGURES,
    ),
    Control(
        "short notes: nobody writes in another's name",
        "a note from being laid into somebody's mouth",
        (
            Policy("workload_shortnote", "worker_insert"),
            Policy("workload_shortnote", "manager_insert"),
        ),
        (NOTES,),
        alone="who wrote a note is said by its row alone",
    ),
    Control(
        "check cover_ends_by_itself",
        "standing in from having no end",
        (Constraint("workload_cover", "cover_ends_by_itself"),),
        (COVERS,),
        alone=FIGURES,
    ),
)
