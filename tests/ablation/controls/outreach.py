"""Workshops and outreach: figures that nobody changes after the fact."""

from __future__ import annotations

from tests.ablation.control import Control
from tests.ablation.in_database import Constraint, Trigger

_GUARDING = ("tests/outreach/test_guarding.py",)
_ALONE = "what a figure of outreach may be is decided by this alone"

CONTROLS = (
    Control(
        "trigger outreach_activity_stays",
        "what was taken back, from being counted again",
        (Trigger("outreach_activity", "outreach_activity_stays"),),
        _GUARDING,
        alone=_ALONE,
    ),
    Control(
        "outreach: codes and minutes",
        "a name from finding a place in a coded column, and days of 30 hours",
        tuple(
            Constraint("outreach_activity", name)
            for name in (
                "activity_kind_is_a_code",
                "activity_region_is_a_code",
                "activity_lasts_at_most_a_day",
            )
        ),
        _GUARDING,
        alone=_ALONE,
    ),
)
