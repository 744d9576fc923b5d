"""Two revisions side by side: what changed must be more than one man."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from reporting.attack.outcome import Fault, Finding
from reporting.attack.published import Figure, Mean, Publication, Reading
from reporting.attack.rules import Rules


def faults_of_corrections(
    published: Sequence[Publication], rules: Rules
) -> Iterator[Finding]:
    """Yield every figure of a correction that changed by too little, or came to light.

    Who knows that one man was entered late would see where he was counted.
    """
    for revisions in by_report(published):
        for before, now in pairwise(revisions):
            yield from _faults_of_pair(before, now, rules)


def by_report(published: Sequence[Publication]) -> list[list[Publication]]:
    """Group publications by report, each group in the order of its revisions."""
    groups: dict[tuple[str, str], list[Publication]] = {}
    for one in sorted(published, key=lambda one: one.revision):
        groups.setdefault((one.kind, one.quarter), []).append(one)
    return list(groups.values())


def _faults_of_pair(
    before: Publication, now: Publication, rules: Rules
) -> Iterator[Finding]:
    figures = {one.name: one for one in before.figures}
    for figure in now.figures:
        fault = _fault_of_figure(figures.get(figure.name), figure, rules)
        if fault is not None:
            yield _finding(fault, now, figure.name)
    means = {one.name: one for one in before.means}
    for mean in now.means:
        fault = _fault_of_mean(means.get(mean.name), mean)
        if fault is not None:
            yield _finding(fault, now, mean.name)


def _fault_of_figure(before: Figure | None, now: Figure, rules: Rules) -> Fault | None:
    if now.value is None:
        return None
    if before is None or before.value is None:
        is_new = before is not None and before.reading is Reading.NOT_APPLICABLE
        return None if is_new else Fault.UNCOVERED
    rule = rules.counts[now.rule]
    moved = abs(now.value - before.value) * rule.grain
    step = rule.base * rule.grain
    # Each of the two prints may be all but one step away from its truth.
    surely = moved - 2 * (step - 1)
    return Fault.FINE_CORRECTION if moved and surely < step else None


def _fault_of_mean(before: Mean | None, now: Mean) -> Fault | None:
    if now.value is None or now.step is None:
        return None
    if before is None or before.value is None or before.step is None:
        return Fault.UNCOVERED
    if (before.value, before.step) == (now.value, now.step):
        return None
    surely = abs(now.value - before.value) - before.step - now.step
    # One man moves a mean by one step at most.
    is_fine = surely < max(before.step, now.step)
    return Fault.FINE_CORRECTION if is_fine else None


def _finding(fault: Fault, one: Publication, name: str) -> Finding:
    return Finding(fault, one.kind, one.quarter, one.revision, name)
