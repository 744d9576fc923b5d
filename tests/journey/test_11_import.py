"""What an earlier system exported is here, and its figures are the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bin.stack import EXPORT
from tests.journey.conftest import Journey
from tests.journey.ground import Ground

IMPORTED = "imported"
TRUTH = EXPORT / "truth.json"
FIGURES = ("people", "contacts", "minutes", "new", "ended")

pytestmark = [
    pytest.mark.skipif(not Path(EXPORT).is_dir(), reason=f"there is no {EXPORT.name}"),
]


def test_a_worker_opens_somebody_imported(journey: Journey, ground: Ground) -> None:
    worker = journey.inside("worker", IMPORTED, number=_busy_worker(ground))
    worker.picture("30-imported-today")

    worker.tap(worker.page.locator("ul.rows a.row-title").first)

    assert worker.page.locator(".timeline li").count() > 0
    worker.picture("31-imported-person")


def test_the_administrator_sees_what_was_read_and_stored(journey: Journey) -> None:
    admin = journey.inside("admin", IMPORTED)
    assert admin.path == "/organisation/"
    admin.picture("32-people-who-work-here")

    admin.follow("Imports")

    assert "people.csv" in admin.text()
    admin.picture("33-imports")


@pytest.mark.skipif(not TRUTH.exists(), reason="the export came without its truth")
def test_each_quarters_figures_equal_the_earlier_systems(ground: Ground) -> None:
    truth = json.loads(TRUTH.read_text())["quarters"]
    found = json.loads((ground.out / "import.json").read_text())["quarters"]
    assert truth

    stored = {
        q: {name: figures[name] for name in FIGURES} for q, figures in found.items()
    }
    told = {
        q: {name: figures[name] for name in FIGURES} for q, figures in truth.items()
    }

    assert stored == told


def test_every_row_is_accounted_for(ground: Ground) -> None:
    files = json.loads((ground.out / "import.json").read_text())["files"]
    causes = ("stored", "already_here", "changed_since_not_applied", "no_longer_agreed")
    causes += ("no_consent", "doubled", "not_imported_yet")
    assert files

    unexplained = {
        file["file"]: file["read"]
        - sum(file[cause] for cause in causes)
        - sum(file["rejected_by_cause"].values())
        for file in files
    }

    assert set(unexplained.values()) == {0}


def _busy_worker(ground: Ground) -> int:
    """Return the first worker to whom anybody came with the import."""
    number = 0
    while not ground.subjects_of(
        ground.sign_in("worker", IMPORTED, number=number), "SESSIONS"
    ):
        number += 1
    return number
