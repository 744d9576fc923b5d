"""One way to fill each further part of Form 1: what is sent, kept, and then shown."""

from __future__ import annotations

from typing import Any

from cases.enums import SectionKind
from cases.sections import (
    Issues,
    KeepingSafe,
    Needs,
    NextSteps,
    Step,
    Strengths,
    SupportOffer,
    Wellbeing,
    WorkerChoice,
)

#: One way to fill each part that is asked by the generic page, and what is kept of it.
FILLED: dict[SectionKind, tuple[dict[str, Any], Any, tuple[str, ...]]] = {
    SectionKind.ISSUES: (
        {
            "words": "I can’t be in a room with the door shut",
            "touches": ["WORK", "RELATIONSHIPS"],
            "severity": "Like carrying a fridge",
        },
        Issues(
            "I can’t be in a room with the door shut",
            ["WORK", "RELATIONSHIPS"],
            "Like carrying a fridge",
        ),
        ("door shut", "Education and work", "Like carrying a fridge"),
    ),
    SectionKind.STRENGTHS: (
        {"words": "Fixes any engine"},
        Strengths("Fixes any engine"),
        ("Fixes any engine",),
    ),
    SectionKind.STEPS: (
        {
            "rows": "2",
            "what_0": "Ring about the flat",
            "who_0": "He and I",
            "by_0": "5 March 2027",
            "towards_0": "Found the number",
        },
        NextSteps(
            [Step("Ring about the flat", "He and I", "2027-03-05", "Found the number")]
        ),
        ("Ring about the flat", "By 5 March 2027", "Found the number"),
    ),
    SectionKind.SAFETY: (
        {
            "warning_signs": "I stop answering texts",
            "what_helps": "Walking the dog",
            "whom_to_call": "Aunty Wai",
            "where_to_go": "The river",
            "crisis_lines": "1737",
        },
        KeepingSafe(
            "I stop answering texts",
            "Walking the dog",
            "Aunty Wai",
            "The river",
            "1737",
        ),
        ("stop answering", "Walking the dog", "Aunty Wai", "The river", "1737"),
    ),
    SectionKind.WELLBEING: (
        {
            "objective": "Sleep with the light off",
            "standing": "PROVISIONAL",
            "strong": "My garden",
            "hard": "Winter",
        },
        Wellbeing("Sleep with the light off", "PROVISIONAL", [], "My garden", "Winter"),
        ("Sleep with the light off", "Provisional", "My garden", "Winter"),
    ),
    SectionKind.OFFER: (
        {
            "one_to_one": "ACCEPTED",
            "peer_group": "LATER",
            "counselling": "DECLINED",
            "social_work": "OFFERED",
            "something_else": "ACCEPTED",
            "something_else_is": "A fishing trip",
            "remarks": "One thing at a time",
        },
        SupportOffer(
            "ACCEPTED",
            "LATER",
            "DECLINED",
            "OFFERED",
            "ACCEPTED",
            "A fishing trip",
            "One thing at a time",
        ),
        ("Accepted", "Later, perhaps", "Declined", "A fishing trip"),
    ),
    SectionKind.NEEDS: (
        {
            "needs": "Somewhere to sleep",
            "worries": "He drives when he can’t sleep",
            "review_on": "1/2/2027",
            "urgent": "on",
            "acted_by": "Matariki",
            "acted_on": "3/8/2026",
            "done": "Rang his sister",
        },
        Needs(
            "Somewhere to sleep",
            "He drives when he can’t sleep",
            "2027-02-01",
            True,
            "Matariki",
            "2026-08-03",
            "Rang his sister",
        ),
        ("Somewhere to sleep", "1 February 2027", "Matariki", "Rang his sister"),
    ),
    SectionKind.CHOICE: (
        {
            "asked": "YES",
            "preference": "WOMAN",
            "preference_words": "Somebody older",
            "met": "NOT_MET",
            "why_not": "Nobody here; offered the next town",
        },
        WorkerChoice(
            "YES",
            "WOMAN",
            "Somebody older",
            "NOT_MET",
            "Nobody here; offered the next town",
        ),
        ("A woman", "Somebody older", "offered the next town"),
    ),
}
