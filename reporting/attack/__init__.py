"""The attack on a report before it is released, as a reader would make it.

It is given what a reader has: every figure published so far and those about to be,
the headings that say which figures add up to which, and the rules printed under
"How the figures are made". It shares no code with what makes the figures. For each
hidden figure it asks, by two integer programs, for the least and the greatest true
number that fits everything in print, in all quarters and reports together.

A release passes if every hidden number of people may still be anything from 1 to
just below its threshold, no rounded figure is left with one possible value, and no
answer is in two printed means. What cannot be proved in time does not pass.
"""

from __future__ import annotations

from collections.abc import Sequence

from reporting.attack.outcome import Fault, Finding, Outcome, Range
from reporting.attack.published import (
    Figure,
    Link,
    Mean,
    Place,
    Publication,
    Reading,
    Relation,
    Sum,
)
from reporting.attack.rules import PUBLISHED_RULES, CountRule, MeanRule, Rules
from reporting.attack.writing import UnknownFigure

__all__ = [
    "PUBLISHED_RULES",
    "CountRule",
    "Fault",
    "Figure",
    "Finding",
    "Link",
    "Mean",
    "MeanRule",
    "Outcome",
    "Place",
    "Publication",
    "Range",
    "Reading",
    "Relation",
    "Rules",
    "Sum",
    "UnknownFigure",
    "attack",
]


def attack(
    published: Sequence[Publication],
    *,
    rules: Rules,
    links: Sequence[Link] = (),
    exact: bool = False,
) -> Outcome:
    """Try to work out what the publications hide.

    Give the draft and every release of the last eight quarters, of every kind and
    revision. Nothing true goes in, so anybody may see what comes out. A link to
    something that is not given is passed over. If `exact`, each range is worked out
    to its ends; otherwise only so far as to see that it is wide enough.

    Raises: UnknownFigure, a sum or mean names a figure or rule that is not there.
    """
    # The solver is a fifth of what a process of the product loads when it starts, and
    # most never attack anything.
    from reporting.attack.attacking import attacked

    return attacked(published, rules, links, is_exact=exact)
