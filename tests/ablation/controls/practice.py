"""How a peer worker works: his own, and his manager's while he shows it."""

from __future__ import annotations

from tests.ablation.control import Control, Edit
from tests.ablation.in_database import Policy, Trigger

PRACTICE = "tests/cases/test_practice_shown.py"
HIS_OWN = "it is a word about one's own work, and no survivor's: no key is behind it"
OURS = "organisation_id = (SELECT sec.organisation())"
TO_ME = (
    f"{OURS} AND shown_to_id IN"
    " (SELECT id FROM accounts_member WHERE person_id = (SELECT sec.person()))"
)
HERE = "member_id IN (SELECT m.id FROM accounts_member m WHERE m.left_at IS NULL)"

CONTROLS = (
    Control(
        "practice: a worker sees his own months alone",
        "how somebody works from his colleagues",
        (Policy("cases_practicemonth", "worker_select", OURS),),
        (PRACTICE,),
        alone=HIS_OWN,
    ),
    Control(
        "practice: a worker counts for himself alone",
        "how somebody works from being made up by a colleague",
        (Policy("cases_practicemonth", "worker_insert", OURS),),
        (PRACTICE,),
        alone=HIS_OWN,
    ),
    Control(
        "practice: a manager sees what is shown alone",
        "how somebody works from his manager",
        (Policy("cases_practicemonth", "manager_select", OURS),),
        (PRACTICE,),
        alone=HIS_OWN,
    ),
    Control(
        "trigger cases_practicemonth_oldest",
        "how somebody worked years ago, from being kept",
        (Trigger("cases_practicemonth", "cases_practicemonth_oldest"),),
        ("tests/cases/test_practice.py",),
        alone="nothing else clears what is older than a year",
    ),
    *(
        Control(
            f"practice: a manager sees shares {what}",
            "how somebody works from a manager to whom he does not show it now",
            (Policy("cases_practiceshare", "manager_select", instead),),
            (PRACTICE,),
            alone=HIS_OWN,
        )
        for what, instead in (
            (
                "that name him",
                f"{OURS} AND ended_at IS NULL AND until > now() AND {HERE}",
            ),
            ("until they are ended", f"{TO_ME} AND until > now() AND {HERE}"),
            ("until they run out", f"{TO_ME} AND ended_at IS NULL AND {HERE}"),
            (
                "of those who work here",
                f"{TO_ME} AND ended_at IS NULL AND until > now()",
            ),
        )
    ),
    Control(
        "practice: a worker shows his own alone",
        "how somebody works from being shown by a colleague",
        (Policy("cases_practiceshare", "worker_insert", OURS),),
        (PRACTICE,),
        alone=HIS_OWN,
    ),
    Control(
        "practice: shown to managers of one's own organisation",
        "how somebody works from whoever is no manager",
        (
            Edit(
                "cases/services/practice.py",
                "if to not in dict(managers(actor)):",
                "if False:",
            ),
        ),
        (PRACTICE,),
        alone="no other role has a right to the tables, so it would be shown to nobody",
    ),
)
