from __future__ import annotations

import pytest

from assessments.instruments import CURRENT, UnknownAnswer
from assessments.sheets import Sheet

EMPTY = Sheet(CURRENT.code)


def test_a_document_comes_back_as_it_was() -> None:
    full = EMPTY.rated("culture", 4).rated("age", None).told("helps", "Tea")

    assert Sheet.of(full.document()) == full


def test_going_back_does_not_lose_how_far_he_came() -> None:
    far = EMPTY.rated("culture", 4).rated("age", 2)

    assert far.rated("culture", 5).passed == 2


def test_passing_over_takes_an_answer_back() -> None:
    sheet = EMPTY.rated("culture", 4).skipped("culture")

    assert dict(sheet.ratings) == {}
    assert sheet.passed == 1


@pytest.mark.parametrize(
    "sheet",
    [
        Sheet(CURRENT.code, {"shoe-size": 1}),
        Sheet(CURRENT.code, {"culture": 7}),
        Sheet(CURRENT.code, {}, {"culture": "words"}),
    ],
)
def test_what_nobody_was_asked_is_noticed(sheet: Sheet) -> None:
    with pytest.raises(UnknownAnswer):
        sheet.demand_known()


def test_words_belong_to_open_questions_only() -> None:
    with pytest.raises(UnknownAnswer):
        EMPTY.told("culture", "x")
