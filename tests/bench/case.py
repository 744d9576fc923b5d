"""What a benchmark is: one call of ours against a limit or a peer, and a target."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.bench.world import World

Call = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One line of the report: ours over the peer, to stay at or under the target.

    "Five times faster than" reads 0.2 here. What a call returns is dropped; only a
    float says that the call has timed itself. ``calls`` is how often each side is
    called per timing, so that what takes microseconds can be timed at all.
    """

    name: str
    against: str
    target: float
    ours: Call
    peer: Call | float
    """Something to call, or a limit in seconds for one call of ours."""
    calls: int = 1
    repetitions: int | None = None
    """How often at most, for what takes long."""


@dataclass(frozen=True, slots=True)
class Case:
    """A named group of comparisons that ``./bench NAME`` runs."""

    name: str
    lines: Callable[[World], Iterable[Comparison]]


@dataclass(frozen=True, slots=True)
class Result:
    """What a comparison came to: medians in seconds for one call."""

    comparison: Comparison
    ours: float
    peer: float

    @property
    def ratio(self) -> float:
        """Ours over the peer's."""
        return self.ours / self.peer

    @property
    def met(self) -> bool:
        """Is the target held?"""
        return self.ratio <= self.comparison.target

    def record(self) -> dict[str, Any]:
        """Return the result as ``bench.json`` holds it."""
        return {
            "case": self.comparison.name,
            "ratio": round(self.ratio, 3),
            "target": self.comparison.target,
            "against": self.comparison.against,
        }
