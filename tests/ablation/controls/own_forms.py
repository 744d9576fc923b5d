"""What an organisation may change of its forms, and what stays."""

from __future__ import annotations

from tests.ablation.control import Control
from tests.ablation.in_database import Constraint, Policy

CHANGING = "tests/form_settings/test_changing.py"
_TABLE = "form_settings_formsettings"
SERVICE = "the service refuses the same, from the same list"
IN_CLEAR = "it holds codes and names of fields, no survivor's words"


def _constraint(name: str, protects: str) -> Control:
    off = (Constraint(_TABLE, name),)
    return Control(f"constraint {name}", protects, off, (CHANGING,), behind=SERVICE)


CONTROLS = (
    _constraint("what_is_needed_stays", "what keeps a man safe from being hidden"),
    _constraint(
        "nothing_is_asked_that_is_his_to_tell",
        "survivors from being asked what is theirs to tell",
    ),
    _constraint("labels_are_short_and_plain", "forms from text that is no label"),
    Control(
        "forms: set in one's own name",
        "the settings from being set in somebody else's name",
        (Policy(_TABLE, "manager_insert"),),
        (CHANGING,),
        alone=IN_CLEAR,
    ),
)
