from __future__ import annotations

import random
from collections import Counter
from fractions import Fraction
from statistics import median

import pytest

from reporting.disclosure import (
    Level,
    MeanNeedsMoreDecimals,
    PublishedMean,
    ScoreOutsideScale,
    Status,
    TrueHeadline,
    TrueScores,
    mean_step,
    protect_headline,
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


SCALES = [(0, 10), (1, 5), (-4, 4)]
PEOPLE = [10, 20, 50, 100]


@pytest.mark.req("D08")
@pytest.mark.parametrize("people", PEOPLE)
@pytest.mark.parametrize(("lowest", "highest"), SCALES)
def test_knowing_every_other_answer_does_not_give_his(
    key, people, lowest, highest, is_exhaustive
):
    source = random.Random(people)
    widths = []
    for _ in range(4000 if is_exhaustive else 400):
        answers = [source.randint(lowest, highest) for _ in range(people)]
        printed = published_mean(
            scores_of(answers, source.getrandbits(64), lowest=lowest, highest=highest),
            key=key,
        )
        others = sum(answers[1:])
        fits = [
            his
            for his in range(lowest, highest + 1)
            if abs(Fraction(others + his, people) - printed.mean) < printed.step
        ]
        assert answers[0] in fits
        widths.append(max(fits) - min(fits))

    assert min(widths) > 0
    assert median(widths) >= Fraction(7, 10) * (highest - lowest)


def test_a_mean_is_written_in_units_of_its_last_place(key):
    printed = published_mean(
        scores_of([4] * 60 + [5] * 60, lowest=1, highest=5), key=key
    )

    assert Fraction(printed.scaled(2), 100) == printed.mean
    with pytest.raises(MeanNeedsMoreDecimals):
        PublishedMean("hope", Status.OK, mean=Fraction(19, 8)).scaled(2)
    assert PublishedMean("hope", Status.SUPPRESSED).scaled(2) is None


def headline_of(people, each, source, most_each=7):
    answers = Counter(source.randint(1, 5) for _ in range(people * each))
    return TrueHeadline(
        "group", answers, most_each, people, source.getrandbits(64), 1, 5
    )


@pytest.mark.parametrize(
    ("people", "each", "step"),
    [
        (19, 7, None),
        (20, 7, Fraction(1, 5)),
        (20, 5, Fraction(2, 5)),
        (49, 7, Fraction(1, 5)),
        (50, 7, Fraction(2, 25)),
    ],
)
def test_all_answers_of_one_man_move_a_headline_by_one_step(key, people, each, step):
    printed = protect_headline(headline_of(people, each, random.Random(1)), key=key)

    assert printed.step == step
    assert step is None or 4 * Fraction(7, people * each) <= step


def test_a_headline_of_one_answer_is_withheld(key):
    headline = TrueHeadline("group", {4: 210}, 7, 30, 1, 1, 5)

    assert protect_headline(headline, key=key).status is Status.SUPPRESSED


def test_a_headline_refuses_answers_outside_the_scale(key):
    with pytest.raises(ScoreOutsideScale):
        protect_headline(TrueHeadline("group", {6: 210}, 7, 30, 1, 1, 5), key=key)


@pytest.mark.req("D08")
@pytest.mark.parametrize("people", [20, 35, 60, 100])
def test_knowing_all_other_answers_does_not_give_his_in_a_headline(
    key, people, is_exhaustive
):
    source = random.Random(people)
    widths = []
    for _ in range(4000 if is_exhaustive else 400):
        headline = headline_of(people, 7, source)
        printed = protect_headline(headline, key=key)
        total = sum(score * n for score, n in headline.answers_by_score.items())
        his = sum(source.choice((1, 2, 3, 4, 5)) for _ in range(7))
        fits = [
            sum_
            for sum_ in range(7, 36)
            if abs(Fraction(total - his + sum_, people * 7) - printed.mean)
            < printed.step
        ]
        assert his in fits
        widths.append(max(fits) - min(fits))

    assert min(widths) > 0
    assert median(widths) >= Fraction(7, 10) * 28


@pytest.mark.req("D08")
def test_the_guard_is_needed_at_the_edge_of_a_step(key):
    # Mean 0.9: a printed 0 would fit only the 0 of the one who gave it.
    answers = [0, 1, 1, 1, 1, 1, 1, 1, 1, 1]

    means = {
        published_mean(scores_of(answers, people_key=one), key=key).mean
        for one in range(500)
    }

    assert means == {1}
