from __future__ import annotations

import os
import random
from collections.abc import Callable

import pytest

from reporting.disclosure import Level, RoundingKey, TrueCell


@pytest.fixture
def key() -> RoundingKey:
    return RoundingKey(b"a secret of the report builder, 32 bytes or more")


@pytest.fixture
def is_exhaustive() -> bool:
    return os.environ.get("MSA_EXHAUSTIVE") == "1"


@pytest.fixture
def people_key() -> Callable[[int], int]:
    """Return the key of so many people nobody has seen before."""
    source = random.Random(20)

    def of_new_people(count: int) -> int:
        return sum(source.getrandbits(63) for _ in range(count)) % 2**64

    return of_new_people


@pytest.fixture
def cells_of(people_key: Callable[[int], int]) -> Callable[..., list[TrueCell]]:
    """Return national cells of the given numbers, with their total first."""

    def make(total: str, level: Level = Level.NATIONAL, **rows: int) -> list[TrueCell]:
        parts = [
            TrueCell(row, count, people_key(count), level)
            for row, count in rows.items()
        ]
        whole = TrueCell(
            total,
            sum(part.count for part in parts),
            sum(part.people_key for part in parts) % 2**64,
            level,
        )
        return [whole, *parts]

    return make
