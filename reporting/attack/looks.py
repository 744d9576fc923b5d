"""Printed means: by the rules, and no answer looked at twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from reporting.attack.outcome import Fault, Finding
from reporting.attack.published import Mean, Publication
from reporting.attack.rules import Rules


def faults_of_means(
    published: Sequence[Publication], rules: Rules
) -> Iterator[Finding]:
    """Yield every mean printed against the rules or over answers printed before."""
    printed: dict[tuple[str, str], list[tuple[Publication, Mean]]] = {}
    for one in published:
        for mean in one.means:
            if mean.value is None:
                continue
            if not _is_by_the_rules(one, mean, rules):
                yield _finding(Fault.AGAINST_THE_RULES, one, mean)
            printed.setdefault((one.kind, mean.measure), []).append((one, mean))
    for means in printed.values():
        for (first, mean), (second, other) in combinations(means, 2):
            is_same_report = first.quarter == second.quarter
            if not is_same_report and {*mean.quarters} & {*other.quarters}:
                later = max(first, second, key=lambda each: each.quarter)
                yield _finding(Fault.SAID_TWICE, later, other)


def _is_by_the_rules(one: Publication, mean: Mean, rules: Rules) -> bool:
    if mean.value is None or mean.step is None or one.quarter not in mean.quarters:
        return False
    reach = mean.highest - mean.lowest
    rule = rules.means[mean.rule]
    is_on_grid = (
        mean.step / reach in rule.steps
        and mean.lowest <= mean.value <= mean.highest
        and ((mean.value - mean.lowest) / mean.step).denominator == 1
    )
    return is_on_grid and _has_enough(one, mean, rules)


def _has_enough(one: Publication, mean: Mean, rules: Rules) -> bool:
    """Say whether as many may have answered as the mean and its step need."""
    if mean.people is None or mean.step is None:
        return True
    values = {figure.name: figure.value for figure in one.figures}
    people = values[mean.people]
    if people is None:
        return True
    rule = rules.means[mean.rule]
    most = people + rule.base - 1
    return most >= rule.people_from and most * mean.step >= mean.highest - mean.lowest


def _finding(fault: Fault, one: Publication, mean: Mean) -> Finding:
    return Finding(fault, one.kind, one.quarter, one.revision, mean.name)
