"""Saving who he is says whether there may be a record already, and no more (REC-10)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pytest
from django.contrib.messages import get_messages
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from cases.enums import Trait
from cases.models import Client, Fingerprint
from cases.sections import Contact, Identity, SectionContent
from cases.services import assignments, blocks, people
from cases.services.comparing import Alike
from consent.enums import FingerprintUse, Purpose
from consent.keeping import Keeper
from consent.models import FingerprintKey, SubjectKey
from consent.retention.holdings import forget
from consent.services import consents
from msa.tenancy.context import use
from tests.cases.alike import WAYS, WHO, digests_of, pairs, saved
from tests.cases.world import begun, events, person
from tests.cast import NOW, USUAL, Cast, agreements
from tests.conftest import SignIn

NOBODY = Contact(other="Through his sister")
WARNING = "There may be a record already. Ask your manager."
START = {
    "name": "Tāne",
    "phone": "+64 21 555-0199",
    "phone_safe": "on",
    "revision": 0,
}


@pytest.fixture
def known(cast: Cast) -> UUID:
    """Somebody whom a colleague works with."""
    return person(cast.colleague, identity=WHO, contact=WAYS)


# What is alike


@pytest.mark.req("REC-10")
@pytest.mark.parametrize(
    "content",
    [
        Identity(name="tuhoro HEMI", birth_date="1984-03-05"),
        Identity(name="H.", legal_name="Hemi Tuuhoro", birth_date="1984-03-05"),
        Identity(name="Hemi", birth_date="1984-03-05"),
        Contact(phone="+64 21 555 0199", phone_safe=True),
        Contact(phone="0064215550199", phone_safe=True),
        Contact(phone="+64 (0)21 555-0199", phone_safe=True),
        Contact(email="Hemi@Kauri.example ", email_safe=True),
    ],
)
def test_he_is_known_again_however_it_is_written(
    cast: Cast, known: UUID, content: SectionContent
) -> None:
    newcomer = begun(cast.worker)

    assert saved(cast.worker, newcomer, content) == Alike(somebody=True)

    (pair,) = pairs(cast)
    assert {pair.subject_id, pair.other_id} == {known, newcomer}


@pytest.mark.req("REC-10")
@pytest.mark.parametrize(
    "content",
    [
        Identity(name="Hēmi", last_name="Tūhoro"),
        Identity(name="Hēmi", last_name="Tūhoro", birth_date="1984-03-06"),
        Identity(name="…", birth_date="1984-03-05"),
        Contact(phone="021 555 0198", phone_safe=True),
        Contact(phone="555019", phone_safe=True),
        NOBODY,
    ],
)
def test_somebody_else_is_not_taken_for_him(
    cast: Cast, known: UUID, content: SectionContent
) -> None:
    assert saved(cast.worker, begun(cast.worker), content) == Alike()
    assert pairs(cast) == []


@pytest.mark.req("REC-10")
def test_an_equal_person_of_another_organisation_is_never_known(
    cast: Cast, known: UUID
) -> None:
    assert saved(cast.worker, begun(cast.worker), WHO).somebody
    stranger = begun(cast.outsider)

    assert saved(cast.outsider, stranger, WHO) == Alike()
    assert saved(cast.outsider, stranger, WAYS) == Alike()

    with use(Keeper(cast.rimu.id).context), transaction.atomic():
        theirs = {bytes(one.digest) for one in Fingerprint.objects.all()}
    with use(Keeper(cast.kauri.id).context), transaction.atomic():
        ours = {bytes(one.digest) for one in Fingerprint.objects.all()}
    assert theirs
    assert not theirs & ours


def test_a_number_that_many_share_is_nobodys(cast: Cast) -> None:
    house = Contact(phone="09 555 0100", phone_safe=True)
    for number in range(6):
        person(cast.colleague, f"Man {number}", contact=house)
    before = len(pairs(cast))

    assert saved(cast.worker, begun(cast.worker), house) == Alike()
    assert before
    assert len(pairs(cast)) == before


@pytest.mark.req("REC-10")
def test_what_he_corrects_is_known_no_longer(cast: Cast, known: UUID) -> None:
    saved(cast.colleague, known, replace(WAYS, phone="", email=""), after=1)

    assert digests_of(cast, known) == {Trait.NAME}
    assert saved(cast.worker, begun(cast.worker), WAYS) == Alike()


@pytest.mark.req("REC-10", "CON-04")
def test_one_who_withdrew_is_still_known_and_himself_no_double(
    cast: Cast, known: UUID
) -> None:
    with use(cast.colleague.context):
        consents.withdraw(cast.colleague, known, Purpose.RECORD, at=NOW)
        people.return_to(cast.colleague, known, agreements(*USUAL), at=NOW)
    assert saved(cast.colleague, known, WAYS) == Alike()

    assert saved(cast.worker, begun(cast.worker), WHO).somebody


@pytest.mark.req("REC-10", "RGT-04")
def test_once_erased_nothing_knows_him_any_more(cast: Cast, known: UUID) -> None:
    assert saved(cast.worker, begun(cast.worker), WHO).somebody
    with use(Keeper(cast.kauri.id).context), transaction.atomic():
        forget(known)

    assert pairs(cast) == []
    assert digests_of(cast, known) == set()


def test_without_consent_nothing_is_kept_to_know_him_by(cast: Cast) -> None:
    subject = begun(cast.worker)
    with use(cast.worker.context):
        consents.withdraw(cast.worker, subject, Purpose.RECORD, at=NOW)
    key = key_of(cast, subject)

    with pytest.raises(DatabaseError), use(cast.worker.context):
        keep(subject, key)

    assert digests_of(cast, subject) == set()


# Who is told, and what


def begin_on_the_page(cast: Cast, sign_in: SignIn) -> tuple[int, list[str], str]:
    """Save a newcomer's phone; return the status, what is told, where it leads."""
    newcomer = begun(cast.worker)
    page = f"/people/{newcomer}/start/"
    answer = sign_in(cast.worker).post(page, START)
    told = [str(message) for message in get_messages(answer.wsgi_request)]
    return answer.status_code, told, answer["Location"].replace(str(newcomer), "HIM")


def _a_colleagues(cast: Cast, known: UUID) -> None:
    assert pairs(cast) == []


def _sealed(cast: Cast, known: UUID) -> None:
    with use(cast.colleague.context):
        consents.withdraw(cast.colleague, known, Purpose.RECORD, at=timezone.now())


def _keeps_away(cast: Cast, known: UUID) -> None:
    with use(cast.colleague.context):
        away = cast.worker.member
        blocks.block(cast.colleague, known, member=away, at=timezone.now())


def _nobodys(cast: Cast, known: UUID) -> None:
    with use(cast.manager.context):
        assignments.let_go(cast.manager, known, at=timezone.now())


@pytest.mark.req("REC-10")
@pytest.mark.parametrize("become", [_a_colleagues, _sealed, _keeps_away, _nobodys])
def test_the_same_words_whoever_the_other_one_is(
    cast: Cast,
    known: UUID,
    sign_in: SignIn,
    become: Callable[[Cast, UUID], None],
) -> None:
    become(cast, known)

    assert begin_on_the_page(cast, sign_in) == (302, [WARNING], "/people/HIM/")


@pytest.mark.req("REC-10")
def test_without_another_the_page_answers_alike_and_says_nothing(
    cast: Cast, sign_in: SignIn
) -> None:
    assert begin_on_the_page(cast, sign_in) == (302, [], "/people/HIM/")


def test_the_sentence_stands_out_on_his_page(
    cast: Cast, known: UUID, sign_in: SignIn
) -> None:
    newcomer = begun(cast.worker)

    answer = sign_in(cast.worker).post(f"/people/{newcomer}/start/", START, follow=True)

    shown = answer.content.decode()
    assert f'<div class="notice look" role="status">\n  <p>{WARNING}' in shown


def test_of_his_own_people_he_is_told_the_number(cast: Cast, sign_in: SignIn) -> None:
    own = person(cast.worker, contact=WAYS)
    with use(cast.worker.context):
        reference = Client.objects.get(subject=own).reference

    _, told, _ = begin_on_the_page(cast, sign_in)

    assert told == [f"You may be working with him already: {reference}"]


@pytest.mark.req("REC-10")
def test_a_later_save_tells_what_is_new_and_only_once(
    cast: Cast, known: UUID, sign_in: SignIn
) -> None:
    newcomer = person(cast.worker, "Tāne", contact=NOBODY)
    browser = sign_in(cast.worker)
    page = f"/people/{newcomer}/contact/"
    told = {"phone": "021 555 0199", "phone_safe": "on", "other": "His sister"}

    first = browser.post(page, {**told, "revision": 1})
    again = browser.post(page, {**told, "town": "Ōtaki", "revision": 2})

    assert WARNING in [str(m) for m in get_messages(first.wsgi_request)]
    fresh = [str(m) for m in get_messages(again.wsgi_request)]
    assert fresh.count(WARNING) <= 1  # what the first left unread, and no second
    assert len(pairs(cast)) == 1


# Nobody finds out who is known here


def try_numbers(cast: Cast, subject: UUID, many: int) -> int:
    """Save one made-up number after another; return the newest revision."""
    for number in range(many):
        made_up = Contact(phone=f"09 777 {number:04}", phone_safe=True)
        saved(cast.worker, subject, made_up, after=number)
    return many


@pytest.mark.req("REC-10")
def test_whoever_tries_numbers_out_is_told_no_more(cast: Cast, known: UUID) -> None:
    newcomer = begun(cast.worker)
    newest = try_numbers(cast, newcomer, 40)

    assert saved(cast.worker, newcomer, WAYS, after=newest) == Alike()

    assert len(pairs(cast)) == 1  # the manager is told all the same
    assert saved(cast.colleague, begun(cast.colleague), WHO).own == (known,)
    last = events(cast.kauri.id, "record.compared")
    assert [one.payload["within"] for one in last].count(False) == 1


@pytest.mark.req("REC-10")
def test_the_event_says_the_same_whether_there_is_another_or_not(
    cast: Cast, known: UUID
) -> None:
    first, second = begun(cast.worker), begun(cast.worker)
    assert saved(cast.worker, first, WAYS).somebody
    saved(cast.worker, second, replace(WAYS, phone="021 9999999", email="x@y.example"))

    told = [
        event.payload
        for event in events(cast.kauri.id, "record.compared")
        if event.subject_id in {first, second}
    ]
    assert told == [{"count": 2, "within": True}] * 2


def key_of(cast: Cast, subject: UUID) -> UUID:
    with use(Keeper(cast.kauri.id).context), transaction.atomic():
        return SubjectKey.objects.get(subject=subject, purpose=Purpose.RECORD).id


def keep(subject: UUID, key: UUID) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT sec.keep_fingerprints(%s, %s, '{PHONE}', '{PHONE}', %s::bytea[])",
            [subject, key, [bytes(16)]],
        )


@pytest.mark.req("REC-10")
@pytest.mark.parametrize("actor", ["worker", "outsider", "outside_manager", "admin"])
def test_nobody_compares_for_who_is_not_his(
    cast: Cast, known: UUID, actor: str
) -> None:
    asking, key = getattr(cast, actor), key_of(cast, known)
    with use(cast.colleague.context):
        keep(known, key)

    with pytest.raises(DatabaseError), use(asking.context):
        keep(known, key)


@pytest.mark.req("REC-10")
@pytest.mark.parametrize("table", ["cases_fingerprint", "cases_likeness"])
@pytest.mark.parametrize("actor", ["worker", "admin"])
def test_nobody_reads_what_people_are_known_by(
    cast: Cast, known: UUID, actor: str, table: str
) -> None:
    asking = getattr(cast, actor)

    with (
        pytest.raises(DatabaseError, match="permission denied"),
        use(asking.context),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"SELECT count(*) FROM {table}")


def test_a_worker_is_given_the_key_of_these_digests_alone(cast: Cast) -> None:
    with use(cast.worker.context):
        uses = set(FingerprintKey.objects.values_list("use", flat=True))

    assert uses == {FingerprintUse.LIKENESS}
