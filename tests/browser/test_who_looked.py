from __future__ import annotations

import pytest

from tests.browser.conftest import Visit


@pytest.mark.req("UI-S10")
def test_a_manager_who_looks_is_one_tap_away_on_his_page(visit: Visit) -> None:
    worker = visit("worker", width=360)
    worker.open("/people/")
    worker.follow("Hēmi O'Neill")
    person = worker.path
    worker.follow("Show him, or print it")
    assert "Ngaio Manager" not in worker.text()
    visit("manager").open(f"/manage{person}")

    worker.open(person)
    worker.interactions = 0
    worker.follow("Show him, or print it")

    assert worker.interactions == 1
    assert "Ngaio Manager, manager, opened your record" in worker.text()
