"""The page on which a survivor says whom he doesn't want near his record (REC-08)."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.urls import reverse

from cases.models import BlockedMember
from cases.queries.blocks import blocks
from msa.tenancy.context import use
from tests.cases.test_blocks import block
from tests.cast import NOW, Cast
from tests.conftest import SignIn


@pytest.mark.req("REC-08")
def test_his_worker_keeps_somebody_away_by_name_and_lets_near_again(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    browser = sign_in(cast.worker)
    url = reverse("worker:person-kept-away", args=[hemi])
    assert "He keeps nobody away" in browser.get(url).content.decode()

    browser.post(url, {"member": str(cast.colleague.member)})

    with use(cast.worker.context):
        assert [one.name for one in blocks(hemi, at=NOW).blocked] == ["Colleague"]
    assert "Kept away since" in browser.get(url).content.decode()
    lift = reverse("worker:person-let-near", args=[hemi, cast.colleague.member])
    assert browser.post(lift).status_code == 302
    assert "He keeps nobody away" in browser.get(url).content.decode()


@pytest.mark.req("REC-08")
def test_who_keeps_himself_away_is_led_home(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    browser = sign_in(cast.worker)
    url = reverse("worker:person-kept-away", args=[hemi])

    answer = browser.post(url, {"member": str(cast.worker.member)})

    assert answer.headers["Location"] == reverse("worker:today")
    assert browser.get(url).status_code == 404


@pytest.mark.req("REC-08")
def test_nobody_is_chosen_without_a_choice(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    url = reverse("worker:person-kept-away", args=[hemi])

    answer = sign_in(cast.worker).post(url, {"member": ""})

    assert "Choose an answer for" in answer.content.decode()
    with use(cast.worker.context):
        assert not BlockedMember.objects.exists()


@pytest.mark.req("REC-08")
def test_a_manager_is_not_offered_whom_he_keeps_away(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    browser, url = sign_in(cast.manager), reverse("manager:assign", args=[hemi])
    assert "Colleague" in browser.get(url).content.decode()

    block(cast.worker, hemi, cast.colleague.member)

    page = browser.get(url).content.decode()
    assert "Colleague" not in page
    answer = browser.post(url, {"to": str(cast.colleague.member)})
    assert answer.status_code == 403
    assert "He doesn’t want this person near his record" in answer.content.decode()
