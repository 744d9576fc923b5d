"""What tests of an organisation's forms start from."""

from __future__ import annotations

from uuid import UUID

import pytest

from tests.cases.world import person
from tests.cast import Cast


@pytest.fixture
def hemi(cast: Cast) -> UUID:
    """A person of the worker's whose record is complete."""
    return person(cast.worker)
