from __future__ import annotations

import pytest

from msa.accounts.actor import Actor
from tests.cast import Cast
from tests.overrides import world
from tests.security.stage import Survivor, survivor


@pytest.fixture
def hemi(cast: Cast) -> Survivor:
    return survivor(cast.worker, "Hemi")


@pytest.fixture
def deputy(cast: Cast) -> Actor:
    return world.deputy(cast)
