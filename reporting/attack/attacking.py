"""Run the whole attack and report what it found."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from reporting.attack.alone import CEILING, Span
from reporting.attack.corrections import by_report, faults_of_corrections
from reporting.attack.judging import Judgement, judge
from reporting.attack.looks import faults_of_means
from reporting.attack.outcome import Finding, Outcome, Range
from reporting.attack.programs import Clock, Group
from reporting.attack.published import Link, Publication
from reporting.attack.rules import Rules
from reporting.attack.system import Owner, System
from reporting.attack.writing import Writing


def attacked(
    published: Sequence[Publication],
    rules: Rules,
    links: Sequence[Link],
    *,
    is_exact: bool,
) -> Outcome:
    """Return what came of an attack: see `reporting.attack.attack`.

    Raises: UnknownFigure.
    """
    began = time.monotonic()
    run = _Run(rules, tuple(links), Clock.of(rules.seconds), is_exact)
    reports = by_report(published)
    run.read([one[0] for one in reports], must_fit=True)
    if any(len(one) > 1 for one in reports):
        # A correction keeps what hardly moved, so its figures need not fit together.
        # A reader who takes them as they stand must learn nothing all the same.
        run.read([one[-1] for one in reports], must_fit=False)
        run.read(published, must_fit=False, shares=True)
    run.findings += faults_of_corrections(published, rules)
    run.findings += faults_of_means(published, rules)
    return Outcome(
        findings=tuple(dict.fromkeys(run.findings)),
        ranges=tuple(run.ranges()),
        publications=len(published),
        figures=sum(len(one.figures) + len(one.means) for one in published),
        seconds=time.monotonic() - began,
    )


@dataclass(slots=True)
class _Run:
    """One attack under way."""

    rules: Rules
    links: Sequence[Link]
    clock: Clock
    exact: bool
    findings: list[Finding] = field(default_factory=list)
    _done: set[frozenset[tuple[Owner, str]]] = field(default_factory=set)
    _told: dict[tuple[Owner, str], Span] = field(default_factory=dict)

    def read(
        self, published: Sequence[Publication], *, must_fit: bool, shares: bool = False
    ) -> None:
        """Read publications in one way and keep what that tells."""
        writing = Writing(self.rules, shares=shares)
        system = writing.write(published, self.links)
        self.findings += writing.against_the_rules
        for members, weighings in system.components():
            places = _places(system, members)
            if places in self._done:
                continue
            self._done.add(places)
            group = Group(system, members, weighings, self.clock)
            judgement = judge(system, group, exactly=self.exact)
            if judgement.is_possible or must_fit:
                self._keep(system, judgement)

    def ranges(self) -> Iterator[Range]:
        """Yield what a reader can say of each hidden figure, all readings together."""
        for (owner, name), told in self._told.items():
            highest = None if told.highest >= CEILING // 2 else told.highest
            yield Range(
                owner.kind, owner.quarter, owner.revision, name, told.lowest, highest
            )

    def _keep(self, system: System, judgement: Judgement) -> None:
        self.findings += judgement.findings
        for at, told in judgement.ranges.items():
            for owner, figure in system.unknowns[at].places:
                before = self._told.get((owner, figure.name), told)
                self._told[owner, figure.name] = Span(
                    max(before.lowest, told.lowest), min(before.highest, told.highest)
                )


def _places(system: System, members: Sequence[int]) -> frozenset[tuple[Owner, str]]:
    return frozenset(
        (owner, figure.name)
        for at in members
        for owner, figure in system.unknowns[at].places
    )
