"""Narratives: no words of an organisation point at one of its people."""

from __future__ import annotations

from tests.ablation.control import Control, Edit
from tests.ablation.in_database import Function

CHECK = "reporting/narratives/check"
TESTS = "tests/narratives"
GUARDING = f"{TESTS}/test_guarding.py"
NARRATIVES = f"{TESTS}/test_narratives.py"
READ = "a second person reads it, where there is one; no program does"


def _check(name: str, protects: str, old: str, *tests: str) -> Control:
    return Control(
        f"narrative check: {name}",
        protects,
        (Edit(f"{CHECK}/running.py", old, ""),),
        tuple(f"{TESTS}/{test}" for test in tests),
        alone=READ,
    )


CONTROLS = (
    _check(
        "known names",
        "names of survivors and their people",
        "            *names(text, words, register),\n",
        "test_known_names.py",
        "test_narratives.py",
    ),
    _check(
        "places",
        "where survivors live",
        "            *places(text, words, register),\n",
        "test_identifiers.py",
    ),
    _check(
        "numbers and dates of a person",
        "phones, addresses, health numbers",
        "            *by_form,\n",
        "test_identifiers.py",
    ),
    _check(
        "figures that no table shows",
        "hidden counts",
        "            *figures(text, published, but_for=by_form),\n",
        "test_figures.py",
    ),
    _check(
        "words about one man",
        "somebody told by his circumstances",
        "            *alone(text),\n",
        ".",
    ),
    Control(
        "narrative check: known names mistyped",
        "names of survivors and their people",
        (Edit(f"{CHECK}/names.py", "elif _is_nearly(word, register):", "elif False:"),),
        (f"{TESTS}/test_known_names.py",),
        alone=READ,
    ),
    Control(
        "narrative: checked once more when it is approved",
        "names from being put in after the check",
        (
            Edit(
                "reporting/narratives/services/narratives.py",
                "        check_approval(actor, row, checked, at=at)\n"
                "        return _approved(",
                "        return _approved(",
            ),
        ),
        (NARRATIVES,),
        alone=READ,
    ),
    Control(
        "narrative: the revision that was read",
        "names from being put in between reading and approving",
        (
            Edit(
                "reporting/narratives/services/narratives.py",
                "    if read.revision != revision:\n        raise NarrativeChanged\n",
                "",
            ),
            Edit(
                "reporting/narratives/services/narratives.py",
                "        if row.revision != revision:\n"
                "            raise NarrativeChanged\n"
                "        check_approval",
                "        check_approval",
            ),
        ),
        (NARRATIVES,),
        alone=READ,
    ),
    Control(
        "narrative: no words put there past the check",
        "names in approved words",
        (
            Edit(
                "reporting/narratives/services/narratives.py",
                "if ApprovedText.objects.filter(narrative=row.id).exists():",
                "if False:",
            ),
        ),
        (GUARDING,),
        alone=READ,
    ),
    Control(
        "narrative: the check asks as a manager",
        "everybody's names from other roles",
        (Function("narrative_register", "p[3] <> 'manager'", "false"),),
        (f"{TESTS}/test_guarding.py", "tests/security/test_each_key.py"),
        behind="only a manager may run the function",
    ),
    Control(
        "narrative: the check reads its own organisation",
        "names of other organisations' people",
        (
            Function(
                "narrative_register",
                "WHERE s.organisation_id = p[1]::uuid AND NOT s.withheld\n"
                "           AND s.kind",
                "WHERE NOT s.withheld\n           AND s.kind",
            ),
        ),
        (NARRATIVES, "tests/security/test_each_key.py"),
        behind="another organisation's keys don't open here",
    ),
    Control(
        "narrative: nobody approves his own words, in the database",
        "a second pair of eyes",
        (
            Function(
                "guard_narrative",
                "IF NEW.approved_by_id = ANY (NEW.authors) AND (",
                "IF false AND (",
            ),
        ),
        (GUARDING,),
        alone="Python refuses it too; what is checked is what may be read",
    ),
    Control(
        "narrative: only the national body takes it in",
        "words from a report that nobody read",
        (
            Function(
                "guard_narrative",
                "IF (NEW.state = 'INCLUDED' OR OLD.state = 'INCLUDED')\n       AND (",
                "IF (NEW.state = 'INCLUDED' OR OLD.state = 'INCLUDED')\n"
                "       AND false AND (",
            ),
        ),
        (GUARDING,),
        alone="no survivor's words",
    ),
)
