"""How much there is to measure against."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """A world's size, and how long each comparison is repeated in it.

    Workers, clients and sessions are counts for each organisation.
    """

    name: str
    organisations: int
    workers: int
    clients: int
    sessions: int
    day: int
    """With how many people the worker works whose day is measured."""
    newcomers: int
    """How many people an import brings to one organisation."""
    seconds: float
    repetitions: int
    keep: bool = False
    """Is the database kept for the next run?"""


SIZES = {
    size.name: size
    for size in (
        Size("tiny", 2, 2, 60, 240, 20, 60, 0.0, 1),
        Size("small", 11, 5, 500, 10_000, 60, 2_000, 3.0, 9),
        # 11 organisations, 200 workers, 55,000 clients, 1,100,000 sessions.
        Size("large", 11, 18, 5_000, 100_000, 200, 10_000, 3.0, 9, keep=True),
    )
}
