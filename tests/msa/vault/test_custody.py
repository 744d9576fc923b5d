from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import combinations, permutations

import pytest

from msa.vault.custody import SharesWrong, Trial, collect, join, split

KEY = bytes(range(32))


@pytest.fixture(scope="module")
def shares() -> list[str]:
    return split(KEY)


@pytest.mark.req("R07")
def test_any_two_of_three_holders_have_the_key(shares: list[str]) -> None:
    assert all(join(two) == KEY for two in permutations(shares, 2))
    assert join(shares) == KEY


@pytest.mark.req("R07")
def test_one_holder_alone_has_nothing(shares: list[str]) -> None:
    for one in shares:
        for typed in ([one], [one, one], [one, one.upper()]):
            with pytest.raises(SharesWrong, match="2 different shares are needed"):
                join(typed)


@pytest.mark.req("R07")
def test_each_set_is_new_and_another_set_does_not_help(shares: list[str]) -> None:
    others = split(KEY)

    assert not set(others) & set(shares)
    with pytest.raises(SharesWrong, match="not of one set"):
        join([shares[0], others[1]])


def test_more_holders_may_be_asked_for() -> None:
    made = split(KEY, enough=3, holders=5)

    assert all(join(three) == KEY for three in combinations(made, 3))
    with pytest.raises(SharesWrong, match="3 different shares"):
        join(made[:2])


@pytest.mark.parametrize(("enough", "holders"), [(1, 3), (4, 3), (2, 17), (0, 0)])
def test_shares_that_protect_nothing_are_not_made(enough: int, holders: int) -> None:
    with pytest.raises(SharesWrong, match="two holders at least"):
        split(KEY, enough=enough, holders=holders)


def test_it_is_read_as_people_write(shares: list[str]) -> None:
    first, second, _third = shares

    assert join([f"  {first.upper()}\n", second.replace(" ", "   ")]) == KEY


def test_a_wrong_word_is_told_by_its_place_and_not_said(shares: list[str]) -> None:
    words = shares[1].split()
    words[6] = "tamariki"

    with pytest.raises(SharesWrong) as refused:
        join([shares[0], " ".join(words)])

    assert "word 7 of share 2" in str(refused.value)
    assert "tamariki" not in str(refused.value)


@pytest.mark.parametrize(
    "slip", ["left out", "swapped", "another", "nothing", "joined"]
)
def test_a_slip_is_told_by_its_share(shares: list[str], slip: str) -> None:
    words = shares[1].split()
    typed = {
        "left out": words[:-1],
        "swapped": [words[1], words[0], *words[2:]],
        "another": ["academic" if words[9] != "academic" else "acid", *words[1:]],
        "nothing": [],
        "joined": [*words, *words],
    }[slip]

    with pytest.raises(SharesWrong, match="share 2 is not whole"):
        join([shares[0], " ".join(typed)])


def test_as_many_are_asked_for_as_the_set_needs(shares: list[str]) -> None:
    asked: list[str] = []
    answers: Iterator[str] = iter(shares)

    def ask(question: str) -> str:
        asked.append(question)
        return next(answers)

    assert join(collect(ask)) == KEY
    assert asked == ["Share 1: ", "Share 2: "]


def test_a_trial_is_proved_by_its_key_alone() -> None:
    trial = Trial(datetime(2026, 5, 1, tzinfo=UTC), 2)
    proof = trial.proof(KEY)

    assert trial.is_proved(KEY, proof)
    assert not trial.is_proved(os.urandom(32), proof)
    assert not Trial(datetime(2027, 5, 1, tzinfo=UTC), 2).is_proved(KEY, proof)
