from __future__ import annotations

from typing import Any

from django.core.cache import caches
from django.test import Client

from tests.cast import Cast

from .conftest import CODE, code, enter_password, give_factor

EMAIL = "worker@kauri.example"
ADDRESS = "203.0.113.77"


def _keys() -> list[str]:
    held: Any = caches["default"]
    return list(held._cache)


def test_counters_name_neither_the_person_nor_his_network(cast: Cast) -> None:
    give_factor(cast.worker)
    browser = Client(REMOTE_ADDR=ADDRESS)
    enter_password(browser, EMAIL, "wrong")
    enter_password(browser, EMAIL)
    browser.post(CODE, {"code": code()})

    keys = _keys()

    assert any("login_failed" in key for key in keys)
    assert [key for key in keys if EMAIL in key or ADDRESS in key] == []


def test_each_network_has_its_own_counter(cast: Cast) -> None:
    enter_password(Client(REMOTE_ADDR=ADDRESS), EMAIL, "wrong")
    before = {key for key in _keys() if ":ip:" in key}

    enter_password(Client(REMOTE_ADDR="203.0.113.78"), EMAIL, "wrong")

    assert {key for key in _keys() if ":ip:" in key} > before
