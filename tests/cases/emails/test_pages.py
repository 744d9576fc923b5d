"""The pages that keep an important email (SES-01)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import Session
from consent.enums import Purpose
from consent.services import consents
from msa.tenancy.context import use
from msa.uploads.kinds import LARGEST
from tests.cases.emails.letter_box import (
    FILE,
    NOTHING,
    SAID,
    add,
    an_email,
    kept,
    shown_form,
    stored,
    waits,
    words,
)
from tests.cases.world import person
from tests.cast import Cast
from tests.conftest import SignIn
from tests.msa.uploads import samples
from tests.msa.uploads.letters import NASTY, PAGE, as_file, letter


@pytest.fixture
def browser(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.worker)


def look(subject: UUID, id: UUID) -> str:
    return reverse("worker:email", args=[subject, id])


def sent_with_files() -> bytes:
    files = [
        ("hearing.pdf", "application/pdf", samples.pdf()),
        ("all.zip", "application/zip", samples.zip_bomb(1)),
    ]
    return as_file(letter(page=PAGE, files=files))


@pytest.mark.req("SES-01")
def test_an_email_as_a_file_is_looked_at_and_then_kept(
    cast: Cast, browser: Client, hemi: UUID
) -> None:
    added = add(browser, hemi, sent_with_files())
    page = browser.get(added.headers["Location"])
    before = stored(cast)

    done = browser.post(added.headers["Location"], shown_form(page))

    assert before == {**NOTHING, "sessiondraft": 1}
    for said in ("Mere Tāmati", "3 March 2026, 2:30 pm", "hearing.pdf", "all.zip"):
        assert said in page.content.decode()
    assert stored(cast) == {"sessiondraft": 0, "session": 1, "emailpart": 2}
    shown = words(browser.get(done.headers["Location"]))
    for said in (
        "Important email kept",
        "the hearing is on Monday",
        "5 min",
        "all.zip",
    ):
        assert said in shown
    assert "There is no note" not in shown


@pytest.mark.req("SES-01")
def test_an_attachment_comes_back_as_a_clean_copy_to_keep(
    cast: Cast, browser: Client, hemi: UUID
) -> None:
    session = kept(cast.worker, hemi)

    page = browser.get(reverse("worker:email-attachment", args=[hemi, session, 1]))

    assert page.content == FILE
    assert page.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert page.headers["Content-Disposition"] == (
        'attachment; filename="attachment-1.txt"'
    )
    assert "sandbox" in page.headers["Content-Security-Policy"]


@pytest.mark.req("SES-01")
def test_pasted_text_is_enough(cast: Cast, browser: Client, hemi: UUID) -> None:
    pasted = f"From: Mere\nSent: Tuesday\nTo: me\nSubject: Te kōti\n\n{SAID}"
    added = add(browser, hemi, pasted=pasted)
    form = shown_form(browser.get(added.headers["Location"]))

    browser.post(added.headers["Location"], form)

    told = [form[name] for name in ("sender", "sent", "recipients", "subject", "text")]
    assert told == ["Mere", "Tuesday", "me", "Te kōti", SAID]
    assert stored(cast)["emailpart"] == 1


def test_pasted_day_is_said_in_the_time_here(browser: Client, hemi: UUID) -> None:
    pasted = f"From: Mere\nDate: Thu, 5 Mar 2026 21:40:00 +0000\n\n{SAID}"
    added = add(browser, hemi, pasted=pasted)

    form = shown_form(browser.get(added.headers["Location"]))

    assert (form["sent"], form["held_on"]) == ("6 March 2026, 10:40 am", "6 3 2026")


def test_he_may_shorten_it_and_leave_attachments_out(
    cast: Cast, browser: Client, hemi: UUID
) -> None:
    id = waits(cast.worker, hemi)
    form = shown_form(browser.get(look(hemi, id)))
    assert form["attachments"] == ["1"]  # a logo is not worth keeping

    done = browser.post(
        look(hemi, id), {**form, "text": "Shorter", "attachments": [], "minutes": "12"}
    )

    shown = words(browser.get(done.headers["Location"]))
    assert "Shorter" in shown
    assert "12 min" in shown
    assert SAID not in shown
    assert "hearing.txt" not in shown
    assert stored(cast)["emailpart"] == 1


def test_it_counts_for_the_day_it_was_sent(
    cast: Cast, browser: Client, hemi: UUID
) -> None:
    id = waits(cast.worker, hemi)

    browser.post(look(hemi, id), shown_form(browser.get(look(hemi, id))))

    with use(cast.worker.context):
        session = Session.objects.get(subject=hemi)
    assert session.held_on.isoformat() == "2026-03-03"
    assert (session.kind, session.mode, session.minutes) == ("EMAIL_KEPT", "EMAIL", 5)


def test_one_from_a_clock_that_is_ahead_counts_for_today(
    cast: Cast, browser: Client, hemi: UUID
) -> None:
    id = waits(cast.worker, hemi, an_email(sent="2099-01-01T00:00:00+00:00"))

    form = browser.get(look(hemi, id)).context["form"]

    assert form["held_on"].value() == timezone.localdate()


@pytest.mark.req("UI-W5")
def test_the_button_pressed_twice_keeps_one(
    cast: Cast, browser: Client, hemi: UUID
) -> None:
    id = waits(cast.worker, hemi)
    form = shown_form(browser.get(look(hemi, id)))

    done = [browser.post(look(hemi, id), form) for _ in range(2)]

    assert done[0].headers["Location"] == done[1].headers["Location"]
    assert stored(cast) == {"sessiondraft": 0, "session": 1, "emailpart": 2}


def test_one_that_waits_is_offered_again(
    cast: Cast, browser: Client, hemi: UUID
) -> None:
    id = waits(cast.worker, hemi)

    page = browser.get(reverse("worker:email-new", args=[hemi]))

    assert "An email waits here" in page.content.decode()
    assert look(hemi, id) in page.content.decode()
    assert SAID not in page.content.decode()


def test_thrown_away_nothing_of_it_is_left(
    cast: Cast, browser: Client, hemi: UUID
) -> None:
    id = waits(cast.worker, hemi)
    assert stored(cast) != NOTHING

    browser.post(reverse("worker:email-throw-away", args=[hemi, id]))

    assert stored(cast) == NOTHING
    assert browser.get(look(hemi, id)).status_code == 404


def test_thrown_away_meanwhile_what_he_typed_still_stands(
    cast: Cast, browser: Client, hemi: UUID
) -> None:
    id = waits(cast.worker, hemi)
    form = shown_form(browser.get(look(hemi, id)))
    browser.post(reverse("worker:email-throw-away", args=[hemi, id]))

    page = browser.post(look(hemi, id), {**form, "text": "What I typed"})

    assert page.status_code == 409
    assert "thrown away meanwhile" in page.content.decode()
    assert "What I typed" in page.content.decode()
    assert stored(cast) == NOTHING


@pytest.mark.req("SES-01")
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"No email at all", "is no email that we can read"),
        (samples.zip_bomb(1), "is no email that we can read"),
        (as_file(letter()) + b"x" * (30 << 20), "is larger than 10 MB"),
    ],
    ids=["empty", "a text", "an archive", "30 MB"],
)
def test_a_file_that_is_refused_says_why_and_names_the_field(
    cast: Cast, browser: Client, hemi: UUID, content: bytes, said: str
) -> None:
    page = add(browser, hemi, content)

    assert list(page.context["form"].errors) == ["file"]
    assert f"“letter.eml” {said}" in page.content.decode()
    assert "<title>Error: " in page.content.decode()
    assert stored(cast) == NOTHING


def test_what_was_typed_beside_a_file_that_is_too_large_stays(
    browser: Client, hemi: UUID
) -> None:
    page = add(browser, hemi, b"Subject: a\n" + b"x" * LARGEST, pasted="Typed words")

    assert "larger than 10 MB" in page.content.decode()
    assert "Typed words" in page.content.decode()


@pytest.mark.parametrize("typed", [{}, {"pasted": " \n"}])
def test_neither_file_nor_text_is_asked_for(
    browser: Client, hemi: UUID, typed: dict[str, Any]
) -> None:
    page = add(browser, hemi, **typed)

    assert "Choose the email as a file, or paste its text" in page.content.decode()


@pytest.mark.parametrize("name", ["NUL bytes", "no body"])
def test_bad_emails_can_be_kept_as_far_as_they_go(
    cast: Cast, browser: Client, hemi: UUID, name: str
) -> None:
    added = add(browser, hemi, NASTY[name])
    form = shown_form(browser.get(added.headers["Location"]))

    done = browser.post(added.headers["Location"], {**form, "text": "words"})

    assert done.status_code == 302
    assert stored(cast)["emailpart"] == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"held_on": "1/1/2099"}, "held_on"),
        ({"minutes": "0"}, "minutes"),
        ({"minutes": "2000"}, "minutes"),
        ({"attachments": ["7"]}, "attachments"),
        ({"text": "", "attachments": []}, "text"),
    ],
)
def test_bad_input_is_named_and_what_he_typed_stays(
    cast: Cast, browser: Client, hemi: UUID, changes: dict[str, object], field: str
) -> None:
    id = waits(cast.worker, hemi)
    form = shown_form(browser.get(look(hemi, id)))

    page = browser.post(look(hemi, id), {**form, "subject": "My words", **changes})

    assert list(page.context["form"].errors) == [field]
    assert "My words" in page.content.decode()
    assert stored(cast) == {**NOTHING, "sessiondraft": 1}


# Without notes


@pytest.mark.req("SES-01", "CON-05")
def test_without_notes_it_is_said_before_and_nothing_is_asked(
    cast: Cast, browser: Client
) -> None:
    subject = person(cast.worker, purposes=[Purpose.RECORD])

    page = browser.get(reverse("worker:email-new", args=[subject]))

    assert "No emails are kept" in page.content.decode()
    assert 'type="file"' not in page.content.decode()


@pytest.mark.req("SES-01", "CON-05")
@pytest.mark.parametrize("purpose", [Purpose.SESSIONS, Purpose.RECORD])
def test_taken_back_a_second_ago_nothing_of_it_is_kept(
    cast: Cast, browser: Client, hemi: UUID, purpose: Purpose
) -> None:
    id = waits(cast.worker, hemi)
    form = shown_form(browser.get(look(hemi, id)))
    with use(cast.worker.context):
        consents.withdraw(cast.worker, hemi, purpose, at=timezone.now())

    added = add(browser, hemi, pasted="Pasted words")
    page = browser.post(look(hemi, id), {**form, "text": "Typed words"})

    assert (added.status_code, page.status_code) == (409, 409)
    assert "Pasted words" in added.content.decode()
    assert "Typed words" in page.content.decode()
    said = "agreed to notes" if purpose == Purpose.SESSIONS else "taken back his"
    assert said in page.content.decode()
    assert stored(cast) == NOTHING


@pytest.mark.req("CON-05")
def test_taken_back_later_it_is_not_there_any_more(
    cast: Cast, browser: Client, hemi: UUID
) -> None:
    session = kept(cast.worker, hemi)
    pages = [
        reverse("worker:session", args=[hemi, session]),
        reverse("worker:email-attachment", args=[hemi, session, 1]),
    ]
    assert [browser.get(page).status_code for page in pages] == [200, 200]
    with use(cast.worker.context):
        consents.withdraw(cast.worker, hemi, Purpose.SESSIONS, at=timezone.now())

    assert [browser.get(page).status_code for page in pages] == [404, 404]
