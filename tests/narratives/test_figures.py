from __future__ import annotations

import itertools
import time
from decimal import Decimal

import pytest

from reporting.narratives.check import Weight, Why, check, cleaned

PRINTED = frozenset(map(Decimal, [0, 3, 45, 597, 1240, 30]))
#: Ways to tell a number, with what stands for it.
TELLING = (
    "We supported {} men this quarter.",
    "{} came to the evening group.",
    "Of those who left, {} survivors came back.",
    "There were {} sessions in all.",
    "About {}% were new.",
    "The group had {}, which is more than before.",
    "({} people)",
    "New men: {}.",
    "{} of our men moved away.",
    "{} referrals and many more calls",
)
HIDDEN = ["1", "2", "4", "5", "7", "14", "44", "46", "598", "1,241", "1 241", "12"]
IN_WORDS = ["two", "four", "five", "eleven", "fourteen", "twenty-two", "forty four"]


def changes(text: str) -> list[str]:
    return [
        text[hit.start : hit.end]
        for hit in check(cleaned(text), published=PRINTED)
        if hit.weight is Weight.MUST_CHANGE
    ]


@pytest.mark.req("D15", "REP-03")
def test_every_number_that_is_not_printed_is_stopped() -> None:
    told = [
        sentence.format(number)
        for sentence, number in itertools.product(TELLING, HIDDEN)
    ]
    told += [
        sentence.format(number)
        for sentence, number in itertools.product(TELLING[:4], IN_WORDS)
    ]
    told += [f"{number.title()} men left." for number in IN_WORDS]

    assert [text for text in told if not changes(text)] == []


@pytest.mark.req("D15")
@pytest.mark.parametrize(
    "text",
    [
        "A third of the men left.",
        "Half of our survivors are older.",
        "A couple of men came.",
        "A dozen came.",
        "Only 3 men came.",
        "Toru tāne came.",
    ],
)
def test_small_shares_and_numbers_are_stopped(text: str) -> None:
    assert changes(text)


#: Words before or around a number that make it look as if it counted nobody.
DISGUISED = (
    "In May 14 men joined.",
    "In March 7 survivors came.",
    "This quarter 14 men joined.",
    "This quarter 14 joined us.",
    "In quarter 3 men came.",
    "At MSA 14 disclosed it.",
    "With ACC 14 got cover.",
    "We had 1241 in all.",
    "The 14 may have left.",
    "Our 14th man joined.",
    "The most part 14 men.",
    "By month: 12 15 18 21.",
    "12/15/18/21 men.",
    "_14_ men",
    "In 2024,14 men left.",
    "There were seven.",
    "Survivors who left: seven",
    "Seven in total.",
    "Forty per cent left.",
    "One in five stayed.",
    "Seven, mostly older, men.",
    "Seven\u00a0 \tmen left.",
    "He tokowhitu ngā mea i wehe.",
)


@pytest.mark.req("D15", "REP-03")
@pytest.mark.parametrize("text", DISGUISED)
def test_a_number_in_disguise_is_stopped(text: str) -> None:
    assert changes(text)


@pytest.mark.req("D15")
def test_any_number_in_words_is_looked_at() -> None:
    hits = check("Fourteen of last year's number.", published=PRINTED)

    assert [(hit.why, hit.weight) for hit in hits] == [(Why.FIGURE, Weight.WEAK)]


@pytest.mark.parametrize(
    "text",
    [
        "We supported 45 men and held 1,240 sessions.",
        "597 men were supported nationally.",
        "In 2026 we met at 10 am.",
        "Form 2 is asked every six months.",
        "One of the most useful ideas came from the group.",
        "Two new ideas stood out.",
        "The 1st hui and Covid-19.",
        "The hui on 5 May 2026 was good, and so was that of 3 June.",
        "In quarter 3 we moved, and in Q4 we settled.",
        "Phase two went well, and step 3 was easier.",
        "The 2nd men's night had kai.",
        "Our 24/7 line helps.",
        "Call 0800 555 0199 or 555 0199.",
    ],
)
def test_what_is_printed_or_counts_nobody_stands(text: str) -> None:
    assert changes(text) == []


def test_a_printed_number_as_a_share_is_stopped() -> None:
    assert changes("45% of the men left.") == ["45%"]


@pytest.mark.parametrize("piece", ["1 ", "1-", "a.", "one ", "W "])
def test_a_long_text_of_nothing_is_checked_soon(piece: str) -> None:
    began = time.perf_counter()

    check(piece * 3000, published=PRINTED)

    assert time.perf_counter() - began < 2


def test_nothing_is_printed_before_a_release() -> None:
    hits = check("We supported 45 men.", published=None)

    assert [hit.why for hit in hits] == [Why.FIGURE]
