"""After an erasure: the next figures count the activity, and not him (K05)."""

from __future__ import annotations

from pathlib import Path

import pytest

from consent.retention.holdings import named_by_id, paths
from consent.retention.services.destroying import destroy_due
from reporting.measures.facts import Counts
from reporting.measures.reading import counts
from reporting.quarters import Quarter
from tests.cast import Cast
from tests.reporting.conftest import builder
from tests.retention.world import COOLED, approved, ledger
from tests.security.stage import survivor


def counted(cast: Cast) -> Counts:
    with builder(cast):
        return counts(Quarter(2026, 3))


@pytest.mark.req("K05")
def test_the_next_figures_are_without_him(cast: Cast, tmp_path: Path) -> None:
    survivor(cast.worker, "Rangi")
    hemi = survivor(cast.worker, "Hemi")
    before = counted(cast)
    approved(cast, hemi.subject)

    destroy_due(ledger(tmp_path), at=COOLED)

    after = counted(cast)
    assert (before.people, after.people) == (2, 1)
    assert before.by_kind == after.by_kind


@pytest.mark.req("K05")
def test_nothing_that_was_published_is_within_its_reach() -> None:
    reached = {model._meta.app_label for model in (*paths(), *named_by_id())}

    assert "reporting" not in reached
    assert "narratives" not in reached
