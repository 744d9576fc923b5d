from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from consent.enums import Purpose
from consent.services import consents
from handbook import services
from handbook.models import Version
from msa.tenancy.context import use
from tests.cast import NOW, TODAY, Cast, agreements
from tests.conftest import SignIn
from tests.handbook.conftest import TEXT, another, published, read


@pytest.fixture(autouse=True)
def on_casework(settings: Any) -> None:
    settings.ROOT_URLCONF = "msa.urls.casework"


def form(**changes: Any) -> dict[str, Any]:
    said = {
        "id": str(uuid.uuid4()),
        "about": "CHILD",
        "title": "",
        "text": TEXT,
        "in_force_from": f"{TODAY:%d/%m/%Y}",
        "review_on": f"{TODAY + timedelta(days=365):%d/%m/%Y}",
    }
    return said | changes


def shown(browser: Client, path: str) -> str:
    return browser.get(path, follow=True).content.decode()


@pytest.mark.req("STD-05")
def test_he_is_asked_to_read_it_and_says_so(cast: Cast, sign_in: SignIn) -> None:
    version = published(cast.manager)
    worker, at = sign_in(cast.worker), f"/policies/{version.policy_id}/"
    assert f'href="{at}"' in shown(worker, "/today/")
    page = shown(worker, at)
    assert "Nobody works alone with a child." in page
    assert "I have read it" in page

    answer = worker.post(f"{at}read/", {"version": version.id})

    assert answer["Location"] == "/policies/"
    assert "You said that you have read it" in shown(worker, at)
    assert f'href="{at}"' not in shown(worker, "/today/")


@pytest.mark.req("STD-05")
@pytest.mark.parametrize(
    ("who", "area"), [("manager", "/manage"), ("admin", "/organisation")]
)
def test_who_publishes_sees_who_has_not_read_it(
    cast: Cast, sign_in: SignIn, who: str, area: str
) -> None:
    browser = sign_in(getattr(cast, who))
    answer = browser.post(f"{area}/policies/new/", form())
    page = shown(browser, answer["Location"])

    assert answer["Location"].startswith(f"{area}/policies/")
    assert "Who has not read it yet" in page
    assert "<li>Colleague</li>" in page


def test_a_worker_is_not_shown_who_read_what(cast: Cast, sign_in: SignIn) -> None:
    version = published(cast.manager)
    read(cast.colleague, version)
    page = shown(sign_in(cast.worker), f"/policies/{version.policy_id}/")

    assert "Colleague" not in page
    assert "Withdraw" not in page


@pytest.mark.req("STD-05")
def test_a_document_is_kept_clean_and_given_as_it_is(
    cast: Cast, sign_in: SignIn
) -> None:
    sent = SimpleUploadedFile("Holiday.txt", "Ngā tikanga\n".encode())
    manager, worker = sign_in(cast.manager), sign_in(cast.worker)
    manager.post("/manage/policies/new/", form(text="", file=sent))
    with use(cast.manager.context):
        version = Version.objects.get()
    at = f"/policies/{version.policy_id}/"
    answer = worker.get(f"{at}1/file/")

    assert "Read the document (plain text," in shown(worker, at)
    assert answer.content.decode().strip() == "Ngā tikanga"
    assert "policy-child-protection-1.txt" in answer["Content-Disposition"]
    assert "sandbox" in answer["Content-Security-Policy"]


@pytest.mark.req("STD-05")
def test_a_text_is_there_on_paper(cast: Cast, sign_in: SignIn) -> None:
    version = published(cast.manager)
    answer = sign_in(cast.worker).get(f"/policies/{version.policy_id}/1/file/")

    assert answer.content.startswith(b"%PDF-")
    assert "policy-child-protection-1.pdf" in answer["Content-Disposition"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": ""}, "text"),
        ({"review_on": "1/1/2020"}, "review_on"),
        ({"about": "OWN"}, "title"),
        ({"about": "NONE"}, "about"),
        ({"in_force_from": "x"}, "in_force_from"),
        ({"file": SimpleUploadedFile("a.svg", b"<svg/>")}, "file"),
        ({"file": SimpleUploadedFile("a.txt", b"words")}, "file"),
    ],
)
def test_what_can_not_be_published_is_asked_for_again(
    cast: Cast, sign_in: SignIn, changes: dict[str, Any], field: str
) -> None:
    answer = sign_in(cast.manager).post("/manage/policies/new/", form(**changes))

    assert answer.context["form"].errors[field]
    with use(cast.manager.context):
        assert not Version.objects.exists()


def test_one_that_was_just_written_is_said_to_be(cast: Cast, sign_in: SignIn) -> None:
    manager = sign_in(cast.manager)
    manager.get("/manage/policies/new/")
    published(cast.admin)
    answer = manager.post("/manage/policies/new/", form())

    assert answer.context["form"].errors["about"]


@pytest.mark.req("STD-05")
def test_an_earlier_version_can_be_read_and_says_that_it_is_one(
    cast: Cast, sign_in: SignIn
) -> None:
    first = published(cast.manager)
    manager = sign_in(cast.manager)
    at = f"/manage/policies/{first.policy_id}/"
    answer = manager.post(f"{at}another/", form(text="Other words"))

    assert answer["Location"] == at
    assert "Other words" in shown(manager, at)
    earlier = shown(manager, f"{at}1/")
    assert "Nobody works alone with a child." in earlier
    assert "Not the version in force" in earlier
    assert "I have read it" not in earlier


def test_what_is_withdrawn_says_so(cast: Cast, sign_in: SignIn) -> None:
    version = published(cast.manager)
    manager, at = sign_in(cast.manager), f"/manage/policies/{version.policy_id}/"
    manager.post(f"{at}withdraw/", {"version": version.id})

    assert "It is not in force any more." in shown(manager, at)
    assert "None in force" in shown(manager, "/manage/policies/")


@pytest.mark.req("STD-05")
def test_what_is_due_to_be_looked_at_again_is_shown(
    cast: Cast, sign_in: SignIn
) -> None:
    published(cast.manager, begins=TODAY - timedelta(days=400), lasts=365)

    page = shown(sign_in(cast.worker), "/policies/")
    assert "Due to be looked at again" in page


def test_words_are_shown_as_words(cast: Cast, sign_in: SignIn) -> None:
    manager = sign_in(cast.manager)
    answer = manager.post("/manage/policies/new/", form(text="<script>alert()"))

    assert "&lt;script&gt;alert()" in shown(manager, answer["Location"])


def test_the_version_that_was_on_his_page_is_the_one_he_read(
    cast: Cast, sign_in: SignIn
) -> None:
    first = published(cast.manager)
    another(cast.manager, first)
    worker, at = sign_in(cast.worker), f"/policies/{first.policy_id}/"
    worker.post(f"{at}read/", {"version": first.id})

    assert "I have read it" in shown(worker, at)
    assert worker.post(f"{at}read/", {"version": "x"}).status_code == 404


@pytest.mark.req("CON-08")
def test_the_manager_is_told_that_the_policy_is_missed_and_of_nobody(
    cast: Cast, sign_in: SignIn
) -> None:
    missed = "Child protection is missing"
    version = published(cast.manager)
    read(cast.worker, version)
    with use(cast.worker.context):
        young = [replace(one, of_age=False) for one in agreements(Purpose.RECORD)]
        consents.welcome(cast.worker, young, at=NOW)
    manager = sign_in(cast.manager)
    assert missed not in manager.get("/manage/policies/").content.decode()

    with use(cast.manager.context):
        services.withdraw(cast.manager, version.policy_id, version.id, at=NOW)

    assert missed in manager.get("/manage/policies/").content.decode()
    for other, page in ((cast.worker, "/policies/"), (cast.admin, "/admin/policies/")):
        assert missed not in sign_in(other).get(page).content.decode()
