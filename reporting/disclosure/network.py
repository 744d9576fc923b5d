"""The exact range of each figure, given what a reader knows of all of them.

Tables that add up form a network: every cell is a pipe, its people flow through it,
and what enters a joint leaves it. Whole numbers in a network range over every whole
number between their least and their greatest flow, so pushing flow around the
loops of the network answers exactly what a reader could work out.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

UNLIMITED = 1 << 60


@dataclass(frozen=True, slots=True)
class Interval:
    """All whole numbers from `lowest` to `highest`, both included."""

    lowest: int
    highest: int

    def contains(self, other: Interval) -> bool:
        """Say whether all of the other interval lies in this one."""
        return self.lowest <= other.lowest and other.highest <= self.highest


ANYTHING = Interval(0, UNLIMITED)


@dataclass(slots=True)
class Pipe:
    """One cell: its flow, which starts at the truth, and what is known of it."""

    tail: int
    head: int
    flow: int
    known: Interval

    def slack(self, *, upwards: bool) -> int:
        """Return how much further the flow may move."""
        if upwards:
            return self.known.highest - self.flow
        return self.flow - self.known.lowest


class Network:
    """Pipes between joints, holding one assignment that fits everything known."""

    def __init__(self, pipes: dict[str, Pipe]) -> None:
        self._pipes = pipes
        self._around: dict[int, list[tuple[Pipe, bool, int]]] = {}
        for pipe in pipes.values():
            self._around.setdefault(pipe.tail, []).append((pipe, True, pipe.head))
            self._around.setdefault(pipe.head, []).append((pipe, False, pipe.tail))

    def lowest(self, row: str, *, stop_at: int = 0) -> int:
        """Return the least value the cell can have, or some value <= `stop_at`."""
        return self._drive(self._pipes[row], upwards=False, goal=stop_at)

    def highest(self, row: str, *, stop_at: int = UNLIMITED) -> int:
        """Return the greatest value the cell can have, or some >= `stop_at`."""
        return self._drive(self._pipes[row], upwards=True, goal=stop_at)

    def is_pinned(self, row: str) -> bool:
        """Say whether only one value of the cell fits everything known."""
        value = self._pipes[row].flow
        return (
            self.lowest(row, stop_at=value - 1) == value
            and self.highest(row, stop_at=value + 1) == value
        )

    def _drive(self, pipe: Pipe, *, upwards: bool, goal: int) -> int:
        sign = 1 if upwards else -1
        while (goal - pipe.flow) * sign > 0:
            room = pipe.slack(upwards=upwards)
            route = self._route(pipe, upwards=upwards) if room else None
            if route is None:
                break
            moved = min([room, *(step.slack(upwards=up) for step, up in route)])
            for step, up in route:
                step.flow += moved if up else -moved
            pipe.flow += moved * sign
        return pipe.flow

    def _route(self, pipe: Pipe, *, upwards: bool) -> list[tuple[Pipe, bool]] | None:
        start, end = (pipe.head, pipe.tail) if upwards else (pipe.tail, pipe.head)
        came_by: dict[int, tuple[int, Pipe, bool] | None] = {start: None}
        waiting = deque([start])
        while waiting and end not in came_by:
            joint = waiting.popleft()
            for step, up, onward in self._around[joint]:
                if step is pipe or onward in came_by or not step.slack(upwards=up):
                    continue
                came_by[onward] = (joint, step, up)
                waiting.append(onward)
        if end not in came_by:
            return None
        return _steps_back(came_by, end)


def _steps_back(
    came_by: dict[int, tuple[int, Pipe, bool] | None], end: int
) -> list[tuple[Pipe, bool]]:
    steps = []
    arrival = came_by[end]
    while arrival is not None:
        joint, pipe, up = arrival
        steps.append((pipe, up))
        arrival = came_by[joint]
    return steps
