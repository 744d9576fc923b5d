"""An organisation tells of its quarter in words that name nobody."""

from __future__ import annotations

import json
import unicodedata

import pytest

from tests.journey.conftest import Journey
from tests.journey.ground import Ground

CLEAN = "Walking side by side opens more doors than any room we have."


def _plain(name: str) -> str:
    """Return a name as somebody types it who has no macrons on his keyboard."""
    parts = unicodedata.normalize("NFKD", name)
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


@pytest.mark.req("REP-05")
def test_a_name_a_number_and_a_figure_are_shown_in_their_place(
    journey: Journey,
) -> None:
    manager = journey.inside("manager")
    manager.open("/manage/narratives/")
    manager.picture("70-narratives")
    begun = manager.page.locator("li", has_text="Not begun")
    begun.get_by_role("button").nth(1).click()
    name = _plain(journey.notes["name"])
    manager.page.get_by_label("What worked").fill(
        f"{name} told us that the group helps. His number is 021 555 0 101. "
        "This quarter 1,234 men came."
    )
    manager.picture("71-write")

    manager.press("Save and check")

    marked = manager.page.locator("mark").all_inner_texts()
    assert any(name.split()[0] in words for words in marked)
    assert any("555" in words for words in marked)
    assert any("1,234" in words for words in marked)
    assert manager.page.get_by_role("button", name="Approve and submit").count() == 0
    manager.picture("72-check")
    journey.notes["narrative"] = manager.path


def test_nothing_of_the_draft_lies_open_in_the_database(ground: Ground) -> None:
    rows = ground.look("SELECT row_to_json(n)::text FROM narratives_narrative n")

    assert len(rows) > 1
    assert [row for (row,) in rows if "told us" in json.loads(row).values()] == []
    assert "told us" not in str(rows)


@pytest.mark.req("REP-06")
def test_changed_it_is_clean_and_approved(journey: Journey) -> None:
    manager = journey.inside("manager")
    manager.open(journey.notes["narrative"])
    manager.page.locator("textarea").first.fill(CLEAN)
    manager.press("Save and check again")
    assert "Nothing points at anybody" in manager.text()

    manager.press("Approve and submit")

    assert CLEAN in manager.text()
    manager.picture("73-submitted")
