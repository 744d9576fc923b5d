"""Integer programs over one group of unknowns, each answer checked by hand."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from reporting.attack.system import System, Weighing

OPTIMAL, INFEASIBLE = 0, 2


class NotProved(Exception):
    """The solver ran out of time, or its answer does not stand up to checking."""


class Impossible(Exception):
    """No true numbers fit what is printed."""


@dataclass(frozen=True, slots=True)
class Clock:
    """When the attack gives up."""

    until: float

    @classmethod
    def of(cls, seconds: float) -> Clock:
        """Start a clock that runs for so long."""
        return cls(time.monotonic() + seconds)

    def left(self) -> float:
        """Return the seconds that are left.

        Raises: NotProved, there are none.
        """
        left = self.until - time.monotonic()
        if left <= 0:
            raise NotProved
        return left


@dataclass(slots=True)
class Group:
    """Unknowns that hang together, and every assignment of them found so far.

    Each assignment is checked in whole numbers, so a range is never taken for wider
    than it is because of the solver's rounding.
    """

    system: System
    members: Sequence[int]
    weighings: Sequence[Weighing]
    clock: Clock
    found: list[dict[int, int]] = field(default_factory=list)
    _column: dict[int, int] = field(init=False)
    _bounds: Bounds = field(init=False)
    _constraints: list[LinearConstraint] = field(init=False)

    def __post_init__(self) -> None:
        outside = {at for one in self.weighings for at in one.weights}
        columns = sorted({*self.members, *outside})
        self._column = {at: column for column, at in enumerate(columns)}
        known = [self.system.unknowns[at].known for at in columns]
        self._bounds = Bounds(
            np.array([one.lowest for one in known], dtype=float),
            np.array([one.highest for one in known], dtype=float),
        )
        self._constraints = [self._matrix()] if self.weighings else []

    def lowest(self, weights: Mapping[int, int]) -> int:
        """Return the least that a weighted sum of the unknowns can be.

        Raises: NotProved, Impossible.
        """
        cost = np.zeros(len(self._column))
        for at, weight in weights.items():
            cost[self._column[at]] = weight
        numbers = self._solve(cost, self._bounds, self._constraints)
        return sum(weight * numbers[at] for at, weight in weights.items())

    def reach_up(self, goals: Mapping[int, int]) -> None:
        """Look for one assignment in which as many unknowns as can be reach a goal.

        Raises: NotProved, Impossible.
        """
        many, goals_at = len(self._column), list(goals)
        # For each goal one number more, at most the goal and at most the unknown.
        cost = np.concatenate([np.zeros(many), -np.ones(len(goals_at))])
        limits = [float(goals[at]) for at in goals_at]
        bounds = Bounds(
            np.concatenate([self._bounds.lb, np.zeros(len(goals_at))]),
            np.concatenate([self._bounds.ub, np.array(limits)]),
        )
        places = range(len(goals_at))
        rows = [*places, *places]
        columns = [*(many + place for place in places)]
        columns += [self._column[at] for at in goals_at]
        values = [1.0] * len(goals_at) + [-1.0] * len(goals_at)
        shape = (len(goals_at), many + len(goals_at))
        reached = csr_array((values, (rows, columns)), shape=shape)
        constraints = [
            LinearConstraint(_widened(one.A, shape[1]), one.lb, one.ub)
            for one in self._constraints
        ]
        constraints.append(LinearConstraint(reached, -np.inf, 0))
        self._solve(cost, bounds, constraints)

    def highest(self, weights: Mapping[int, int]) -> int:
        """Return the most that a weighted sum of the unknowns can be.

        Raises: NotProved, Impossible.
        """
        return -self.lowest({at: -weight for at, weight in weights.items()})

    def _solve(
        self,
        cost: np.ndarray[tuple[int], np.dtype[np.float64]],
        bounds: Bounds,
        constraints: list[LinearConstraint],
    ) -> dict[int, int]:
        result = milp(
            cost,
            integrality=np.ones_like(cost),
            bounds=bounds,
            constraints=constraints,
            options={"time_limit": self.clock.left(), "mip_rel_gap": 0.0},
        )
        if result.status == INFEASIBLE:
            raise Impossible
        if result.status != OPTIMAL or result.x is None:
            raise NotProved
        numbers = {at: round(result.x[column]) for at, column in self._column.items()}
        self._check(numbers)
        self.found.append(numbers)
        return numbers

    def _matrix(self) -> LinearConstraint:
        rows, columns, values = [], [], []
        for row, one in enumerate(self.weighings):
            for at, weight in one.weights.items():
                rows.append(row)
                columns.append(self._column[at])
                values.append(float(weight))
        shape = (len(self.weighings), len(self._column))
        least = [
            -np.inf if one.lowest is None else one.lowest for one in self.weighings
        ]
        most = [
            np.inf if one.highest is None else one.highest for one in self.weighings
        ]
        matrix = csr_array((values, (rows, columns)), shape=shape)
        return LinearConstraint(matrix, np.array(least), np.array(most))

    def _check(self, numbers: Mapping[int, int]) -> None:
        for at, number in numbers.items():
            known = self.system.unknowns[at].known
            if not known.lowest <= number <= known.highest:
                raise NotProved
        if not all(one.holds(numbers) for one in self.weighings):
            raise NotProved


def _widened(matrix: csr_array, columns: int) -> csr_array:
    shape = (matrix.shape[0], columns)
    return csr_array((matrix.data, matrix.indices, matrix.indptr), shape=shape)
