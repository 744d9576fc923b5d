"""A place in a group and an answer of his: nobody bends either afterwards."""

from __future__ import annotations

from tests.ablation.control import Control
from tests.ablation.in_database import Function, Policy, Trigger

PLACES = "tests/gatherings/test_places.py"
ANSWERS = "tests/workload/test_last_answer.py"
RAW = "raw SQL meets no service"
OWN_KEY = "a place has a key of its own, which no consent opens"

CONTROLS = (
    Control(
        "trigger gatherings_membership_stays",
        "a record from meetings of a group that he was taken out of",
        (Trigger("gatherings_membership", "gatherings_membership_stays"),),
        (PLACES,),
        alone=RAW,
    ),
    Control(
        "trigger accounts_member_facilitating_ends",
        "who is in a group from whoever gave up peer work and came back to it",
        (Trigger("accounts_member", "accounts_member_facilitating_ends"),),
        (PLACES,),
        alone="the row of who runs it is the only truth about it",
    ),
    *(
        Control(
            f"groups: a place closes for a {role} with his consent",
            "what he is called in a group once he agrees to no record any more",
            (Policy("gatherings_membership", f"{role}_while_agreed"),),
            (PLACES,),
            alone=OWN_KEY,
        )
        for role in ("worker", "manager")
    ),
    Control(
        "groups: whose consent ran out, as far as one sees them",
        "that somebody is in a group from his own peer worker",
        (Function("run_out_in_groups", "p[3] = 'manager'", "true"),),
        (PLACES,),
        alone="it answers by itself, and no policy is asked",
    ),
    Control(
        "trigger workload_wish_ends_covers",
        "a record from whoever was to stand in before he said no",
        (Trigger("workload_wish", "workload_wish_ends_covers"),),
        (ANSWERS,),
        alone="standing in has no grant besides (ADR 43)",
    ),
)
