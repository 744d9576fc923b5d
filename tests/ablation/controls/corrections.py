"""How a session is put right: version by version, by whoever logged it."""

from __future__ import annotations

from tests.ablation.control import Control
from tests.ablation.in_database import Trigger

VERSIONS = "tests/cases/test_session_versions.py"
SERVICE = "tests/cases/services/test_corrections.py"
EACH = "tests/security/test_each_trigger.py"
SEALED = "his key is not released either"
FIGURES = "what it keeps is a figure or a rule of work, no survivor's words"

#: table, trigger, protects, test.
_TRIGGERS = (
    (
        "cases_sessionversion",
        "cases_sessionversion_place",
        "that versions follow one another, by whoever logged the session",
        VERSIONS,
    ),
    (
        "cases_sessionversion",
        "cases_sessionversion_settle",
        "that lists and figures say what the newest version says",
        SERVICE,
    ),
    (
        "cases_sessionnote",
        "cases_sessionnote_supersede",
        "an earlier version from being read as the newest",
        SERVICE,
    ),
)

CONTROLS = (
    *(
        Control(
            f"trigger {name}", protects, (Trigger(table, name),), (test,), alone=FIGURES
        )
        for table, name, protects, test in _TRIGGERS
    ),
    Control(
        "trigger cases_sessionversion_demand_key",
        "rows without consent",
        (Trigger("cases_sessionversion", "cases_sessionversion_demand_key"),),
        (EACH,),
        behind=SEALED,
    ),
)
