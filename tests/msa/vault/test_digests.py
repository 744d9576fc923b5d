"""By what a value is known again: under its key, in its place, and no other."""

from __future__ import annotations

import os
import uuid
from dataclasses import replace

import pytest

from msa.vault.envelope import DataKey, Place, digest

KEY = DataKey.of(uuid.uuid4(), os.urandom(32))
PLACE = Place(uuid.uuid4(), uuid.uuid4(), "table", "column", uuid.uuid4(), 1)


def test_the_same_value_in_its_place_is_known_again() -> None:
    assert digest(KEY, PLACE, b"words") == digest(KEY, PLACE, b"words")


@pytest.mark.req("SEC-02")
@pytest.mark.parametrize(
    ("key", "place", "value"),
    [
        (KEY, PLACE, b"other words"),
        (KEY, replace(PLACE, row=uuid.uuid4()), b"words"),
        (DataKey.of(KEY.id, os.urandom(32)), PLACE, b"words"),
    ],
    ids=["value", "row", "key"],
)
def test_another_value_place_or_key_gives_another(
    key: DataKey, place: Place, value: bytes
) -> None:
    assert digest(key, place, value) != digest(KEY, PLACE, b"words")
