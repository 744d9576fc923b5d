"""Two records that may be of one person: what a manager finds out (REC-10, CON-04)."""

from __future__ import annotations

import uuid
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from cases.enums import LikenessState, Trait
from cases.models import Assignment, Client, Likeness
from cases.queries import likeness as queries
from cases.queries import people, sealed
from cases.sections import Contact, Identity
from cases.services import blocks, sections
from cases.services import likeness as services
from cases.services.likeness import CarriedOn, Decided
from consent.enums import Purpose
from consent.keeping import Keeper
from consent.services import consents
from msa.access.refusals import AccessDenied, NotVisible
from msa.accounts.actor import Actor
from msa.tenancy.context import use
from tests.cases.world import events, logged, person
from tests.cast import NOW, USUAL, Cast, agreements
from tests.conftest import SignIn

WHO = Identity(name="Hēmi", birth_date="1984-03-05", pronouns="he/him")
THEN = Contact(phone="021 555 0199", phone_safe=True, town="Ōtaki")
NOW_TOLD = Contact(phone="027 555 0111", phone_safe=True)
AGAIN = Identity(name="Hemi", birth_date="1984-03-05", gender="Tāne")


@pytest.fixture
def known(cast: Cast) -> UUID:
    """Somebody whom a colleague has worked with."""
    return person(cast.colleague, identity=WHO, contact=THEN)


@pytest.fixture
def left(cast: Cast, known: UUID) -> UUID:
    """He told more, and took all of it back."""
    logged(cast.colleague, known, body="The kettle song")
    with use(cast.colleague.context):
        consents.withdraw(cast.colleague, known, Purpose.RECORD, at=NOW)
    return known


def newcomer(cast: Cast) -> UUID:
    """Return him as somebody new, whom another peer worker welcomes."""
    return person(cast.worker, identity=AGAIN, contact=NOW_TOLD)


def only_pair(cast: Cast) -> UUID:
    with use(Keeper(cast.kauri.id).context), transaction.atomic():
        return Likeness.objects.get().id


def state_of(cast: Cast, pair: UUID) -> str:
    with use(Keeper(cast.kauri.id).context), transaction.atomic():
        return Likeness.objects.get(id=pair).state


def decide(cast: Cast, pair: UUID, state: LikenessState) -> None:
    with use(cast.manager.context):
        services.decide(cast.manager, pair, state, at=timezone.now())


def carry_on(cast: Cast, pair: UUID) -> CarriedOn:
    with use(cast.manager.context):
        wanted = agreements(*USUAL)
        return services.carry_on(cast.manager, pair, wanted, at=timezone.now())


def opened(actor: Actor, subject: UUID) -> people.PersonPage:
    with use(actor.context):
        return people.person(actor, subject, at=timezone.now())


# What the manager is shown


@pytest.mark.req("REC-10")
def test_the_pair_stands_by_number_and_by_what_is_alike(
    cast: Cast, known: UUID, sign_in: SignIn
) -> None:
    other = newcomer(cast)
    manager = sign_in(cast.manager)
    with use(cast.manager.context):
        numbers = queries.references([known, other])

    listed = manager.get("/manage/people/alike/").content.decode()
    page = manager.get(f"/manage/people/alike/{only_pair(cast)}/").content.decode()

    for shown in (listed, page):
        assert all(number in shown for number in numbers)
        assert "Name and date of birth" in shown
        assert "Hēmi" not in shown
        assert "1984" not in shown


@pytest.mark.req("REC-10")
def test_the_caseload_and_his_page_lead_to_it(
    cast: Cast, known: UUID, sign_in: SignIn
) -> None:
    manager = sign_in(cast.manager)
    pages = ("/manage/", f"/manage/people/{known}/")
    assert not any(b"the same person" in manager.get(page).content for page in pages)

    newcomer(cast)

    assert all(b"May be the same person" in manager.get(one).content for one in pages)


@pytest.mark.req("REC-10", "REC-08")
@pytest.mark.parametrize("whose", ["known", "newcomer"])
def test_a_manager_kept_away_from_one_of_them_sees_no_pair(
    cast: Cast, known: UUID, sign_in: SignIn, whose: str
) -> None:
    other = newcomer(cast)
    pair = only_pair(cast)
    with use(cast.manager.context):
        assert queries.pairs_of(known)
        assert queries.pairs_of(other)
    worker, him = {
        "known": (cast.colleague, known),
        "newcomer": (cast.worker, other),
    }[whose]
    with use(worker.context):
        blocks.block(worker, him, member=cast.manager.member, at=NOW)

    with use(cast.manager.context), transaction.atomic():
        assert not Likeness.objects.exists()
        assert queries.waiting() == []
    assert sign_in(cast.manager).get(f"/manage/people/alike/{pair}/").status_code == 404


@pytest.mark.req("REC-10", "SEC-01")
def test_another_organisations_manager_sees_no_pair(
    cast: Cast, known: UUID, sign_in: SignIn
) -> None:
    newcomer(cast)
    pair = only_pair(cast)

    with use(cast.outside_manager.context):
        assert queries.waiting() == []
        with pytest.raises(NotVisible):
            queries.pair(pair)


def test_of_two_that_are_sealed_nobody_is_asked(cast: Cast, left: UUID) -> None:
    other = newcomer(cast)
    with use(cast.manager.context):
        assert queries.count_waiting() == 1

    with use(cast.worker.context):
        consents.withdraw(cast.worker, other, Purpose.RECORD, at=NOW)

    with use(cast.manager.context):
        assert queries.count_waiting() == 0


# What he answers


@pytest.mark.req("REC-10")
def test_two_people_are_not_asked_about_again(
    cast: Cast, known: UUID, sign_in: SignIn
) -> None:
    other = newcomer(cast)
    pair = only_pair(cast)
    manager = sign_in(cast.manager)

    manager.post(f"/manage/people/alike/{pair}/", {"answer": "APART"})
    with use(cast.worker.context):
        saved = sections.save_compared(cast.worker, other, THEN, after=1, at=NOW)

    assert not saved.alike.somebody
    assert state_of(cast, pair) == LikenessState.APART
    with use(cast.manager.context):
        assert queries.waiting() == []
        assert queries.pairs_of(known) == []


@pytest.mark.req("REC-10")
def test_the_same_person_keeps_both_records_and_they_name_each_other(
    cast: Cast, known: UUID, sign_in: SignIn
) -> None:
    other = newcomer(cast)
    manager = sign_in(cast.manager)

    manager.post(f"/manage/people/alike/{only_pair(cast)}/", {"answer": "SAME"})

    with use(cast.manager.context):
        (number,) = queries.references([other])
    page = manager.get(f"/manage/people/{known}/").content.decode()
    assert number in page
    assert "The same person" in page
    assert opened(cast.worker, other).identity
    (event,) = events(cast.kauri.id, "likeness.confirmed")
    assert event.subject_id is None


def test_an_answer_stands(cast: Cast, known: UUID) -> None:
    newcomer(cast)
    pair = only_pair(cast)
    decide(cast, pair, LikenessState.APART)

    with pytest.raises(Decided):
        decide(cast, pair, LikenessState.SAME)
    with pytest.raises(Decided):
        carry_on(cast, pair)


def test_a_manager_answers_in_his_own_name_only(cast: Cast, known: UUID) -> None:
    newcomer(cast)

    with (
        pytest.raises(DatabaseError, match="row-level security"),
        use(cast.manager.context),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE cases_likeness SET state = 'APART', decided_at = now(),"
            " decided_by_id = %s",
            [cast.worker.member],
        )


def test_another_thing_alike_is_added_to_what_stands(cast: Cast, known: UUID) -> None:
    other = newcomer(cast)

    with use(cast.worker.context):
        sections.save(cast.worker, other, THEN, after=1, at=NOW)

    with use(cast.manager.context):
        (pair,) = queries.waiting()
    assert pair.matched == [Trait.NAME, Trait.PHONE]


# He carries on with what was sealed


@pytest.mark.req("CON-04")
def test_once_confirmed_all_of_it_opens_under_the_new_consent(
    cast: Cast, left: UUID
) -> None:
    newcomer(cast)

    assert carry_on(cast, only_pair(cast)) == CarriedOn(left, is_closed=True)

    page = opened(cast.worker, left)
    assert page.identity == Identity(
        name="Hemi", birth_date="1984-03-05", pronouns="he/him", gender="Tāne"
    )
    assert page.contact
    assert page.contact.safe_ways() == [("Phone", "027 555 0111")]


@pytest.mark.req("CON-04")
def test_the_record_that_had_just_begun_is_closed_and_his_worker_goes_on(
    cast: Cast, left: UUID
) -> None:
    other = newcomer(cast)

    carry_on(cast, only_pair(cast))

    with use(cast.worker.context):
        assert [one.subject for one in people.caseload(cast.worker).people] == [left]
        assert sealed.sealed_records(cast.worker) == []
    with use(cast.manager.context), transaction.atomic():
        assert not Client.objects.filter(subject=other).exists()
        working = Assignment.objects.filter(ended_at=None)
        assert list(working.values_list("subject", "member")) == [
            (left, cast.worker.member)
        ]
    with use(cast.colleague.context), pytest.raises(NotVisible):
        people.person(cast.colleague, left, at=timezone.now())


@pytest.mark.req("CON-04")
def test_a_record_that_holds_more_stays_beside_it(cast: Cast, left: UUID) -> None:
    other = newcomer(cast)
    logged(cast.worker, other)

    assert carry_on(cast, only_pair(cast)) == CarriedOn(left, is_closed=False)

    assert opened(cast.worker, other).identity == AGAIN
    assert opened(cast.manager, left).identity == WHO


@pytest.mark.req("CON-04", "REC-08")
def test_whom_he_keeps_away_from_the_earlier_one_stays_away(
    cast: Cast, known: UUID
) -> None:
    with use(cast.colleague.context):
        away = cast.worker.member
        blocks.block(cast.colleague, known, member=away, at=NOW)
        consents.withdraw(cast.colleague, known, Purpose.RECORD, at=NOW)
    newcomer(cast)

    carry_on(cast, only_pair(cast))

    with use(cast.worker.context):
        assert people.caseload(cast.worker).people == []
    assert opened(cast.manager, known).worker == "Colleague"


def test_without_one_that_is_sealed_there_is_nothing_to_carry_on(
    cast: Cast, known: UUID, sign_in: SignIn
) -> None:
    newcomer(cast)
    pair = only_pair(cast)

    with pytest.raises(Decided):
        carry_on(cast, pair)

    page = f"/manage/people/alike/{pair}/"
    assert sign_in(cast.manager).get(f"{page}carry-on/")["Location"] == page
    assert state_of(cast, pair) == LikenessState.OPEN


def said(age: str = "ADULT") -> dict[str, str]:
    how = {"given": "SPOKEN", "given_on": "1/9/2026", "id": str(uuid.uuid4())}
    return how | {"RECORD": "yes", "age": age}


@pytest.mark.req("CON-04", "CON-08")
def test_nothing_opens_without_an_answer_and_his_consent(
    cast: Cast, left: UUID, sign_in: SignIn
) -> None:
    newcomer(cast)
    pair = only_pair(cast)
    manager, page = sign_in(cast.manager), f"/manage/people/alike/{pair}/"

    asked = manager.post(page, {"answer": "CARRY_ON"})
    refused = manager.post(f"{page}carry-on/", {"RECORD": "no"})
    empty = manager.post(f"{page}carry-on/", {})
    young = manager.post(f"{page}carry-on/", said(age="YOUNG"))

    assert (asked["Location"], refused["Location"]) == (f"{page}carry-on/", page)
    assert empty.status_code == 200
    assert "There is no child protection policy in force" in young.content.decode()
    assert state_of(cast, pair) == LikenessState.OPEN
    with use(cast.manager.context), pytest.raises(NotVisible):
        people.person(cast.manager, left, at=timezone.now())


@pytest.mark.req("CON-04")
def test_on_the_page_his_consent_opens_it(
    cast: Cast, left: UUID, sign_in: SignIn
) -> None:
    newcomer(cast)
    page = f"/manage/people/alike/{only_pair(cast)}/carry-on/"

    answer = sign_in(cast.manager).post(page, said())

    assert answer["Location"] == f"/manage/people/{left}/"
    assert opened(cast.worker, left).identity


@pytest.mark.req("CON-04")
def test_what_was_destroyed_opens_for_nobody(cast: Cast, left: UUID) -> None:
    newcomer(cast)
    pair = only_pair(cast)
    with use(Keeper(cast.kauri.id).context), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE consent_subjectkey SET state = 'DESTROYED' WHERE subject_id = %s",
            [left],
        )

    with pytest.raises(AccessDenied):
        carry_on(cast, pair)

    assert state_of(cast, pair) == LikenessState.OPEN


def only_begun(cast: Cast, subject: UUID) -> bool:
    with (
        use(cast.manager.context),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT sec.has_only_begun(%s)", [subject])
        return bool(cursor.fetchone()[0])


@pytest.mark.req("REC-08")
def test_a_manager_kept_away_learns_nothing_of_how_much_there_is(
    cast: Cast, known: UUID
) -> None:
    assert only_begun(cast, known)
    with use(cast.colleague.context):
        away = cast.manager.member
        blocks.block(cast.colleague, known, member=away, at=NOW)

    assert not only_begun(cast, known)
