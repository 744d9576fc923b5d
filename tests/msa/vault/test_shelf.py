from __future__ import annotations

import os
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from msa.vault.envelope import CannotOpen, DataKey, Place, Shelf, seal

PLACE = Place(uuid4(), uuid4(), "cases_section", "sealed", uuid4(), 3)
KEY = DataKey.of(uuid4(), os.urandom(32))
SEALED = seal(KEY, PLACE, b"{}")


def opened(place: Place, key: DataKey = KEY, envelope: bytes = SEALED) -> bytes:
    shelf = Shelf(
        organisation=place.organisation, table=place.table, column=place.column
    )
    return shelf.open(
        key,
        envelope,
        subject=str(place.subject),
        row=str(place.row),
        revision=place.revision,
    )


def test_a_shelf_opens_what_was_sealed_for_its_places() -> None:
    assert opened(PLACE) == b"{}"


@pytest.mark.parametrize(
    "moved",
    [
        {"organisation": uuid4()},
        {"subject": uuid4()},
        {"table": "cases_sessionnote"},
        {"column": "other"},
        {"row": uuid4()},
        {"revision": 2},
    ],
    ids=lambda moved: next(iter(moved)),
)
def test_what_was_moved_does_not_open(moved: dict[str, Any]) -> None:
    with pytest.raises(CannotOpen):
        opened(replace(PLACE, **moved))


def test_another_key_of_the_same_name_does_not_open() -> None:
    with pytest.raises(CannotOpen):
        opened(PLACE, DataKey.of(KEY.id, os.urandom(32)))


@pytest.mark.parametrize("at", [0, 1, 2, 18, 22, 34, -1])
def test_a_changed_byte_does_not_open(at: int) -> None:
    changed = bytearray(SEALED)
    changed[at] ^= 1

    with pytest.raises(CannotOpen):
        opened(PLACE, envelope=bytes(changed))
