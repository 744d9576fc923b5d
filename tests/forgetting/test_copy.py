"""His copy says of which words there are none any more, and who decided it."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest

from tests.cast import Cast
from tests.forgetting.world import SAID, STANDS, asked, decided, put_right
from tests.rights.test_copies import printed
from tests.rights.world import copy_of

WHY = "it puts somebody in danger. Worker asked, Manager agreed."


@pytest.fixture
def gone(cast: Cast, hemi: UUID, session: UUID) -> dict[UUID, str]:
    """Two decisions, and what each was about; his hopes and the session's note."""
    put_right(cast.worker, hemi, session)
    both = {
        asked(cast.worker, hemi): "sections",
        asked(cast.worker, hemi, session): "notes",
    }
    for pk in both:
        decided(cast.manager, pk)
    return both


@pytest.mark.req("UI-S9", "RGT-01")
def test_the_json_says_which_decision_took_them(
    cast: Cast, hemi: UUID, gone: dict[UUID, str]
) -> None:
    content = copy_of(cast.worker, hemi)["JSON"].decode()
    held: Any = json.loads(content)["held"]

    for pk, name in gone.items():
        (emptied,) = [row for row in held[name] if row["let_go"]]
        assert (emptied["let_go"], "words" in emptied) == (str(pk), False)
    told = {row["id"]: row for row in held["let_go"]}
    assert told.keys() == {str(pk) for pk in gone}
    for row in told.values():
        by = (row["asked_by"], row["decided_by"], row["writers"])
        assert by == ("Worker", "Manager", ["Worker"])
    assert SAID not in content
    assert STANDS in content


@pytest.mark.req("UI-S9", "RGT-01")
def test_the_paper_says_so_where_they_stood(
    cast: Cast, hemi: UUID, gone: dict[UUID, str]
) -> None:
    paper = printed(copy_of(cast.worker, hemi)["PDF"])

    assert paper.count("These words were let go on") == len(gone)
    assert paper.count(WHY) == len(gone)
    assert SAID not in paper
