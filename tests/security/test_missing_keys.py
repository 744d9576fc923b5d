"""A key that is missing or wrong: a page says so, nothing is lost, and all goes on."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import SessionNote
from consent.keeping import Keeper
from consent.models import OrganisationKey, Subject
from consent.services.settling import settle
from msa.tenancy.context import use
from msa.vault.keys import forget_organisation_keys
from msa.web.key_faults import is_key_fault
from tests.cast import NOW, Cast
from tests.conftest import SignIn
from tests.security.stage import Survivor, survivor

WRONG = bytes(range(32))
SAYS = "This can’t be opened just now"
NOTE = {
    "mode": "IN_PERSON",
    "kind": "ONE_TO_ONE",
    "length": "60",
    "body": "He walked by the river and felt lighter.",
}


@pytest.fixture
def told(cast: Cast) -> Survivor:
    return survivor(cast.worker, "Aotea")


@pytest.fixture
def keys(settings: Any) -> Iterator[Any]:
    """The keys of this process, to be taken away; with nothing left in memory."""
    forget_organisation_keys()
    yield settings
    forget_organisation_keys()


@pytest.fixture
def browser(cast: Cast, sign_in: SignIn) -> Client:
    signed_in = sign_in(cast.worker)
    signed_in.raise_request_exception = False
    return signed_in


def log_page(told: Survivor) -> str:
    return reverse("worker:session-new", args=[told.subject])


def count(model: Any, cast: Cast) -> int:
    with use(Keeper(cast.kauri.id).context):
        return int(model.objects.count())


@pytest.mark.req("SEC-07")
@pytest.mark.parametrize("root", [WRONG, b""], ids=["another", "none"])
def test_a_page_says_that_it_can_not_be_opened(
    cast: Cast, told: Survivor, browser: Client, keys: Any, root: bytes
) -> None:
    page = reverse("worker:person", args=[told.subject])
    assert told.words[0] in browser.get(page).content.decode()
    forget_organisation_keys()

    keys.MSA_ROOT_KEY = root
    response = browser.get(page)

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "300"
    assert response.headers["Cache-Control"] == "no-store"
    assert SAYS in response.content.decode()
    assert [word for word in told.words if word in response.content.decode()] == []


@pytest.mark.req("SEC-07", "SEC-05")
def test_the_log_says_a_code_and_an_organisation_and_nothing_else(
    cast: Cast,
    told: Survivor,
    browser: Client,
    keys: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:
    keys.MSA_ROOT_KEY = WRONG

    with caplog.at_level(logging.ERROR, logger="msa.web.key_faults"):
        browser.get(reverse("worker:person", args=[told.subject]))

    said = [r.getMessage() for r in caplog.records if r.name == "msa.web.key_faults"]
    assert said == [f"key-does-not-fit organisation={cast.kauri.id}"]


@pytest.mark.req("SEC-07", "UI-W7")
def test_what_was_sent_is_kept_and_saved_when_the_key_is_back(
    cast: Cast, told: Survivor, browser: Client, keys: Any
) -> None:
    before, right = count(SessionNote, cast), keys.MSA_ROOT_KEY
    when = timezone.localdate().isoformat()
    note = {**NOTE, "when": when, "id": str(uuid.uuid4())}
    keys.MSA_ROOT_KEY = WRONG

    refused = browser.post(log_page(told), note)

    assert refused.status_code == 503
    assert "What you just sent is kept" in refused.content.decode()
    assert NOTE["body"] not in refused.content.decode()
    assert count(SessionNote, cast) == before
    keys.MSA_ROOT_KEY = right
    resumed = browser.get(reverse("account_resume")).content.decode()
    assert NOTE["body"] in resumed
    assert browser.post(log_page(told), note).status_code == 302
    assert count(SessionNote, cast) == before + 1


@pytest.mark.req("SEC-07")
def test_nobody_is_half_welcomed_without_a_key(
    cast: Cast, told: Survivor, keys: Any
) -> None:
    before = count(Subject, cast)
    with use(Keeper(cast.kauri.id).context):
        OrganisationKey.objects.update(retired_at=NOW)

    with pytest.raises(Exception, match="does not open") as fault:
        survivor(cast.worker, "Bluff")

    assert is_key_fault(fault.value)
    assert count(Subject, cast) == before


@pytest.mark.req("SEC-07")
def test_another_organisations_work_goes_on(
    cast: Cast, told: Survivor, keys: Any, sign_in: SignIn
) -> None:
    theirs = survivor(cast.outsider, "Cromwell")
    with use(Keeper(cast.kauri.id).context):
        ours = bytes(OrganisationKey.objects.get().wrapped)
        OrganisationKey.objects.update(wrapped=bytes(60))
    forget_organisation_keys()
    page = reverse("worker:person", args=[theirs.subject])

    response = sign_in(cast.outsider).get(page)

    assert ours
    assert theirs.words[0] in response.content.decode()


@pytest.mark.req("SEC-07", "SEC-01")
def test_a_key_of_another_organisation_opens_nothing(
    cast: Cast, told: Survivor, browser: Client, keys: Any
) -> None:
    with use(Keeper(cast.rimu.id).context):
        theirs = OrganisationKey.objects.get()
    with use(Keeper(cast.kauri.id).context):
        OrganisationKey.objects.update(wrapped=bytes(theirs.wrapped))

    response = browser.get(reverse("worker:person", args=[told.subject]))

    assert response.status_code == 503


@pytest.mark.req("SEC-07")
def test_a_wrong_context_key_is_the_same_page(
    cast: Cast, told: Survivor, browser: Client, keys: Any
) -> None:
    keys.MSA_CONTEXT_KEY = WRONG

    response = browser.get(reverse("worker:people"))

    assert response.status_code == 503
    assert SAYS in response.content.decode()


@pytest.mark.req("SEC-07")
def test_health_names_the_key_in_the_log_and_nowhere_else(
    cast: Cast, client: Client, keys: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settle(at=NOW)
    assert client.get("/healthz").content == b"ok"
    keys.MSA_ROOT_KEY = WRONG

    response = client.get("/healthz")

    assert (response.status_code, response.content) == (503, b"not ready")
    assert [r.getMessage() for r in caplog.records if "ready" in r.getMessage()] == [
        "not ready: root"
    ]


@pytest.mark.req("SEC-07")
def test_health_notices_a_wrong_context_key(
    cast: Cast, client: Client, keys: Any
) -> None:
    settle(at=NOW)
    keys.MSA_CONTEXT_KEY = WRONG

    assert client.get("/healthz").status_code == 503


def test_a_refusal_of_the_database_is_no_fault_of_a_key(cast: Cast) -> None:
    with (
        use(cast.worker.context),
        pytest.raises(Exception, match="permission denied") as refusal,
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT * FROM priv.context_key")

    assert not is_key_fault(refusal.value)
