from __future__ import annotations

import threading
import time
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connections, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.enums import SessionKind
from cases.queries import people as queries
from cases.sections import Contact, Identity
from cases.services import sections
from consent.enums import Purpose
from msa.tenancy.context import use
from tests import databases
from tests.cases.world import PHONE, WORDS, begun, held, logged, person
from tests.cast import NOW, TODAY, Cast
from tests.conftest import SignIn


def page(browser: Client, subject: UUID, **query: str) -> str:
    response = browser.get(reverse("worker:person", args=[subject]), query)
    return response.content.decode()


def test_the_page_says_who_he_is_and_how_to_reach_him(
    cast: Cast, sign_in: SignIn
) -> None:
    identity = Identity(name="Hēmi", pronouns="he/him", iwi=["Ngāi Tahu"])
    contact = Contact(phone="021 555 0101", text_safe=True, may_say="Mornings only")
    subject = person(cast.worker, identity=identity, contact=contact)

    html = page(sign_in(cast.worker), subject)

    for words in ("Hēmi", "he/him", "Ngāi Tahu", "021 555 0101", "Mornings only"):
        assert words in html


def test_a_way_that_is_not_safe_is_said_to_be_so(cast: Cast, sign_in: SignIn) -> None:
    contact = Contact(email="a@example.nz", other="At the group")
    subject = person(cast.worker, contact=contact)

    assert "a@example.nz<br>Not safe to use" in page(sign_in(cast.worker), subject)


def test_safe_contact_that_is_old_asks_to_be_checked(
    cast: Cast, sign_in: SignIn
) -> None:
    old = timezone.now() - timedelta(days=91)
    subject = person(cast.worker, at=old)

    assert "Last checked" in page(sign_in(cast.worker), subject)


def test_safe_contact_that_is_fresh_says_when_it_was_checked(
    cast: Cast, sign_in: SignIn
) -> None:
    subject = person(cast.worker, at=timezone.now())

    assert "Checked with him on" in page(sign_in(cast.worker), subject)


def test_what_he_agrees_to_is_in_words(cast: Cast, sign_in: SignIn, hemi: UUID) -> None:
    html = page(sign_in(cast.worker), hemi)

    assert "Notes of sessions" in html
    assert "The manager reading session notes" not in html


def test_a_record_without_a_name_leads_on(cast: Cast, sign_in: SignIn) -> None:
    subject = begun(cast.worker)

    html = page(sign_in(cast.worker), subject)

    assert "Still to come" in html
    assert reverse("worker:person-start", args=[subject]) in html


@pytest.mark.req("UI-W13")
def test_notes_are_closed_until_they_are_opened(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    session = logged(cast.worker, hemi, body=WORDS)
    browser = sign_in(cast.worker)
    url = reverse("worker:session", args=[hemi, session])

    html = page(browser, hemi)

    assert url in html
    assert WORDS not in html
    assert WORDS in browser.get(url).content.decode()


def test_a_long_timeline_goes_on_on_another_page(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    for days in range(12):
        what = held(TODAY - timedelta(days=days), kind=SessionKind.WORKSHOP)
        logged(cast.worker, hemi, what)
    browser = sign_in(cast.worker)
    url = reverse("worker:person", args=[hemi])

    first = browser.get(url)
    second = browser.get(url, {"older": first.context["older"]})

    pages = (len(first.context["timeline"]), len(second.context["timeline"]))
    assert pages == (10, 2)
    assert second.context["older"] == ""


def test_a_broken_cursor_shows_the_newest(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    logged(cast.worker, hemi)

    response = sign_in(cast.worker).get(
        reverse("worker:person", args=[hemi]), {"older": "_x"}
    )

    assert len(response.context["timeline"]) == 1


def test_without_notes_the_page_says_why_there_is_no_timeline(
    cast: Cast, sign_in: SignIn
) -> None:
    subject = person(cast.worker, purposes=[Purpose.RECORD])

    assert "No sessions are kept" in page(sign_in(cast.worker), subject)


# Editing


def edit(browser: Client, subject: UUID, part: str, **data: str) -> HttpResponse:
    url = reverse(f"worker:person-{part}", args=[subject])
    return browser.post(url, data)  # type: ignore[return-value]


def test_the_form_starts_with_what_is_there(cast: Cast, sign_in: SignIn) -> None:
    identity = Identity(name="Hēmi", birth_date="1984-03-05", iwi=["A", "B"])
    subject = person(cast.worker, identity=identity)

    html = (
        sign_in(cast.worker)
        .get(reverse("worker:person-identity", args=[subject]))
        .content.decode()
    )

    for value in ("Hēmi", "5/3/1984", "A, B"):
        assert f'value="{value}"' in html


def test_a_saved_name_is_a_new_revision(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    response = edit(sign_in(cast.worker), hemi, "identity", name="James", revision="1")

    assert response.status_code == 302
    with use(cast.worker.context):
        opened = queries.person(cast.worker, hemi, at=NOW)
    assert (opened.card.name, opened.identity_revision) == ("James", 2)


def test_saved_contact_keeps_the_day_it_was_checked(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    edit(sign_in(cast.worker), hemi, "contact", other="At the group", revision="1")

    with use(cast.worker.context):
        contact = queries.person(cast.worker, hemi, at=NOW).contact
    assert contact == Contact(other="At the group", checked_on="2026-08-03")


def test_checked_contact_is_checked_today(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    browser = sign_in(cast.worker)
    edit(browser, hemi, "contact", other="His sister", revision="1", checked="on")

    with use(cast.worker.context):
        contact = queries.person(cast.worker, hemi, at=NOW).contact
    assert contact
    assert contact.checked() == timezone.localdate()


def say_again(browser: Client, subject: UUID, revision: int) -> HttpResponse:
    path = reverse("worker:person-contact-still-safe", args=[subject])
    return browser.post(path, {"revision": revision})


@pytest.mark.req("UI-S8")
def test_one_press_says_that_contact_is_still_safe(cast: Cast, sign_in: SignIn) -> None:
    old = timezone.now() - timedelta(days=91)
    subject = person(cast.worker, at=old)
    browser = sign_in(cast.worker)
    assert "Last checked" in page(browser, subject)

    say_again(browser, subject, 1)

    assert "Last checked" not in page(browser, subject)
    with use(cast.worker.context):
        found = queries.person(cast.worker, subject, at=timezone.now())
    assert found.contact
    assert found.contact.phone == PHONE.phone
    assert found.contact.checked() == timezone.localdate()
    assert found.contact_revision == 2


@pytest.mark.req("UI-W8")
def test_a_press_says_nothing_of_what_was_changed_meanwhile(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    browser = sign_in(cast.worker)
    edit(browser, hemi, "contact", other="At the group", revision="1")

    answer = say_again(browser, hemi, 1)

    assert answer.headers["Location"].endswith("/contact/")
    with use(cast.worker.context):
        contact = queries.person(cast.worker, hemi, at=NOW).contact
    assert contact == Contact(other="At the group", checked_on="2026-08-03")


@pytest.mark.req("UI-S8")
def test_the_contact_form_says_since_when_he_was_not_asked(
    cast: Cast, sign_in: SignIn
) -> None:
    old = timezone.now() - timedelta(days=91)
    subject = person(cast.worker, at=old)

    html = (
        sign_in(cast.worker)
        .get(reverse("worker:person-contact", args=[subject]))
        .content.decode()
    )

    assert "He last said on" in html
    assert "Ask him again: it changes." in html


@pytest.mark.parametrize(
    ("part", "data", "field"),
    [("identity", {"name": ""}, "name"), ("contact", {"town": "Ōtaki"}, "phone")],
)
def test_bad_input_is_named_and_stays(
    cast: Cast,
    sign_in: SignIn,
    hemi: UUID,
    part: str,
    data: dict[str, str],
    field: str,
) -> None:
    response = edit(
        sign_in(cast.worker), hemi, part, revision="1", may_say="Words", **data
    )

    form = response.context["form"]  # type: ignore[attr-defined]
    assert list(form.errors) == [field]
    assert response.content.decode().count("Somebody saved this") == 0
    with use(cast.worker.context):
        assert queries.person(cast.worker, hemi, at=NOW).identity_revision == 1


@pytest.mark.req("UI-W8")
@pytest.mark.parametrize(
    ("part", "theirs", "mine"),
    [
        ("identity", Identity(name="Theirs"), {"name": "Mine"}),
        ("contact", Contact(other="Theirs"), {"other": "Mine"}),
    ],
)
def test_whoever_saves_second_sees_both_and_chooses(
    cast: Cast,
    sign_in: SignIn,
    hemi: UUID,
    part: str,
    theirs: Identity | Contact,
    mine: dict[str, str],
) -> None:
    browser = sign_in(cast.worker)
    with use(cast.worker.context):
        sections.save(cast.worker, hemi, theirs, after=1, at=NOW)

    clash = edit(browser, hemi, part, revision="1", **mine)

    html = clash.content.decode()
    assert clash.status_code == 409
    assert "Theirs" in html
    assert 'value="Mine"' in html

    newest = clash.context["form"]["revision"].value()  # type: ignore[attr-defined]
    chosen = edit(browser, hemi, part, revision=newest, **mine)

    assert chosen.status_code == 302
    with use(cast.worker.context):
        opened = queries.person(cast.worker, hemi, at=NOW)
    saved = opened.identity if part == "identity" else opened.contact
    assert "Mine" in saved.document().values()  # type: ignore[union-attr]


def waits_for_a_row(database: str) -> bool:
    """Say whether somebody comes to wait for what another is about to commit."""
    until = time.monotonic() + 20
    asked = (
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = %s AND wait_event_type = 'Lock'"
    )
    with databases.superuser(database) as admin:
        while time.monotonic() < until:
            if admin.execute(asked, [database]).fetchone() != (0,):
                return True
            time.sleep(0.05)
    return False


@pytest.mark.req("UI-W8")
def test_whoever_saves_at_the_same_moment_sees_what_was_just_saved(
    live: str, live_cast: Cast, sign_in: SignIn
) -> None:
    """His page was read before the other text was there."""
    worker = live_cast.worker
    subject = person(worker)
    answers: list[Any] = []
    with transaction.atomic():
        browser = sign_in(worker)

    def press() -> None:
        mine = {"revision": "1", "name": "Mine"}
        with transaction.atomic():
            answers.append(edit(browser, subject, "identity", **mine))
        connections.close_all()

    second = threading.Thread(target=press)
    with use(worker.context), transaction.atomic():
        sections.save(worker, subject, Identity(name="Theirs"), after=1, at=NOW)
        second.start()
        assert waits_for_a_row(live)
    second.join()

    (clash,) = answers
    assert clash.status_code == 409
    assert "Theirs" in clash.content.decode()
    assert 'value="Mine"' in clash.content.decode()
    assert clash.context["form"]["revision"].value() == "2"


@pytest.mark.parametrize("revision", ["", "x", "-1"])
def test_a_missing_revision_stores_nothing(
    cast: Cast, sign_in: SignIn, hemi: UUID, revision: str
) -> None:
    edit(sign_in(cast.worker), hemi, "identity", name="James", revision=revision)

    with use(cast.worker.context):
        assert queries.person(cast.worker, hemi, at=NOW).card.name == "Hēmi"


def test_a_section_without_contact_can_be_filled_in(
    cast: Cast, sign_in: SignIn
) -> None:
    subject = begun(cast.worker)
    data = {"phone": PHONE.phone, "phone_safe": "on", "revision": "0"}

    response = edit(sign_in(cast.worker), subject, "contact", **data)

    assert response.status_code == 302
    with use(cast.worker.context):
        opened = queries.person(cast.worker, subject, at=NOW)
    assert opened.contact_revision == 1
