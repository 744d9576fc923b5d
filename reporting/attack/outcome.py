"""What the attack found out, in words that the two who release may read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Fault(StrEnum):
    """Say what is wrong; the label is a sentence about one figure."""

    PINNED = "pinned"
    NARROWED = "narrowed"
    EXACT = "exact"
    AGAINST_THE_RULES = "against the rules"
    FINE_CORRECTION = "fine correction"
    UNCOVERED = "uncovered"
    SAID_TWICE = "said twice"
    CONTRADICTORY = "contradictory"
    NOT_PROVED = "not proved"

    @property
    def label(self) -> str:
        """The fault in plain words."""
        return _LABELS[self]


_LABELS = {
    Fault.PINNED: "a hidden figure can be worked out",
    Fault.NARROWED: "a hidden figure can be narrowed down too far",
    Fault.EXACT: "a rounded figure can be worked out exactly",
    Fault.AGAINST_THE_RULES: "a figure is not printed by the rules",
    Fault.FINE_CORRECTION: "a correction is so small that it may be one man",
    Fault.UNCOVERED: "a correction prints what was hidden before",
    Fault.SAID_TWICE: "the same answers went into two printed means",
    Fault.CONTRADICTORY: "no true numbers fit these figures",
    Fault.NOT_PROVED: "it could not be proved in time that a figure is safe",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a reader could do, and to which figure."""

    fault: Fault
    kind: str
    quarter: str
    revision: int
    name: str


@dataclass(frozen=True, slots=True)
class Range:
    """What a reader can say of one hidden figure; no `highest` if nothing bounds it.

    At least so wide, or exactly so if that was asked for. In the unit the figure
    would be printed in, times the rule's grain.
    """

    kind: str
    quarter: str
    revision: int
    name: str
    lowest: int
    highest: int | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that the attack found."""

    findings: tuple[Finding, ...]
    ranges: tuple[Range, ...]
    publications: int
    figures: int
    seconds: float

    @property
    def passes(self) -> bool:
        """Say whether the figures may be released together."""
        return not self.findings

    def summary(self) -> dict[str, Any]:
        """Return the report for the two who release, ready for JSON.

        It holds only what any reader of the figures could work out as well, and no
        range of a figure that is not safe.
        """
        widths = [
            one.highest - one.lowest + 1
            for one in self.ranges
            if one.highest is not None
        ]
        counted = Counter(one.fault for one in self.findings)
        return {
            "passes": self.passes,
            "publications": self.publications,
            "figures": self.figures,
            "hidden": len(self.ranges),
            "narrowest": min(widths, default=None) if self.passes else None,
            "findings": [
                {
                    "fault": one.fault.value,
                    "words": one.fault.label,
                    "kind": one.kind,
                    "quarter": one.quarter,
                    "revision": one.revision,
                    "name": one.name,
                }
                for one in self.findings
            ],
            "faults": {fault.value: count for fault, count in sorted(counted.items())},
        }
