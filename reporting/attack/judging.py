"""Judge one group of unknowns: is anything in it told too exactly?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from reporting.attack.alone import CEILING, Span
from reporting.attack.outcome import Fault, Finding
from reporting.attack.programs import Group, Impossible, NotProved
from reporting.attack.system import Part, System, Unknown


@dataclass(slots=True)
class Judgement:
    """What could be said of each hidden unknown, and what is wrong with that."""

    ranges: dict[int, Span] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    is_possible: bool = True


def judge(system: System, group: Group, *, exactly: bool) -> Judgement:
    """Work out the range of every hidden number, and look for what is too narrow.

    Unless `exactly`, the range of one that is found to be wide enough is left at what
    was found so far.
    """
    result = Judgement()
    try:
        group.lowest({})
        judge_ = _Judge(system, group, result.ranges)
        judge_.work_out_ranges(exactly=exactly)
        result.findings += judge_.all_findings()
    except Impossible:
        result.is_possible = False
        first = system.unknowns[group.members[0]]
        result.findings.append(first.finding(Fault.CONTRADICTORY))
    except NotProved:
        hidden = (at for at in group.members if at not in result.ranges)
        unproved = next(hidden, group.members[0])
        result.findings.append(system.unknowns[unproved].finding(Fault.NOT_PROVED))
    return result


def _range(group: Group, weights: dict[int, int]) -> Span:
    return Span(group.lowest(weights), group.highest(weights))


@dataclass(frozen=True, slots=True)
class _Judge:
    system: System
    group: Group
    ranges: dict[int, Span]

    def work_out_ranges(self, *, exactly: bool) -> None:
        """Fill in the range of every hidden number."""
        hidden = [at for at in self.group.members if self._unknown(at).is_hidden]
        if not exactly:
            self._look_for_many(hidden)
        for at in hidden:
            seen = self._span_seen(at)
            is_enough = not exactly and self._is_open(at, seen)
            self.ranges[at] = seen if is_enough else _range(self.group, {at: 1})

    def _look_for_many(self, hidden: Sequence[int]) -> None:
        """Find assignments that show most of the hidden numbers to be wide open."""
        left = list(hidden)
        while left:
            self.group.reach_up({at: _goal(self._unknown(at)) for at in left})
            self.group.lowest(dict.fromkeys(left, 1))
            still = [at for at in left if not self._is_open(at, self._span_seen(at))]
            if len(still) == len(left):
                return
            left = still

    def _is_open(self, at: int, seen: Span) -> bool:
        unknown = self._unknown(at)
        if unknown.rule.is_amount:
            return _is_wide_amount(unknown, seen)
        return seen.lowest <= 1 and seen.highest >= unknown.rule.threshold - 1

    def _unknown(self, at: int) -> Unknown:
        return self.system.unknowns[at]

    def _span_seen(self, at: int) -> Span:
        values = list(self._seen({at: 1}))
        return Span(min(values), max(values))

    def all_findings(self) -> Iterator[Finding]:
        for at in self.group.members:
            unknown = self.system.unknowns[at]
            fault = self._of_hidden(at) if unknown.is_hidden else self._of_printed(at)
            if fault is not None:
                yield unknown.finding(fault)
        members = set(self.group.members)
        for part in self.system.parts:
            is_here = part.is_rest and {part.total, part.part} <= members
            if is_here and self._is_small_rest(part):
                yield self.system.unknowns[part.part].finding(Fault.NARROWED)

    def _of_printed(self, at: int) -> Fault | None:
        if self.system.unknowns[at].is_known or self._has_two(self._seen({at: 1})):
            return None
        told = _range(self.group, {at: 1})
        return Fault.EXACT if told.lowest == told.highest else None

    def _of_hidden(self, at: int) -> Fault | None:
        told = self.ranges[at]
        if told.highest == 0 and self._is_part_of_nought(at):
            return None
        if told.lowest == told.highest:
            return Fault.PINNED
        unknown = self.system.unknowns[at]
        if unknown.rule.is_amount:
            is_wide = _is_wide_amount(unknown, told)
        else:
            is_wide = self._is_wide(unknown, told, at)
        return None if is_wide else Fault.NARROWED

    def _is_wide(self, unknown: Unknown, told: Span, at: int) -> bool:
        threshold = unknown.rule.threshold
        if told.lowest >= threshold:
            # Whoever sees that it is not small has seen nothing of a few men.
            return True
        # Parts of a hidden total are known to be no larger than it.
        caps = [
            self.ranges[part.total].highest
            for part in self.system.parts
            if part.part == at and part.total in self.ranges
        ]
        return told.lowest <= 1 and told.highest >= min([threshold - 1, *caps])

    def _is_part_of_nought(self, at: int) -> bool:
        totals = (part.total for part in self.system.parts if part.part == at)
        known = (self.system.unknowns[total].known for total in totals)
        return any(one == Span(0, 0) for one in known)

    def _is_small_rest(self, part: Part) -> bool:
        """Say whether who is not in the part is surely a few men, and told too well."""
        threshold = self.system.unknowns[part.total].rule.threshold
        weights = {part.total: 1, part.part: -1}
        if any(one <= 0 or one >= threshold for one in self._seen(weights)):
            return False
        told = _range(self.group, weights)
        is_small = told.lowest >= 1 and told.highest < threshold
        return is_small and (told.lowest > 1 or told.highest < threshold - 1)

    def _seen(self, weights: dict[int, int]) -> Iterator[int]:
        for numbers in self.group.found:
            yield sum(weight * numbers[at] for at, weight in weights.items())

    @staticmethod
    def _has_two(values: Iterable[int]) -> bool:
        return len(set(values)) > 1


def _is_wide_amount(unknown: Unknown, told: Span) -> bool:
    """Say whether any amount can hide here with half of itself open on both sides."""
    if told.highest >= CEILING // 2:
        return True
    step = unknown.rule.base * unknown.rule.grain
    if told.lowest <= unknown.known.lowest:
        return told.highest >= told.lowest + step - 1
    return told.highest >= max(told.lowest + 2 * step, 3 * told.lowest - 2)


def _goal(unknown: Unknown) -> int:
    """Return a number that shows a hidden one to be wide open upwards."""
    rule = unknown.rule
    if not rule.is_amount:
        return rule.threshold - 1
    return unknown.known.lowest + 3 * rule.base * rule.grain
