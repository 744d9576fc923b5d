"""A caseload that moves on a day to come, by the clock."""

from __future__ import annotations

from tests.ablation.control import Control
from tests.ablation.in_database import Function, Policy, Trigger

PLANS = "tests/workload/test_plans.py"
GUARDED = "tests/workload/test_plans_guarded.py"
A_RULE_OF_WORK = "it is a rule of work: what he wishes is asked once more on the day"
ASKED_AGAIN = "the triggers of the assignment and the grant ask again, and nobody moves"
NOT_YET_HIS = "a plan grants nothing: before its day no record is shown by it"


def _on_the_day(name: str, old: str, *, behind: str = "", alone: str = "") -> Control:
    return Control(
        f"a planned move: {name}",
        "a survivor from a change that was right when it was planned",
        (Function("outcome_of", old, "false"),),
        (PLANS,),
        behind=behind,
        alone=alone,
    )


CONTROLS = (
    Control(
        "a planned move: not before its day",
        "a record from whoever is to take over later",
        (
            Function(
                "move_planned_caseloads",
                "p.due_on <= (now() AT TIME ZONE 'Pacific/Auckland')::date",
                "true",
            ),
        ),
        (PLANS,),
        alone="no grant has a beginning: the function alone looks at the day (ADR 49)",
    ),
    Control(
        "a planned move: whoever had him has him no longer",
        "a record from whoever worked with him before",
        (Function("hand_over_planned", "(until IS NULL OR until > now())", "false"),),
        (PLANS,),
        alone="the grant is the only truth about who works with whom (ADR 3)",
    ),
    Control(
        "a planned move: not whom a manager has let go",
        "a survivor who has finished from being given to somebody",
        (
            Function(
                "waits_since_gone",
                "a.ended_at >= m.left_at - interval '1 minute'",
                "true",
            ),
        ),
        (PLANS,),
        alone=A_RULE_OF_WORK,
    ),
    _on_the_day("not whom he keeps away", "b.ended_at IS NULL", behind=ASKED_AGAIN),
    _on_the_day(
        "not against what he said",
        "NOT sec.lets_take_over(tenant, his, next)",
        behind=ASKED_AGAIN,
    ),
    _on_the_day(
        "not once somebody else works with him",
        "works_with <> whose",
        alone=A_RULE_OF_WORK,
    ),
    _on_the_day(
        "not once nobody works with him any more",
        "works_with IS NULL",
        alone=A_RULE_OF_WORK,
    ),
    Control(
        "a planned move: not once his record is closed",
        "a survivor who took back his consent from being handed on",
        (Function("outcome_of", "NOT c.withheld", "true"),),
        (PLANS,),
        behind="what is sealed is opened by nobody, whoever works with him",
    ),
    *(
        Control(
            f"trigger {name}",
            protects,
            (Trigger(table, name),),
            (PLANS, GUARDED),
            alone=A_RULE_OF_WORK,
        )
        for table, name, protects in (
            (
                "workload_plan",
                "workload_plan_guard",
                "people from a plan for the past, and from one that was called off",
            ),
            (
                "workload_plan",
                "workload_plan_called_off",
                "people from being held by a plan that has ended",
            ),
            (
                "workload_planned",
                "workload_planned_place",
                "a plan from being added to once it has ended",
            ),
        )
    ),
    Control(
        "a planned move: nobody says beforehand that it was done",
        "what the manager is told from being made up",
        (Policy("workload_planned", "manager_insert"),),
        (PLANS, GUARDED),
        alone=NOT_YET_HIS,
    ),
)
