from __future__ import annotations

from uuid import UUID

import pytest

from tests.cases.world import logged, person
from tests.cast import Cast
from tests.forgetting.world import SAID, told_again


@pytest.fixture
def hemi(cast: Cast) -> UUID:
    """Somebody whose hopes held words that should not stand, and were edited."""
    subject = person(cast.worker)
    told_again(cast.worker, subject)
    return subject


@pytest.fixture
def session(cast: Cast, hemi: UUID) -> UUID:
    return logged(cast.worker, hemi, body=SAID)
