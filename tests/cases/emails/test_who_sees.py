"""Who sees what of an important email that is kept (SES-01)."""

from __future__ import annotations

import json
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from cases.drafts.sealing import EMAIL_FORM
from cases.enums import Mode, SessionKind
from consent.enums import Purpose
from tests.cases.emails.letter_box import SAID, add, kept, shown_form, stored, waits
from tests.cases.world import held, logged, person
from tests.cast import Cast
from tests.conftest import SignIn
from tests.msa.uploads.letters import PAGE, TEXT, as_file, letter


@pytest.fixture
def browser(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.worker)


@pytest.mark.parametrize("actor", ["colleague", "outsider", "admin"])
def test_nobody_else_reads_it_or_knows_of_it(
    cast: Cast, sign_in: SignIn, hemi: UUID, actor: str
) -> None:
    session, waiting = kept(cast.worker, hemi), waits(cast.worker, hemi)
    browser = sign_in(getattr(cast, actor))

    for page in (
        reverse("worker:email-attachment", args=[hemi, session, 1]),
        reverse("manager:email-attachment", args=[hemi, session, 1]),
        reverse("worker:email", args=[hemi, waiting]),
        reverse("worker:email", args=[hemi, uuid4()]),
    ):
        assert browser.get(page).status_code == 404


@pytest.mark.req("SES-01")
@pytest.mark.parametrize("supervised", [True, False])
def test_a_manager_reads_it_only_where_the_survivor_lets_him(
    cast: Cast, sign_in: SignIn, supervised: bool
) -> None:
    agreed = [Purpose.RECORD, Purpose.SESSIONS]
    subject = person(
        cast.worker, purposes=[*agreed, Purpose.SUPERVISION] if supervised else agreed
    )
    session = kept(cast.worker, subject)
    browser = sign_in(cast.manager)

    page = browser.get(reverse("manager:session-note", args=[subject, session]))
    file = browser.get(reverse("manager:email-attachment", args=[subject, session, 1]))

    assert page.status_code == 200
    assert (SAID in page.content.decode()) == supervised
    assert file.status_code == (200 if supervised else 404)


def test_the_page_of_a_session_leads_to_it(browser: Client, hemi: UUID) -> None:
    page = browser.get(reverse("worker:session-new", args=[hemi]))

    assert reverse("worker:email-new", args=[hemi]) in page.content.decode()


@pytest.mark.req("S26")
def test_no_browser_writes_what_waits_to_be_kept(
    cast: Cast, browser: Client, hemi: UUID
) -> None:
    address = reverse("worker:draft-keep", args=[hemi, "session"])

    def send(to: str) -> int:
        typed = json.dumps([["email", "{}"]])
        told = {"draft": str(uuid4()), "typed": typed}
        return browser.post(to, told).status_code

    kept_as_a_draft = send(address)
    refused = send(address.replace("session", EMAIL_FORM))

    assert (kept_as_a_draft, refused) == (200, 404)
    assert stored(cast)["sessiondraft"] == 1


@pytest.mark.req("UI-W10")
def test_the_next_session_does_not_begin_as_an_email(
    cast: Cast, browser: Client, hemi: UUID
) -> None:
    logged(cast.worker, hemi, held(kind=SessionKind.WORKSHOP, mode=Mode.VIDEO))
    kept(cast.worker, hemi)

    form = browser.get(reverse("worker:session-new", args=[hemi])).context["form"]

    assert (form["kind"].initial, form["mode"].initial) == ("WORKSHOP", "VIDEO")


def test_a_page_never_shows_markup_of_an_email(browser: Client, hemi: UUID) -> None:
    added = add(browser, hemi, as_file(letter(None, page=PAGE)))
    form = shown_form(browser.get(added.headers["Location"]))
    form |= {"text": "<img src=x>", "subject": "<b>bold</b>"}

    done = browser.post(added.headers["Location"], form)

    html = browser.get(done.headers["Location"]).content.decode()
    assert "&lt;img src=x&gt;" in html
    assert "&lt;b&gt;bold" in html


def test_plain_lines_stay_lines(cast: Cast, browser: Client, hemi: UUID) -> None:
    added = add(browser, hemi, as_file(letter()))
    form = shown_form(browser.get(added.headers["Location"]))

    assert form["text"] == TEXT
