"""Somebody who agreed to the usual, for the tests of consents."""

from __future__ import annotations

from uuid import UUID

import pytest

from tests.cast import Cast, survivor_of


@pytest.fixture
def subject(cast: Cast) -> UUID:
    """A survivor who agreed to the usual with the worker."""
    return survivor_of(cast.worker).id
