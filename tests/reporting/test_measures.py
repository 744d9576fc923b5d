from __future__ import annotations

import uuid
from datetime import date

import pytest

from cases.enums import SessionKind
from reporting.measures.facts import NOT_STATED, Activity, People
from reporting.measures.reading import counts, read_facts
from reporting.quarters import Quarter
from tests.cast import Cast
from tests.reporting.conftest import builder
from tests.reporting.world import MISSED, Man, Tallied, store

Q3 = Quarter(2026, 3)
IN, BEFORE, AFTER = date(2026, 8, 10), date(2026, 6, 30), date(2026, 10, 1)
ONE, GROUP = SessionKind.ONE_TO_ONE.value, SessionKind.GROUP.value


def met(day=IN, minutes=60, kind=ONE, mode="IN_PERSON"):
    return (day, minutes, kind, mode)


@pytest.fixture(scope="module")
def small(module_cast: Cast):
    """Eight men whose figures can be worked out by hand."""
    kauri, rimu = module_cast.kauri.id, module_cast.rimu.id
    begun, old = date(2026, 7, 5), date(2025, 2, 1)
    men = {
        "new": Man(kauri, [(begun, begun, None)], [met(), met(minutes=30, kind=GROUP)]),
        "new at rimu": Man(rimu, [(old, begun, None)], [met(mode="PHONE")]),
        "returned": Man(
            kauri,
            [(old, old, date(2025, 6, 1)), (begun, begun, None)],
            [met(date(2026, 7, 1))],
        ),
        "continuing": Man(
            kauri, [(old, old, IN)], [met(date(2026, 9, 30))], ethnicities=("MAORI",)
        ),
        "waiting": Man(rimu, [(begun, None, None)], [met(minutes=15)], region="AUK"),
        "only missed": Man(rimu, [(old, old, None)], [met(kind=MISSED)]),
        "before": Man(kauri, [(old, old, BEFORE)], [met(BEFORE)]),
        "later": Man(kauri, [(AFTER, AFTER, None)], [met(AFTER)]),
    }
    men["continuing"].age = "FROM_35"
    men["waiting"].ethnicities = ("MAORI", "PACIFIC")
    men["new"].may_be_described = False
    store(men.values(), [Tallied(kauri, date(2026, 9, 1), 50)])
    return module_cast, men


@pytest.fixture(scope="module")
def facts(small):
    cast, men = small
    with builder(cast):
        return cast, men, read_facts(Q3)


def people(men, *names):
    chosen = [men[name] for name in names]
    return People(len(chosen), sum(man.rounding_key for man in chosen) % 2**64)


def test_supported_are_those_with_a_session_in_the_quarter(facts):
    _, men, read = facts

    assert read.people_in("all") == people(
        men, "new", "new at rimu", "returned", "continuing", "waiting"
    )


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("NEW", ["new", "new at rimu"]),
        ("RETURNED", ["returned"]),
        ("CONTINUING", ["continuing"]),
        ("NOT_STARTED", ["waiting"]),
    ],
)
def test_people_stand_where_their_journey_is(facts, value, names):
    _, men, read = facts

    assert read.people_in("journey", value) == people(men, *names)


def test_under_way_counts_men_without_a_session(facts):
    _, men, read = facts

    assert read.people_in("under_way") == people(
        men, "new", "new at rimu", "returned", "continuing", "only missed"
    )


def test_ended_counts_men_whose_journey_ended_in_the_quarter(facts):
    _, men, read = facts

    assert read.people_in("ended") == people(men, "continuing")


def test_ethnic_groups_count_a_man_in_each(facts):
    _, men, read = facts

    assert read.people_in("ethnicity", "MAORI") == people(men, "continuing", "waiting")


def test_without_statistics_consent_he_is_not_described(facts):
    _, men, read = facts

    assert read.people_in("age", NOT_STATED).count == 4
    assert read.people_in("age", "FROM_35") == people(men, "continuing")


def test_kinds_count_the_people_who_had_them(facts):
    _, men, read = facts

    assert read.people_in("kind", GROUP) == people(men, "new")


def test_activity_adds_tallies_but_nobody_for_them(facts):
    _, _, read = facts

    activity = read.activity_in("all")

    assert (activity.occasions.amount, activity.minutes.amount) == (7, 335)
    assert activity.contributors.count == 5


def test_dominance_takes_the_tallies_of_an_organisation_as_one_man(facts):
    cast, _, read = facts

    kauri = read.activity_in("organisation", str(cast.kauri.id))

    assert (kauri.minutes.amount, kauri.minutes.largest) == (260, 90)
    assert kauri.minutes.two_largest == 150


def test_missed_meetings_stand_apart(facts):
    _, _, read = facts

    assert read.activity_in("missed").occasions.amount == 1
    assert read.activity_in("kind", MISSED) == Activity()


def test_counts_follow_the_old_definitions(small):
    cast, _ = small

    with builder(cast):
        found = counts(Q3)

    assert found.contacts == 8
    assert found.sessions == 7
    assert found.minutes == 395
    assert found.people == 5
    assert found.new == 2
    assert found.newly_active == 2
    assert found.ended == 1
    assert found.by_kind == {ONE: 6, GROUP: 1, MISSED: 1}


def test_counts_of_one_organisation_are_its_own(small):
    cast, _ = small

    with builder(cast):
        found = counts(Q3, cast.rimu.id)

    assert (found.contacts, found.people, found.minutes) == (3, 2, 135)


def test_counts_of_an_unknown_organisation_are_none(small):
    cast, _ = small

    with builder(cast):
        assert counts(Q3, uuid.uuid4()).contacts == 0


def test_first_opened_engagement_decides_who_is_new(small):
    cast, _ = small
    opened, begun = date(2023, 1, 1), date(2023, 8, 3)
    store([Man(cast.kauri.id, [(opened, None, None), (begun, begun, None)])])

    with builder(cast):
        found = counts(Quarter.of(begun))

    assert (found.new, found.newly_active) == (0, 1)
