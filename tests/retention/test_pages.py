"""The pages of keeping and erasing: a manager asks, the administrator agrees."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from django.db import transaction

from consent.models import Consent
from consent.retention import queries
from consent.retention.enums import ErasureGround
from consent.retention.models import Erasure
from consent.retention.services import decisions
from consent.retention.services.destroying import destroy_due
from msa.tenancy.context import use
from tests.cast import Cast
from tests.conftest import SignIn
from tests.retention.world import ledger
from tests.security.stage import Survivor, survivor

#: The product's clock runs here: a signed rule without a duty makes a record due.
NO_DUTY = {"basis": "NONE", "contract_years": "", "is_checked": "on"}


@pytest.fixture
def hemi(cast: Cast) -> Survivor:
    return survivor(cast.worker, "Hemi")


def erasure_of(cast: Cast, subject: UUID) -> Erasure:
    with use(cast.manager.context), transaction.atomic():
        return queries.open_erasures().get(subject=subject)


@pytest.mark.req("RGT-04")
def test_from_the_rule_to_the_proof(
    cast: Cast, hemi: Survivor, sign_in: SignIn, tmp_path: Path
) -> None:
    manager, admin = sign_in(cast.manager), sign_in(cast.admin)
    record = f"/manage/people/{hemi.subject}/keeping/"
    assert "no rule is signed" in manager.get(record).content.decode()

    manager.post("/manage/keeping/rule/", NO_DUTY)
    assert str(hemi.subject) in manager.get("/manage/keeping/").content.decode()
    assert "Ask for the erasure" in manager.get(record).content.decode()
    manager.post(f"{record}erase/", {"erasure_ground": "HE_ASKED"})
    one = erasure_of(cast, hemi.subject)
    proof = f"/manage/erasures/{one.id}/"
    assert "has to approve it" in manager.get(proof).content.decode()
    waiting = admin.get("/organisation/erasures/").content.decode()
    assert one.code in waiting
    assert str(hemi.subject) not in waiting
    admin.post(f"/organisation/erasures/{one.id}/approve/")
    destroy_due(ledger(tmp_path), at=datetime(2027, 6, 1, tzinfo=UTC))

    page = manager.get(proof).content.decode()
    assert "It is destroyed" in page
    assert manager.get(record).status_code == 404


@pytest.mark.req("RGT-04")
def test_a_hold_is_placed_and_lifted(
    cast: Cast, hemi: Survivor, sign_in: SignIn
) -> None:
    manager = sign_in(cast.manager)
    record = f"/manage/people/{hemi.subject}/keeping/"

    manager.post(f"{record}hold/", {"ground": "COURT"})
    assert "A court or the police" in manager.get(record).content.decode()
    manager.post(f"{record}lift/")

    assert "Put it on hold" in manager.get(record).content.decode()


@pytest.mark.req("RGT-04")
def test_what_is_kept_longer_leaves_the_list(
    cast: Cast, hemi: Survivor, sign_in: SignIn
) -> None:
    manager = sign_in(cast.manager)
    manager.post("/manage/keeping/rule/", NO_DUTY)
    longer = {"keep_ground": "HIS_WISH", "until": "1 3 2090"}

    manager.post(f"/manage/people/{hemi.subject}/keeping/longer/", longer)

    assert str(hemi.subject) not in manager.get("/manage/keeping/").content.decode()


@pytest.mark.parametrize(
    ("page", "sent", "said"),
    [
        ("hold", {}, "Choose an answer"),
        ("longer", {"keep_ground": "ADVICE", "until": "1 3 2020"}, "a day that is to"),
        ("erase", {}, "Choose an answer"),
    ],
)
def test_what_is_missing_is_said(
    cast: Cast,
    hemi: Survivor,
    sign_in: SignIn,
    page: str,
    sent: dict[str, str],
    said: str,
) -> None:
    manager = sign_in(cast.manager)
    manager.post("/manage/keeping/rule/", NO_DUTY)

    found = manager.post(f"/manage/people/{hemi.subject}/keeping/{page}/", sent)

    assert said in found.content.decode()


def test_a_contract_needs_its_years(cast: Cast, sign_in: SignIn) -> None:
    manager = sign_in(cast.manager)

    found = manager.post("/manage/keeping/rule/", {**NO_DUTY, "basis": "CONTRACT"})

    assert "Enter how many years it says" in found.content.decode()


@pytest.mark.req("CON-04")
def test_what_must_be_kept_can_not_be_asked_for(
    cast: Cast, hemi: Survivor, sign_in: SignIn
) -> None:
    manager = sign_in(cast.manager)
    manager.post("/manage/keeping/rule/", {**NO_DUTY, "basis": "HEALTH_10Y"})
    record = f"/manage/people/{hemi.subject}/keeping/"

    manager.post(f"{record}erase/", {"erasure_ground": "HE_ASKED"})

    assert "It has to be kept" in manager.get(record).content.decode()


def test_a_manager_may_stop_it(cast: Cast, hemi: Survivor, sign_in: SignIn) -> None:
    manager = sign_in(cast.manager)
    manager.post("/manage/keeping/rule/", NO_DUTY)
    with use(cast.manager.context), transaction.atomic():
        assert Consent.objects.filter(subject=hemi.subject).exists()
        one = decisions.ask(
            cast.manager,
            hemi.subject,
            ErasureGround.HE_ASKED,
            at=datetime.now(UTC),
        )

    manager.post(f"/manage/erasures/{one.id}/stop/")

    page = manager.get(f"/manage/erasures/{one.id}/").content.decode()
    assert "It was stopped" in page
