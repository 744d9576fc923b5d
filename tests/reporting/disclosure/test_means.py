from __future__ import annotations

import random
from collections import Counter
from fractions import Fraction
from statistics import median

import pytest

from reporting.disclosure import (
    Level,
    ScoreOutsideScale,
    Status,
    TrueScores,
    mean_step,
    published_mean,
    shows_deviation,
    shows_median,
)


def scores_of(answers, people_key=1, level=Level.NATIONAL, lowest=0, highest=10):
    return TrueScores("hope", Counter(answers), people_key, lowest, highest, level)


@pytest.mark.parametrize(
    ("level", "people", "step"),
    [
        (Level.NATIONAL, 9, None),
        (Level.NATIONAL, 10, Fraction(1)),
        (Level.NATIONAL, 19, Fraction(1)),
        (Level.NATIONAL, 20, Fraction(1, 2)),
        (Level.NATIONAL, 50, Fraction(1, 5)),
        (Level.NATIONAL, 99, Fraction(1, 5)),
        (Level.NATIONAL, 100, Fraction(1, 10)),
        (Level.ORGANISATION, 19, None),
        (Level.ORGANISATION, 20, Fraction(1, 2)),
    ],
)
def test_the_step_follows_the_number_of_people(level, people, step):
    scores = scores_of([5] * people, level=level)

    assert mean_step(people, scores=scores) == step


def test_the_step_grows_with_the_scale():
    change = scores_of([0] * 10, lowest=-10)

    assert mean_step(10, scores=change) == 2


def test_too_few_answers_print_nothing(key):
    printed = published_mean(scores_of([5] * 9), key=key)

    assert printed.status is Status.SUPPRESSED
    assert (printed.mean, printed.step, printed.people) == (None, None, None)


def test_the_number_who_answered_is_rounded(key):
    assert published_mean(scores_of([5] * 11), key=key).people in {9, 12}


@pytest.mark.parametrize("everybody", [0, 10])
def test_both_ends_of_the_scale_can_be_printed(key, everybody):
    assert published_mean(scores_of([everybody] * 25), key=key).mean == everybody


def test_the_same_answers_print_the_same_mean(key):
    answers = [3, 4, 4, 5, 6, 6, 7, 8, 9, 9, 10]

    prints = {published_mean(scores_of(answers), key=key) for _ in range(100)}

    assert len(prints) == 1


def test_a_score_outside_the_scale_is_refused(key):
    with pytest.raises(ScoreOutsideScale):
        published_mean(scores_of([5] * 20 + [11]), key=key)


def test_median_and_deviation_need_more_people():
    assert (shows_median(19), shows_median(20)) == (False, True)
    assert (shows_deviation(29), shows_deviation(30)) == (False, True)


@pytest.mark.req("D08")
@pytest.mark.parametrize(
    ("people", "step"),
    [(10, 1), (20, Fraction(1, 2)), (50, Fraction(1, 5)), (100, Fraction(1, 10))],
)
def test_knowing_every_other_answer_does_not_give_his(key, people, step):
    source = random.Random(people)
    widths = []
    for _ in range(4000):
        answers = [source.randrange(11) for _ in range(people)]
        printed = published_mean(
            scores_of(answers, people_key=source.getrandbits(64)), key=key
        )
        others = sum(answers[1:])
        fits = [
            his
            for his in range(11)
            if abs(Fraction(others + his, people) - printed.mean) < step
        ]
        assert answers[0] in fits
        widths.append(max(fits) - min(fits))

    assert min(widths) > 0
    assert median(widths) >= 7


@pytest.mark.req("D08")
def test_the_guard_is_needed_at_the_edge_of_a_step(key):
    # Mean 0.9: a printed 0 would fit only the 0 of the one who gave it.
    answers = [0, 1, 1, 1, 1, 1, 1, 1, 1, 1]

    means = {
        published_mean(scores_of(answers, people_key=one), key=key).mean
        for one in range(500)
    }

    assert means == {1}
