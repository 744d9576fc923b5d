"""Records that may be of one person: what is found, and who learns how much of it."""

from __future__ import annotations

from tests.ablation.control import Control
from tests.ablation.in_database import Function, Policy, Trigger

COMPARING = "tests/cases/test_comparing.py"
LIKENESS = "tests/cases/test_likeness.py"
ONE_FUNCTION = "fingerprints are compared by one function alone (ADR 36)"

CONTROLS = (
    Control(
        "comparing: of one's own people",
        "what others are known by, from being tried out in a record that is not his",
        (Function("keep_fingerprints", "his = ANY (mine)", "true"),),
        (COMPARING,),
        alone=ONE_FUNCTION,
    ),
    Control(
        "comparing: so many in an hour and a day",
        "who is known here, from whoever tries numbers out",
        (Function("keep_fingerprints", "false) AND may_know", "false)"),),
        (COMPARING,),
        alone=ONE_FUNCTION,
    ),
    Control(
        "comparing: who it may be, of one's own people only",
        "whose record is alike, from whoever does not work with him",
        (Function("keep_fingerprints", "other.who = ANY (mine) AND", ""),),
        (COMPARING,),
        alone=ONE_FUNCTION,
    ),
    Control(
        "trigger cases_fingerprint_alike",
        "a survivor from having two records unnoticed",
        (Trigger("cases_fingerprint", "cases_fingerprint_alike"),),
        (COMPARING,),
        alone="pairs are found by this alone",
    ),
    Control(
        "pairs: not to a manager kept away from one of the two",
        "that he is here, from a manager whom he does not want near his record",
        (Policy("cases_likeness", "manager_narrowed"),),
        (LIKENESS,),
        behind="the policies of his record show that manager nothing else of him",
    ),
    Control(
        "closing: not asked by a manager who is kept away",
        "how much is written about him, from a manager whom he keeps away",
        (Function("has_only_begun", "OR his = ANY (sec.kept_from())", ""),),
        (LIKENESS,),
        alone="the function looks past the policies",
    ),
    Control(
        "closing: only what has just begun",
        "what he told in a newer record, from being sealed with it",
        (Function("has_only_begun", "IF found_more THEN", "IF false THEN"),),
        (LIKENESS,),
        alone="the function looks past the policies",
    ),
)
