"""Consenting again: carry on with what was sealed, or renew what has expired."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from cases.models import Client, Tally
from cases.queries import apart, people, sessions, support
from cases.services import people as people_services
from consent.enums import Purpose
from consent.keeping import Keeper
from consent.models import Consent, SubjectKey
from consent.retention.services.carrying_on import AnotherReference, carry_on
from consent.services import consents
from consent.services.consents import RecordInForce
from msa.accounts.actor import Actor
from msa.tenancy.context import use
from tests.cases import apart_world
from tests.cast import NOW, USUAL, Cast, agreements
from tests.conftest import SignIn
from tests.consent.consent_world import Policy
from tests.security.stage import Survivor, survivor

DAY = timedelta(days=1)


@pytest.fixture
def hemi(cast: Cast) -> Survivor:
    return survivor(cast.worker, "Hemi")


def reference_of(cast: Cast, subject: UUID) -> str:
    with use(cast.worker.context), transaction.atomic():
        return Client.objects.get(subject=subject).reference


@pytest.fixture
def left(cast: Cast, hemi: Survivor) -> str:
    """He took all of it back; his reference number."""
    reference = reference_of(cast, hemi.subject)
    with use(cast.worker.context):
        consents.withdraw(cast.worker, hemi.subject, Purpose.RECORD, at=NOW)
    return reference


def back(cast: Cast, reference: str) -> UUID:
    with use(cast.manager.context):
        return carry_on(cast.manager, agreements(*USUAL), reference=reference, at=NOW)


def tallies(cast: Cast) -> int:
    with use(cast.manager.context), transaction.atomic():
        return Tally.objects.count()


@pytest.mark.req("CON-04", "REC-09")
def test_what_is_set_apart_opens_again_and_waits_for_a_manager_anew(
    cast: Cast, hemi: Survivor
) -> None:
    apart_world.policy(cast.manager)
    apart_world.told(cast.worker, hemi.subject)
    apart_world.decided(cast.manager, hemi.subject)
    reference = reference_of(cast, hemi.subject)
    with use(cast.worker.context):
        consents.withdraw(cast.worker, hemi.subject, Purpose.RECORD, at=NOW)

    back(cast, reference)

    with use(cast.worker.context):
        (account,) = apart.opened(cast.worker, hemi.subject)
        assert support.support(cast.worker, hemi.subject).waits_since
    assert account.now.words.what_he_told == apart_world.TOLD


@pytest.mark.req("CON-04")
def test_with_his_number_all_of_it_opens_again(
    cast: Cast, hemi: Survivor, left: str
) -> None:
    assert back(cast, left.lower()) == hemi.subject

    with use(cast.worker.context):
        page = people.person(cast.worker, hemi.subject, at=NOW)
        met = sessions.session(cast.worker, hemi.subject, hemi.session)
    assert page.identity
    assert page.identity.name == hemi.words[0]
    assert page.identity.known_as == hemi.words[0]
    assert met.note
    assert met.note.body == hemi.words[4]


@pytest.mark.req("CON-04")
def test_an_activity_is_counted_once(cast: Cast, hemi: Survivor, left: str) -> None:
    assert tallies(cast) == 1

    back(cast, left)

    assert tallies(cast) == 0


@pytest.mark.req("CON-04")
def test_another_number_opens_nothing(cast: Cast, left: str) -> None:
    other = survivor(cast.worker, "Rangi")

    with pytest.raises(RecordInForce):
        back(cast, reference_of(cast, other.subject))
    with pytest.raises(AnotherReference):
        back(cast, f"{left[:-1]}{'2' if left[-1] != '2' else '3'}")


@pytest.mark.req("CON-08")
def test_under_18_the_manager_reads_the_policy_before_it_opens_again(
    cast: Cast, hemi: Survivor, left: str, sign_in: SignIn
) -> None:
    policy = Policy(cast)
    policy.publish()
    said = {"RECORD": "yes", "given": "SPOKEN", "age": "YOUNG", "reference": left}
    sent = {**said, "id": str(hemi.session), "given_on": "1/9/2026"}
    manager, page = sign_in(cast.manager), "/manage/keeping/come-back/"

    answer = manager.post(page, sent)

    assert list(answer.context["form"].errors) == ["has_read"]
    with use(cast.worker.context):
        assert not Client.objects.filter(subject=hemi.subject).exists()
    policy.read(cast.manager)
    assert manager.post(page, sent).status_code == 302


@pytest.mark.req("CON-04")
def test_on_the_page_the_number_opens_it_again(
    cast: Cast, hemi: Survivor, left: str, sign_in: SignIn
) -> None:
    said = {"RECORD": "yes", "SESSIONS": "yes", "given": "SPOKEN", "age": "ADULT"}
    manager = sign_in(cast.manager)
    page = "/manage/keeping/come-back/"
    sent = {**said, "id": str(hemi.session), "given_on": "1/9/2026"}
    assert manager.get(page).status_code == 200
    wrong = manager.post(page, {**sent, "reference": "222-2222"})
    assert "No sealed record here has this number" in wrong.content.decode()

    manager.post(page, {**sent, "reference": left})

    with use(cast.worker.context):
        found = people.person(cast.worker, hemi.subject, at=timezone.now())
    assert found.identity
    assert found.identity.name == hemi.words[0]


@pytest.mark.req("CON-04")
def test_once_started_afresh_the_old_one_stays_sealed(
    cast: Cast, hemi: Survivor, left: str
) -> None:
    with use(cast.worker.context):
        people_services.return_to(cast.worker, hemi.subject, agreements(*USUAL), at=NOW)

    with pytest.raises((RecordInForce, AnotherReference)):
        back(cast, left)


@pytest.mark.req("CON-04")
def test_a_worker_unseals_nothing(cast: Cast, hemi: Survivor, left: str) -> None:
    with (
        use(cast.worker.context),
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT sec.unseal_key(%s)", [hemi.subject])
    assert left


@pytest.mark.req("CON-04")
def test_a_withdrawn_consent_unseals_nothing(
    cast: Cast, hemi: Survivor, left: str
) -> None:
    with use(cast.manager.context), transaction.atomic():
        old = Consent.objects.get(subject=hemi.subject, purpose=Purpose.RECORD)

    with (
        use(cast.manager.context),
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT sec.unseal_key(%s)", [old.id])
    assert left


@pytest.mark.req("CON-04")
def test_nor_does_a_newer_one_that_he_took_back_too(
    cast: Cast, hemi: Survivor, left: str
) -> None:
    again = agreements(Purpose.RECORD)[0]
    with use(cast.manager.context), transaction.atomic():
        newer = consents.store(cast.manager, hemi.subject, again, at=NOW)
        assert newer is not None
        consents.withdraw(cast.manager, hemi.subject, Purpose.RECORD, at=NOW)

    with (
        use(cast.manager.context),
        pytest.raises(DatabaseError, match="no consent in force"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT sec.unseal_key(%s)", [newer.id])
    assert left


@pytest.mark.req("CON-04", "CON-03")
def test_an_expired_consent_is_renewed_under_the_same_key(
    cast: Cast, hemi: Survivor
) -> None:
    past = timezone.now() - DAY
    with use(Keeper(cast.kauri.id).context), transaction.atomic():
        before = SubjectKey.objects.get(subject=hemi.subject, purpose=Purpose.RECORD)
        Consent.objects.filter(id=before.consent_id).update(expires_at=past)
    with use(cast.worker.context):
        shut = people.person(cast.worker, hemi.subject, at=timezone.now())
    assert shut.identity is None or not shut.identity.name

    with use(cast.worker.context):
        sealer = consents.give(
            cast.worker,
            hemi.subject,
            agreements(Purpose.RECORD)[0],
            at=timezone.now(),
        )

    assert sealer is not None
    assert sealer.key_id == before.id
    with use(cast.worker.context):
        page = people.person(cast.worker, hemi.subject, at=timezone.now())
    assert page.identity
    assert page.identity.name == hemi.words[0]


@pytest.mark.req("CON-04", "SEC-01")
def test_who_does_not_work_with_him_renews_nothing(cast: Cast, hemi: Survivor) -> None:
    with use(Keeper(cast.kauri.id).context), transaction.atomic():
        key = SubjectKey.objects.get(subject=hemi.subject, purpose=Purpose.RECORD)
        given = Consent.objects.get(id=key.consent_id)
        Consent.objects.filter(id=given.id).update(expires_at=timezone.now() - DAY)
        given.id, given._state.adding = uuid4(), True
        given.save(force_insert=True)

    assert [renewed(who, given.id) for who in (cast.colleague, cast.worker)] == [
        False,
        True,
    ]


def renewed(actor: Actor, consent: UUID) -> bool:
    with use(actor.context), connection.cursor() as cursor:
        cursor.execute("SELECT sec.renew_key(%s)", [consent])
        (was,) = cursor.fetchone()
        return bool(was)
