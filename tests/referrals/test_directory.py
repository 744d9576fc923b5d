"""The directory: suggested, taken in, searched, looked at again, taken out (REF-01)."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from cases.referrals.enums import Listing, ServiceKind, Trust
from cases.referrals.models import Service
from cases.referrals.queries import directory as queries
from cases.referrals.queries.directory import Sought
from cases.referrals.services import directory
from msa.access.refusals import AccessDenied
from msa.tenancy.context import use
from tests.cast import Cast
from tests.conftest import SignIn
from tests.referrals.world import now, service, text, today, typed

ABOUT = {
    "name": "Ferry Road Counselling",
    "kind": "COUNSELLING",
    "phone": "03 555 0100",
    "region": "CAN",
    "trust": "TRUSTED",
}


def about(**changed: str) -> dict[str, str]:
    review = typed(today() + timedelta(days=300))
    return {"id": str(uuid.uuid4()), "review_on": review, **ABOUT, **changed}


@pytest.mark.req("REF-01")
def test_a_worker_suggests_and_a_manager_takes_it_in(
    cast: Cast, worker: Client, sign_in: SignIn
) -> None:
    worker.post("/services/new/", about())
    assert "Ferry Road" not in text(worker.get("/services/"))
    manager = sign_in(cast.manager)
    assert "1 service is suggested" in text(manager.get("/manage/"))
    with use(cast.manager.context):
        row = Service.objects.get()

    manager.post(f"/manage/services/{row.id}/decide/", {"listing": "LISTED"})

    assert "Ferry Road" in text(sign_in(cast.worker).get("/services/"))


@pytest.mark.req("REF-01")
def test_a_worker_takes_nothing_in_by_any_way(cast: Cast, worker: Client) -> None:
    row = service(cast.worker)
    decide = {"listing": "LISTED"}

    assert worker.post(f"/services/{row.id}/decide/", decide).status_code == 404
    assert worker.post(f"/manage/services/{row.id}/decide/", decide).status_code == 404
    with (
        pytest.raises(DatabaseError),
        use(cast.worker.context),
        transaction.atomic(),
    ):
        Service.objects.filter(id=row.id).update(listing="LISTED")
    row.id, row.listing = uuid.uuid4(), Listing.LISTED
    row.decided_by_id, row.decided_at = cast.worker.member, now()
    with (
        pytest.raises(DatabaseError),
        use(cast.worker.context),
        transaction.atomic(),
    ):
        row.save(force_insert=True)


@pytest.mark.req("REF-01")
def test_what_is_not_trusted_says_why(manager: Client) -> None:
    answer = manager.post("/manage/services/new/", about(trust="WITH_CARE"))

    assert "Fill in why, in a few words" in text(answer)


@pytest.mark.req("REF-01")
def test_a_service_can_be_reached(manager: Client) -> None:
    answer = manager.post("/manage/services/new/", about(phone=""))

    assert "Fill in one way to reach it" in text(answer)


@pytest.mark.req("REF-01")
def test_search_and_filters_stand_in_the_address(cast: Cast, worker: Client) -> None:
    service(cast.manager, region="CAN", languages="Samoan")
    service(cast.manager, name="The Harbour Clinic", kind=ServiceKind.MEDICAL)
    service(cast.manager, name="Old Wharf", trust=Trust.WITH_CARE, trust_why="Slow")

    def names(query: str) -> list[str]:
        lines = worker.get(f"/services/?{query}").context["found"].lines
        return [line.row.name for line in lines]

    assert names("") == ["Ferry Road Counselling", "Old Wharf", "The Harbour Clinic"]
    assert names("q=samoan") == ["Ferry Road Counselling"]
    assert names("kind=MEDICAL") == ["The Harbour Clinic"]
    assert names("region=CAN") == ["Ferry Road Counselling"]
    assert names("trust=WITH_CARE") == ["Old Wharf"]
    assert names("q=03+555") == names("")
    assert names("q=nowhere") == []


@pytest.mark.req("REF-01")
def test_an_overdue_review_is_shown_to_the_manager(cast: Cast, manager: Client) -> None:
    service(cast.manager, review_on=today())
    assert "to be looked at again" not in text(manager.get("/manage/"))
    service(cast.manager, name="Old Wharf", review_on=today() - timedelta(days=1))

    assert "1 service is to be looked at again" in text(manager.get("/manage/"))
    found = manager.get("/manage/services/?shown=overdue").context["found"]
    assert [line.row.name for line in found.lines] == ["Old Wharf"]


@pytest.mark.req("REF-01")
def test_what_is_taken_out_stays_to_be_read(cast: Cast, manager: Client) -> None:
    row = service(cast.manager)
    address = f"/manage/services/{row.id}/"

    manager.post(f"{address}decide/", {"listing": "RETIRED"})

    assert "Ferry Road" not in text(manager.get("/manage/services/"))
    assert "Ferry Road" in text(manager.get("/manage/services/?shown=retired"))
    assert "It is taken out of the directory" in text(manager.get(address))


def test_a_declined_suggestion_is_not_listed_after_all(cast: Cast) -> None:
    row = service(cast.worker)
    with use(cast.manager.context):
        directory.decide(cast.manager, row.id, Listing.DECLINED, at=now())
        with pytest.raises(AccessDenied):
            directory.decide(cast.manager, row.id, Listing.LISTED, at=now())
    with (
        pytest.raises(DatabaseError, match="does not go so"),
        use(cast.manager.context),
        transaction.atomic(),
    ):
        Service.objects.filter(id=row.id).update(listing="LISTED")


def test_another_organisation_sees_none_of_it(cast: Cast) -> None:
    row = service(cast.manager)
    with use(cast.outside_manager.context):
        found = queries.search(Sought(), on=today())
        assert not found.lines
        assert not Service.objects.filter(id=row.id).exists()


def test_a_change_is_shown_and_keeps_who_made_it(cast: Cast, manager: Client) -> None:
    row = service(cast.manager)

    manager.post(f"/manage/services/{row.id}/change/", about(name="Ferry Lane"))

    assert "Ferry Lane" in text(manager.get(f"/manage/services/{row.id}/"))
