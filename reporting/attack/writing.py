"""Write publications down as one system of unknown numbers."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from reporting.attack.alone import Span, span
from reporting.attack.outcome import Fault, Finding
from reporting.attack.published import (
    Figure,
    Link,
    Mean,
    Place,
    Publication,
    Reading,
    Relation,
)
from reporting.attack.rules import Rules
from reporting.attack.system import Owner, Part, System, Unknown, Weighing


class UnknownFigure(ValueError):
    """A sum, mean or link names a figure, or a rule, that is not there."""


@dataclass(slots=True)
class Writing:
    """Write publications down as one system.

    With `shares`, what reads the same in two revisions of a report is taken for the
    same true number.
    """

    rules: Rules
    shares: bool = False
    system: System = field(default_factory=System)
    against_the_rules: list[Finding] = field(default_factory=list)
    _at: dict[tuple[Owner, str], int] = field(default_factory=dict)
    _latest: dict[Place, int] = field(default_factory=dict)

    def write(self, published: Iterable[Publication], links: Sequence[Link]) -> System:
        """Return the system of these publications and the links between them.

        Raises: UnknownFigure.
        """
        for one in sorted(published, key=lambda one: one.revision):
            self._write_one(one)
        for link in links:
            places = (link.total, *link.parts)
            if all(place in self._latest for place in places):
                total, *parts = (self._latest[place] for place in places)
                self._relate(total, parts, link.relation)
        return self.system

    def _write_one(self, one: Publication) -> None:
        owner = Owner(one.kind, one.quarter, one.revision)
        withheld = _withheld(one)
        for figure in one.figures:
            if figure.reading is not Reading.NOT_APPLICABLE:
                self._write_figure(owner, figure, figure.name in withheld)
        for each in one.sums:
            total, *parts = self._numbers(owner, one, (each.total, *each.parts))
            if total is not None:
                there = [part for part in parts if part is not None]
                self._relate(total, there, each.relation)
        for figure in one.figures:
            self._write_people(owner, one, figure)
        for mean in one.means:
            self._write_mean(owner, one, mean)

    def _write_figure(self, owner: Owner, figure: Figure, in_withheld: bool) -> None:
        rule = self.rules.counts.get(figure.rule)
        if rule is None:
            raise UnknownFigure(f"no rule {figure.rule}")
        if (owner, figure.name) in self._at:
            raise UnknownFigure(f"{figure.name} stands twice")
        place = Place(owner.kind, owner.quarter, figure.name)
        known = span(figure, rule, in_withheld=in_withheld)
        if known is None:
            self.against_the_rules.append(
                Finding(
                    Fault.AGAINST_THE_RULES,
                    owner.kind,
                    owner.quarter,
                    owner.revision,
                    figure.name,
                )
            )
            known = span(Figure("", "", Reading.HIDDEN), rule, in_withheld=True)
            assert known is not None
        at = self._same_before(place, figure)
        if at is None:
            at = len(self.system.unknowns)
            self.system.unknowns.append(Unknown([], rule, known))
        unknown = self.system.unknowns[at]
        unknown.places.append((owner, figure))
        unknown.known = Span(
            min(unknown.known.lowest, known.lowest),
            max(unknown.known.highest, known.highest),
        )
        self._at[owner, figure.name] = at
        self._latest[place] = at

    def _same_before(self, place: Place, figure: Figure) -> int | None:
        at = self._latest.get(place) if self.shares else None
        if at is None:
            return None
        _, before = self.system.unknowns[at].places[-1]
        return at if before == figure else None

    def _numbers(
        self, owner: Owner, one: Publication, names: Iterable[str]
    ) -> Iterator[int | None]:
        there = {figure.name for figure in one.figures}
        for name in names:
            if name not in there:
                raise UnknownFigure(f"{name} is not in {owner}")
            yield self._at.get((owner, name))

    def _relate(self, total: int, parts: Sequence[int], relation: Relation) -> None:
        add = self.system.weighings.append
        together = dict.fromkeys(parts, 1) | {total: -1}
        if relation is Relation.ADDS:
            add(Weighing(together, 0, 0))
        if relation in {Relation.COVERS, Relation.AT_MOST}:
            add(Weighing(together, lowest=0))
        if relation in {Relation.COVERS, Relation.WITHIN}:
            for part in parts:
                add(Weighing({total: 1, part: -1}, lowest=0))
        if relation is not Relation.AT_MOST:
            is_rest = relation in {Relation.COVERS, Relation.WITHIN}
            for part in parts:
                rules = (self.system.unknowns[at].rule for at in (total, part))
                counts_people = not any(rule.is_amount for rule in rules)
                self.system.parts.append(Part(total, part, is_rest and counts_people))

    def _write_people(self, owner: Owner, one: Publication, figure: Figure) -> None:
        if figure.people is None or not figure.value:
            return
        (at,) = self._numbers(owner, one, [figure.people])
        if at is not None:
            # That an amount is printed tells that enough people share in it.
            needed = self.rules.counts[figure.rule].people_from
            self.system.weighings.append(Weighing({at: 1}, lowest=needed))

    def _write_mean(self, owner: Owner, one: Publication, mean: Mean) -> None:
        if mean.value is None or mean.step is None:
            return
        scores = [score for score, _ in mean.distribution]
        names = [name for _, name in mean.distribution]
        numbers = list(self._numbers(owner, one, names))
        people = self._numbers(owner, one, [mean.people] if mean.people else [])
        self._write_step(mean, [at for at in people if at is not None])
        there = [at for at in numbers if at is not None]
        if len(there) < len(names):
            return
        self._write_step(mean, there)
        whole = math.lcm(mean.value.denominator, mean.step.denominator)
        for edge, side in ((mean.value + mean.step, -1), (mean.value - mean.step, 1)):
            # The true mean is less than one step away: strictly inside both edges.
            weights = {
                at: int((score - edge) * whole * side)
                for at, score in zip(there, scores, strict=True)
            }
            if weights:
                self.system.weighings.append(Weighing(weights, lowest=1))

    def _write_step(self, mean: Mean, people: Sequence[int]) -> None:
        """Write down what the step of a mean tells of the number who answered."""
        rule, step = self.rules.means.get(mean.rule), mean.step
        if rule is None:
            raise UnknownFigure(f"no rule {mean.rule}")
        if people and step is not None:
            share = step / (mean.highest - mean.lowest)
            most = rule.most_people(share) if mean.answers_each == 1 else None
            weights = dict.fromkeys(people, 1)
            self.system.weighings.append(
                Weighing(weights, rule.least_people(share), most)
            )


def _withheld(one: Publication) -> set[str]:
    printed = {
        figure.name for figure in one.figures if figure.reading is not Reading.HIDDEN
    }
    inside: set[str] = set()
    shown: set[str] = set()
    for each in one.sums:
        side = shown if printed.intersection(each.parts) else inside
        side.update(each.parts)
    return inside - shown
