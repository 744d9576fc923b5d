"""What tests of who takes over and who stands in start from."""

from __future__ import annotations

from uuid import UUID

import pytest

from msa.accounts.actor import Actor
from msa.accounts.models import Role
from msa.accounts.services import add_member
from tests.cases.world import person
from tests.cast import NOW, PASSWORD, Cast


@pytest.fixture
def hemi(cast: Cast) -> UUID:
    """A person of the worker's whose record is complete."""
    return person(cast.worker)


@pytest.fixture
def third(cast: Cast) -> Actor:
    """One more peer worker of the same organisation."""
    (actor,) = add_member(
        cast.kauri,
        email="third@kauri.example",
        password=PASSWORD,
        name="Third",
        roles=[Role.WORKER],
        at=NOW,
    )
    return actor
