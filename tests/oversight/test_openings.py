"""Openings worth asking about: each rule on a made world, and the note about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import Error, transaction

from cases.services import assignments
from consent.enums import Purpose
from msa.access.refusals import AccessDenied, NotVisible
from msa.accounts.actor import Actor
from msa.tenancy.context import use
from oversight.enums import Outcome
from oversight.models import Breach, Talk
from oversight.queries.openings import Opening, _rows, worth_asking
from oversight.rules import PERIOD
from oversight.services import talks
from tests.cases.world import person
from tests.cast import Cast, survivor_of
from tests.oversight.world import happened, left, local, nothing_before, opened

NOW = local("2026-08-20 12:00")


@pytest.fixture
def hemi(cast: Cast) -> UUID:
    found = person(cast.worker, "Hēmi")
    nothing_before(cast.worker)
    return found


@pytest.fixture
def people(cast: Cast, hemi: UUID) -> list[UUID]:
    """Twenty of the worker's."""
    found = [survivor_of(cast.worker, Purpose.RECORD).id for _ in range(19)]
    nothing_before(cast.worker)
    return [hemi, *found]


def found(cast: Cast, at: datetime = NOW, *, by: Actor | None = None) -> list[Opening]:
    manager = by or cast.manager
    with use(manager.context), transaction.atomic():
        return worth_asking(manager, at=at)


def told(openings: list[Opening]) -> list[tuple[str, str, str, int, int]]:
    return [
        (o.rule.code, o.member.name, o.on_day.isoformat(), o.times, o.people)
        for o in openings
    ]


def assigned(cast: Cast, subject: UUID, to: Actor, at: datetime) -> None:
    with use(cast.manager.context):
        assignments.assign(cast.manager, subject, to=to.member, at=at)
    nothing_before(cast.worker)


def test_ordinary_work_is_not_there(cast: Cast, hemi: UUID) -> None:
    days = [local("2026-08-10 09:00") + timedelta(days=n) for n in range(8)]
    opened(cast.worker, hemi, *days)
    opened(cast.manager, hemi, *days)

    assert found(cast) == []


def test_opening_somebody_elses_person_is_there(cast: Cast, hemi: UUID) -> None:
    opened(cast.colleague, hemi, local("2026-08-18 10:00"))

    assert told(found(cast)) == [("not-his", "Colleague", "2026-08-18", 1, 1)]


@pytest.mark.parametrize(
    ("moment", "is_his"),
    [("2026-08-18 09:59:59", True), ("2026-08-18 10:00:00", False)],
)
def test_whose_person_he_is_counts_at_that_moment(
    cast: Cast, hemi: UUID, moment: str, is_his: bool
) -> None:
    assigned(cast, hemi, cast.colleague, local("2026-08-18 10:00"))
    opened(cast.worker, hemi, local(moment))

    assert (found(cast) == []) is is_his


NIGHTS = [
    # Moments, and the night that they are openings of.
    (["2026-08-18 22:00", "2026-08-18 22:01", "2026-08-19 05:59"], "2026-08-18"),
    (["2026-08-18 21:59", "2026-08-18 22:01", "2026-08-19 05:59"], None),
    (["2026-08-18 22:00", "2026-08-18 22:01", "2026-08-19 06:00"], None),
    (["2026-08-18 22:00", "2026-08-18 22:01"], None),
    # Two nights are not one.
    (["2026-08-18 22:00", "2026-08-18 22:01", "2026-08-19 22:00"], None),
    # Clocks go back at three on 5 April and forward at two on 27 September.
    (["2026-04-04 22:00", "2026-04-05 02:30", "2026-04-05 05:59"], "2026-04-04"),
    (["2026-04-04 22:00", "2026-04-05 02:30", "2026-04-05 06:00"], None),
    (["2026-09-26 22:00", "2026-09-27 03:30", "2026-09-27 05:59"], "2026-09-26"),
    (["2026-09-26 21:59", "2026-09-27 03:30", "2026-09-27 05:59"], None),
]


@pytest.mark.parametrize(("moments", "night"), NIGHTS)
def test_a_night_is_from_ten_to_six_on_the_clock(
    cast: Cast, hemi: UUID, moments: list[str], night: str | None
) -> None:
    times = [local(moment) for moment in moments]
    assigned(cast, hemi, cast.colleague, local("2026-01-01 10:00"))
    opened(cast.colleague, hemi, *times)

    openings = told(found(cast, times[-1] + timedelta(days=3)))

    expected = [("night", "Colleague", night, len(times), 1)] if night else []
    assert openings == expected


def test_many_people_within_an_hour(cast: Cast, people: list[UUID]) -> None:
    begun = local("2026-08-18 10:00")
    for number, subject in enumerate(people[:15]):
        opened(cast.manager, subject, begun + timedelta(minutes=4 * number))

    assert told(found(cast)) == [("many", "Manager", "2026-08-18", 15, 15)]


def test_as_many_over_a_longer_time_are_not(cast: Cast, people: list[UUID]) -> None:
    begun = local("2026-08-18 10:00")
    for number, subject in enumerate(people[:15]):
        opened(cast.manager, subject, begun + timedelta(minutes=4.3 * number))

    assert found(cast) == []


def test_the_same_person_often_is_not_many(cast: Cast, hemi: UUID) -> None:
    begun = local("2026-08-18 10:00")
    opened(cast.worker, hemi, *(begun + timedelta(minutes=n) for n in range(40)))

    assert found(cast) == []


@pytest.mark.parametrize(("number", "is_there"), [(5, True), (4, False)])
def test_several_people_just_before_leaving(
    cast: Cast, people: list[UUID], number: int, is_there: bool
) -> None:
    ended = local("2026-08-18 17:00")
    for n, subject in enumerate(people[:number]):
        opened(cast.manager, subject, ended - timedelta(days=n + 1, hours=1))
    left(cast.manager, ended)

    openings = told(found(cast, by=cast.manager))

    expected = [("leaving", "Manager", "2026-08-18", number, number)]
    assert openings == (expected if is_there else [])


@pytest.mark.parametrize(
    ("minutes", "is_there"), [((0, 30, 59), True), ((0, 30, 60), False)]
)
def test_several_refusals_within_an_hour(
    cast: Cast, hemi: UUID, minutes: tuple[int, ...], is_there: bool
) -> None:
    begun = local("2026-08-18 10:00")
    moments = [begun + timedelta(minutes=n) for n in minutes]
    happened(cast.colleague, "access.refused", *moments, target=str(hemi))

    openings = told(found(cast))

    expected = [("refused", "Colleague", "2026-08-18", 3, 0)]
    assert openings == (expected if is_there else [])


def test_two_refusals_at_one_moment_are_two(cast: Cast, hemi: UUID) -> None:
    moment = local("2026-08-18 10:00")
    happened(cast.colleague, "access.refused", moment, moment, target=str(hemi))

    assert found(cast) == []


def test_what_is_older_than_a_month_is_over(cast: Cast, hemi: UUID) -> None:
    opened(cast.colleague, hemi, NOW - timedelta(days=31))

    assert found(cast) == []


def test_another_organisation_sees_nothing_of_it(cast: Cast, hemi: UUID) -> None:
    opened(cast.colleague, hemi, local("2026-08-18 10:00"))
    assert found(cast)

    assert found(cast, by=cast.outside_manager) == []


def rows_for(manager: Actor) -> int:
    with use(manager.context), transaction.atomic():
        return len(_rows(NOW - PERIOD, NOW))


@pytest.mark.req("SEC-01")
def test_the_database_tells_another_organisation_nothing_of_it(
    cast: Cast, hemi: UUID
) -> None:
    opened(cast.colleague, hemi, local("2026-08-18 10:00"))
    for minute in range(3):
        refused = local(f"2026-08-18 11:0{minute}")
        happened(cast.colleague, "access.refused", refused, target=str(hemi))

    assert (rows_for(cast.manager), rows_for(cast.outside_manager)) == (2, 0)


def test_it_shows_reference_numbers_and_opens_nobody(cast: Cast, hemi: UUID) -> None:
    opened(cast.colleague, hemi, local("2026-08-18 10:00"))

    (opening,) = found(cast)

    assert [subject for subject, _ in opening.subjects] == [hemi]
    assert "Hēmi" not in repr(opening)


Note = Callable[..., None]


@pytest.fixture
def note(cast: Cast, hemi: UUID) -> Note:
    """Return a function that notes what came of one opening of the colleague's."""
    moment = local("2026-08-18 10:00")
    opened(cast.colleague, hemi, moment)
    opened(cast.manager, hemi, *(local(f"2026-08-18 23:0{n}") for n in range(3)))

    def noting(
        actor: Actor = cast.manager,
        about: Actor = cast.colleague,
        rule: str = "not-his",
        outcome: Outcome = Outcome.STOOD_IN,
        up_to: datetime = NOW,
    ) -> None:
        with use(actor.context), transaction.atomic():
            talks.note(
                actor,
                rule=rule,
                member=about.member,
                on_day=moment.date(),
                up_to=up_to,
                outcome=outcome,
                at=NOW,
            )

    return noting


def of_colleague(cast: Cast) -> Opening:
    return next(one for one in found(cast) if one.rule.code == "not-his")


def test_what_was_talked_about_is_noted(cast: Cast, note: Note) -> None:
    note()

    talk = of_colleague(cast).talk
    assert talk is not None
    assert (talk.outcome, talk.marked_by.name) == (Outcome.STOOD_IN, "Manager")


def test_what_was_noted_first_stands(cast: Cast, note: Note) -> None:
    note()
    note(outcome=Outcome.EXPECTED)

    talk = of_colleague(cast).talk
    assert talk is not None
    assert talk.outcome == Outcome.STOOD_IN


def test_what_is_opened_after_the_talk_has_to_be_asked_again(
    cast: Cast, hemi: UUID, note: Note
) -> None:
    note()
    assert of_colleague(cast).is_settled

    opened(cast.colleague, hemi, local("2026-08-18 15:00"))

    assert not of_colleague(cast).is_settled
    note(outcome=Outcome.FOLLOWED_UP)
    opening = of_colleague(cast)
    assert opening.is_settled
    assert opening.talk
    assert opening.talk.outcome == Outcome.FOLLOWED_UP


def test_a_note_settles_nothing_that_is_to_come(
    cast: Cast, hemi: UUID, note: Note
) -> None:
    note(up_to=NOW + timedelta(days=365))

    opened(cast.colleague, hemi, local("2026-08-18 15:00"))

    assert not of_colleague(cast).is_settled


def test_nobody_notes_what_is_about_himself(cast: Cast, note: Note) -> None:
    with pytest.raises(AccessDenied):
        note(about=cast.manager, rule="night")


def test_the_database_refuses_it_too(cast: Cast, note: Note) -> None:
    talk = Talk(
        organisation_id=cast.kauri.id,
        rule="night",
        member_id=cast.manager.member,
        on_day=NOW.date(),
        up_to=NOW,
        outcome=Outcome.EXPECTED,
        marked_by_id=cast.manager.member,
        marked_at=NOW,
    )
    with use(cast.manager.context), pytest.raises(Error), transaction.atomic():
        talk.save(force_insert=True)


@pytest.mark.parametrize(
    ("rule", "about"), [("many", "colleague"), ("night", "worker")]
)
def test_what_was_not_found_cant_be_noted(
    cast: Cast, note: Note, rule: str, about: str
) -> None:
    with pytest.raises(NotVisible):
        note(about=getattr(cast, about), rule=rule)


def test_a_manager_elsewhere_notes_nothing(cast: Cast, note: Note) -> None:
    with pytest.raises(NotVisible):
        note(actor=cast.outside_manager)


@pytest.mark.parametrize("model", [Talk, Breach])
@pytest.mark.parametrize("who", ["worker", "admin"])
def test_nobody_but_managers_sees_notes(
    cast: Cast, model: type[Talk] | type[Breach], who: str
) -> None:
    with (
        use(getattr(cast, who).context),
        pytest.raises(Error, match="permission denied"),
        transaction.atomic(),
    ):
        list(model.objects.all())
