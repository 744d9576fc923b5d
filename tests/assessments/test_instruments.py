from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

import pytest

from assessments.instruments import (
    CURRENT,
    INSTRUMENTS,
    Instrument,
    UnknownAnswer,
    Words,
    by_code,
)
from assessments.models import Rating

EVERY = list(INSTRUMENTS.values())


def said(instrument: Instrument) -> Iterator[Words]:
    """Everything that an instrument says."""
    yield instrument.title
    yield from instrument.scale.labels
    yield from chain(*((g.title, g.introduction) for g in instrument.groups))
    yield from (item.statement for item in instrument.items)
    yield from (one.question for one in instrument.open_questions)


@pytest.mark.req("ASM-02")
def test_form_2_asks_after_the_whole_logic_of_support() -> None:
    sizes = {group.code: len(CURRENT.items_of(group.code)) for group in CURRENT.groups}

    assert sizes == {"delivered": 7, "helped": 5, "contributed": 7}
    assert [one.code for one in CURRENT.open_questions] == ["helps", "better"]


@pytest.mark.req("ASM-02")
def test_the_codes_of_form_2_stay_as_they_are() -> None:
    # Answers and figures name these for ever: another wording is another version.
    assert CURRENT.code == "form-2.1"
    assert " ".join(item.code for item in CURRENT.items) == (
        "culture age identity available access lasting skilled "
        "heard sense coping needs where "
        "independence worth relationships whanau belonging hope services"
    )


@pytest.mark.parametrize("instrument", EVERY, ids=lambda i: i.code)
def test_an_instrument_holds_together(instrument: Instrument) -> None:
    codes = [question.code for question in instrument.questions]
    longest = Rating._meta.get_field("item").max_length

    assert by_code(instrument.code) is instrument
    assert len(codes) == len(set(codes))
    assert all(len(code) <= (longest or 0) for code in codes)
    assert {item.group for item in instrument.items} <= {
        group.code for group in instrument.groups
    }
    assert (instrument.scale.lowest, instrument.scale.highest) == (1, 5)


def test_the_earlier_systems_questions_are_an_instrument_of_their_own() -> None:
    earlier = by_code("incumbent-1")
    ours = {item.code for item in CURRENT.items}

    assert [item.code for item in earlier.items] == [f"q{n:02}" for n in range(1, 13)]
    assert ours.isdisjoint(item.code for item in earlier.items)


def test_every_question_of_form_2_is_there_in_te_reo() -> None:
    assert [words.en for words in said(CURRENT) if not words.mi] == []


@pytest.mark.parametrize(("demo", "shown"), [(True, "Kōrero"), (False, "")])
def test_unreviewed_te_reo_is_for_the_demo_alone(
    settings: Any, *, demo: bool, shown: str
) -> None:
    settings.MSA_DEMO = demo

    assert Words("Comment", "Kōrero").te_reo == shown
    assert Words("Comment", "Kōrero", reviewed=True).te_reo == "Kōrero"


def test_answers_have_words_and_places() -> None:
    assert [value for value, _ in CURRENT.scale.choices] == [1, 2, 3, 4, 5]
    assert CURRENT.scale.label(5).en == "Very true"
    with pytest.raises(UnknownAnswer):
        CURRENT.scale.label(0)


def test_what_was_never_asked_is_unknown() -> None:
    with pytest.raises(UnknownAnswer):
        CURRENT.item("shoe-size")
    with pytest.raises(UnknownAnswer):
        CURRENT.place("shoe-size")
    with pytest.raises(KeyError):
        by_code("form-0")
