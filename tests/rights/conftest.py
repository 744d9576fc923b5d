from __future__ import annotations

from uuid import UUID

import pytest

from tests.cast import Cast
from tests.rights.world import survivor


@pytest.fixture
def hemi(cast: Cast) -> UUID:
    return survivor(cast.worker)
