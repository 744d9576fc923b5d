"""What tests of check-ins start from."""

from __future__ import annotations

import uuid
from typing import Any
from uuid import UUID

import pytest

from tests.assessments.world import survivor
from tests.cast import Cast


@pytest.fixture(autouse=True)
def counters_of_its_own(settings: Any) -> None:
    """Let no test's wrong guesses count against another test."""
    settings.CACHES = {
        "default": {**settings.CACHES["default"], "KEY_PREFIX": f"test-{uuid.uuid4()}"}
    }


@pytest.fixture
def hemi(cast: Cast) -> UUID:
    """A person of the worker's who agrees to check-ins and to being counted."""
    return survivor(cast.worker)
