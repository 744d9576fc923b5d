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
    newcomers: int
    """How many people an import brings to one organisation."""
    seconds: float
    repetitions: int
    keep: bool = False
    """Is the database kept for the next run?"""


SIZES = {
    size.name: size
    for size in (
        Size("tiny", 2, 2, 60, 240, 60, 0.0, 1),
        Size("small", 11, 5, 400, 8_000, 2_000, 3.0, 9),
        # 11 organisations, 200 workers, 50,000 clients, 1,000,000 sessions.
        Size("large", 11, 18, 4_546, 90_910, 10_000, 3.0, 9, keep=True),
    )
}
