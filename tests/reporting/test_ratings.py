"""What the database counts of check-ins, against counting them one by one."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from datetime import date

import pytest

from assessments.instruments import CURRENT, by_code
from consent.services.organisations import found_organisation
from reporting.measures.facts import ALL
from reporting.measures.ratings import (
    EARLIER,
    FORM,
    LONGEST_POOL,
    SCORE,
    SINCE_FIRST,
    SINCE_PREVIOUS,
    back_from,
    read_ratings,
)
from reporting.quarters import Quarter
from tests.cast import NOW
from tests.reporting.conftest import builder
from tests.reporting.world import Man, store

Q3 = Quarter(2022, 3)
ITEMS = [item.code for item in CURRENT.items]
GROUPS = {item.code: item.group for item in CURRENT.items}


def made_up(organisations, chance):
    """Men who check in up to five times in two years, some of them on earlier forms."""
    men = []
    for organisation in organisations:
        for _ in range(25):
            days = sorted(
                date.fromordinal(date(2021, 1, 1).toordinal() + chance.randrange(730))
                for _ in range(chance.randrange(6))
            )
            check_ins = [
                (day, code, {item.code: answer(chance) for item in by_code(code).items})
                for day in dict.fromkeys(days)
                for code in [chance.choice(["form-2.1", "form-2.1", "incumbent-1"])]
            ]
            men.append(
                Man(
                    organisation,
                    check_ins=check_ins,
                    may_be_described=chance.random() < 0.8,
                )
            )
    return men


def answer(chance):
    return chance.choice([None, 1, 2, 3, 4, 5])


@pytest.fixture(scope="module")
def counted(module_cast):
    matai = found_organisation(code="matai", name="Mataī Peer Support", at=NOW)
    men = made_up([module_cast.kauri.id, matai.id], random.Random(11))
    store(men)
    with builder(module_cast):
        return men, read_ratings(Q3)


def last_answers(men, item, pool):
    """Yield each man with his last answer in a pool of quarters and those before it."""
    start = back_from(Q3)[pool - 1].start
    for man in men:
        if not man.may_be_described:
            continue
        said = [
            (day, answers[item])
            for day, _, answers in man.check_ins
            if item in answers and day <= Q3.end
        ]
        if said and said[-1][0] >= start:
            before = [value for _, value in said[:-1] if value is not None]
            yield man, said[-1][1], before


@pytest.mark.parametrize("pool", range(1, LONGEST_POOL + 1))
@pytest.mark.parametrize("item", [*ITEMS, "q01", "q12"])
def test_answers_are_those_counted_one_by_one(counted, item, pool):
    men, facts = counted
    expected, keys = Counter(), Counter()
    for man, value, _ in last_answers(men, item, pool):
        expected[value] += 1
        keys[value] += man.rounding_key
    assert pool == 1 or expected

    told = facts.told(pool, item, SCORE)
    assert {value: one.count for value, one in told.items()} == expected
    assert {value: one.key for value, one in told.items()} == {
        value: key % 2**64 for value, key in keys.items()
    }


@pytest.mark.parametrize("pool", range(1, LONGEST_POOL + 1))
@pytest.mark.parametrize(("what", "which"), [(SINCE_FIRST, 0), (SINCE_PREVIOUS, -1)])
def test_changes_are_of_the_same_men_then_and_now(counted, what, which, pool):
    men, facts = counted
    for item in ITEMS:
        expected = Counter(
            value - before[which]
            for _, value, before in last_answers(men, item, pool)
            if value is not None and before
        )

        told = facts.told(pool, item, what)
        assert {by: one.count for by, one in told.items()} == expected


@pytest.mark.parametrize("pool", range(1, LONGEST_POOL + 1))
def test_groups_hold_all_answers_at_an_organisation(counted, pool):
    men, facts = counted
    for organisation in {man.organisation for man in men}:
        own = [man for man in men if man.organisation == organisation]
        for group in CURRENT.groups:
            scores, each = Counter(), defaultdict(int)
            for item in ITEMS:
                if GROUPS[item] == group.code:
                    for man, value, _ in last_answers(own, item, pool):
                        if value is not None:
                            scores[value] += 1
                            each[man] += 1

            found = facts.group(pool, organisation, group.code)
            assert found.by_score == scores
            assert found.people.count == len(each)
            assert found.people.key == sum(man.rounding_key for man in each) % 2**64
            assert found.most_each == max(each.values(), default=0)


@pytest.mark.parametrize("instrument", [FORM, EARLIER], ids=lambda one: one.code)
def test_check_ins_are_counted_whether_or_not_he_agreed_to_figures(counted, instrument):
    men, facts = counted
    done = Counter(
        man
        for man in men
        for day, code, _ in man.check_ins
        if code == instrument.code and Q3.start <= day <= Q3.end
    )
    most = [number for _, number in done.most_common(2)]
    assert any(not man.may_be_described for man in done)

    found = facts.check_ins_at(instrument)
    assert found.occasions.amount == sum(done.values())
    assert found.contributors.count == len(done)
    assert (found.occasions.largest, found.occasions.two_largest) == (
        most[0],
        sum(most),
    )
    assert found.asked.count == sum(man.may_be_described for man in done)


def test_organisations_make_up_the_country(counted):
    men, facts = counted
    parts = [
        facts.check_ins_at(FORM, str(one)) for one in {man.organisation for man in men}
    ]

    whole = facts.check_ins_at(FORM, ALL)
    assert sum(one.asked.count for one in parts) == whole.asked.count > 0
    assert sum(one.occasions.amount for one in parts) == whole.occasions.amount
