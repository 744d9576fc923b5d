from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.cast import Cast
from tests.conftest import SignIn
from tests.security.stage import Survivor, survivor


@pytest.fixture(autouse=True)
def on_casework(settings: Any) -> None:
    settings.ROOT_URLCONF = "msa.urls.casework"


@pytest.fixture
def hemi(cast: Cast) -> Survivor:
    return survivor(cast.worker, "Hemi")


@pytest.fixture
def worker(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.worker)


@pytest.fixture
def manager(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.manager)
