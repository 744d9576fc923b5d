"""Earlier words that are let go: by two, never what stands, and not under a hold."""

from __future__ import annotations

from tests.ablation.control import Control
from tests.ablation.in_database import Constraint, Function, Policy, Trigger

LETTING_GO = "tests/forgetting/test_letting_go.py"
GUARDED = "tests/forgetting/test_guarded.py"
CODES = "it holds codes and days; the words themselves are sealed, or gone"
LAST = "what it empties can't be brought back: there is nothing after it"

CONTROLS = (
    *(
        Control(
            f"trigger {table}_let_go",
            "words from going without a decision that covers them",
            (Trigger(table, f"{table}_let_go"),),
            (GUARDED,),
            alone="no role has the right; this binds functions and the owner",
        )
        for table in ("cases_section", "cases_sessionnote")
    ),
    *(
        Control(
            f"constraint {table}_let_go",
            "words that stand now, and words without a decision, from going",
            (Constraint(table, f"{table}_let_go"),),
            (GUARDED,),
            alone="no role has the right; this binds functions and the owner",
        )
        for table in ("cases_section",)
    ),
    Control(
        "letting go: his own peer worker asks",
        "the record from being thinned by whoever may only read it",
        (
            Function(
                "ask_to_forget",
                "p[3] <> 'worker' OR me IS NULL",
                "false",
            ),
        ),
        (GUARDED,),
        alone="a manager decides afterwards, and can't know who works with him",
    ),
    Control(
        "letting go: a hold forbids it",
        "what a court or an inquiry asked for",
        (Function("why_words_stay", "AND h.lifted_at IS NULL", "AND false"),),
        (LETTING_GO,),
        alone=LAST,
    ),
    Control(
        "letting go: a duty to keep forbids what he wants",
        "an organisation from breaking the law for him",
        (Function("why_words_stay", "ELSE 'DUTY' END", "ELSE '' END"),),
        (LETTING_GO,),
        alone=LAST,
    ),
    Control(
        "letting go: nobody is asked about whom he may not see",
        "that there is a hold, from whoever is not with him",
        (
            Function(
                "why_words_stay",
                "p[3] = 'manager' AND his <> ALL (sec.kept_from())",
                "true",
            ),
        ),
        (GUARDED,),
        alone=CODES,
    ),
    Control(
        "letting go: another manager decides",
        "the record from one person who wants words gone",
        (Function("decide_forgetting", "OR asked.asked_by_id = me", ""),),
        (GUARDED,),
        behind="the table takes no decision of whoever asked",
    ),
    Control(
        "constraint forgetting_takes_two",
        "the record from one person who wants words gone",
        (Constraint("forgetting_forgetting", "forgetting_takes_two"),),
        (GUARDED,),
        alone="the function asks first; this binds the owner as well",
    ),
    Control(
        "letting go: a manager kept away decides nothing",
        "whoever he does not want near his record",
        (
            Function(
                "decide_forgetting", "OR asked.subject_id = ANY (sec.kept_from())", ""
            ),
        ),
        (GUARDED,),
        behind="why words stay is asked as the same manager, and refuses him too",
    ),
    Control(
        "letting go: a manager kept away sees nothing",
        "that something is asked about somebody who keeps him away",
        (Policy("forgetting_forgetting", "manager_narrowed"),),
        (GUARDED,),
        alone=CODES,
    ),
    Control(
        "letting go: only a peer worker of his sees it",
        "that something was let go, from other peer workers",
        (
            Policy(
                "forgetting_forgetting",
                "worker_select",
                "organisation_id = (SELECT sec.organisation())",
            ),
        ),
        (GUARDED,),
        alone=CODES,
    ),
    Control(
        "letting go: what came since stays",
        "words that nobody has decided on",
        (
            Function(
                "decide_forgetting",
                "AND kind = asked.kind AND key_id = asked.key_id\n"
                "           AND superseded AND let_go IS NULL"
                " AND revision <= asked.upto",
                "AND kind = asked.kind AND key_id = asked.key_id\n"
                "           AND superseded AND let_go IS NULL",
            ),
        ),
        (LETTING_GO,),
        behind="the trigger of each row asks how far the decision goes",
    ),
)
