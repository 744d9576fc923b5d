"""A survivor's coming and going: noted turn by turn, and in no other way."""

from __future__ import annotations

from tests.ablation.control import Control
from tests.ablation.in_database import Constraint, Trigger

EPISODES = "tests/cases/test_episodes.py"
TURNS = "tests/cases/services/test_episodes.py"
FIGURES = "what it keeps is a figure or a rule of work, no survivor's words"

#: table, trigger, protects, test.
_TRIGGERS = (
    (
        "cases_episode",
        "cases_episode_place",
        "one time with us from lying over another",
        EPISODES,
    ),
    (
        "cases_episodeturn",
        "cases_episodeturn_place",
        "the order of what happened",
        EPISODES,
    ),
    (
        "cases_episodeturn",
        "cases_episodeturn_take_back",
        "what was noted, from being taken out of the middle",
        EPISODES,
    ),
    (
        "cases_episodeturn",
        "cases_episodeturn_settle",
        "that figures and lists say what his page says",
        TURNS,
    ),
)
_CONSTRAINTS = (
    ("cases_episodeturn", "turn_says_what_it_is", "that a turn says what it is"),
    ("cases_episodeturn", "turn_back_after_pause", "a pause from ending before it"),
)

CONTROLS = (
    *(
        Control(
            f"trigger {name}", protects, (Trigger(table, name),), (test,), alone=FIGURES
        )
        for table, name, protects, test in _TRIGGERS
    ),
    *(
        Control(
            f"check {name}",
            protects,
            (Constraint(table, name),),
            (EPISODES,),
            alone=FIGURES,
        )
        for table, name, protects in _CONSTRAINTS
    ),
)
