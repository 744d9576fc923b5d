"""Printing results, and keeping them for whoever compares two runs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from tests.bench.case import Result

_UNITS = ((1.0, "s "), (1e-3, "ms"), (1e-6, "µs"))


def line(result: Result) -> str:
    """Return one result as a line of text."""
    comparison = result.comparison
    verdict = "  " if result.met else "✗ "
    return (
        f"{verdict}{comparison.name:<44}{_time(result.ours)} / {_time(result.peer)}"
        f"{result.ratio:>8.2f}×   target ≤ {comparison.target:g}×"
        f"   against {comparison.against}"
    )


def write(results: Sequence[Result], path: Path) -> None:
    """Store results as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    records = [result.record() for result in results]
    path.write_text(json.dumps(records, indent=1, ensure_ascii=False) + "\n")


def _time(seconds: float) -> str:
    size, unit = next((u for u in _UNITS if seconds >= u[0]), _UNITS[-1])
    return f"{seconds / size:7.2f} {unit}"
