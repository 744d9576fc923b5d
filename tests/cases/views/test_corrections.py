"""The pages on which a session is put right, and on which notes stay closed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.drafts import queries as drafts
from cases.drafts import services as keeping
from cases.models import SessionVersion
from cases.queries import sessions as queries
from cases.sections import Note
from cases.services import assignments
from msa.accounts.actor import Actor
from msa.tenancy.context import use
from rights.places import Place
from tests.cases.services.test_corrections import BETTER, corrected
from tests.cases.session_form import form, log
from tests.cases.world import WORDS, events, logged
from tests.cast import NOW, Cast
from tests.conftest import SignIn
from tests.rights.world import STATEMENT, stated

TOLD = "His sister says he sleeps in the car"


def address(name: str, subject: UUID, session: UUID) -> str:
    return reverse(f"worker:session{name}", args=[subject, session])


def send(browser: Client, subject: UUID, session: UUID, **changes: Any) -> HttpResponse:
    """Send the form of the page as it opens, with these changes."""
    url = address("-correct", subject, session)
    shown = browser.get(url).context["form"]
    usual = {field.name: field.value() for field in shown}
    usual["written_together"] = "on" if usual["written_together"] else ""
    sent = {name: value for name, value in (usual | changes).items() if value}
    return browser.post(url, sent)  # type: ignore[return-value]


def session_of(actor: Actor, subject: UUID, *, at: datetime | None = None) -> UUID:
    return logged(actor, subject, body=WORDS, at=at or timezone.now())


def handed_on(cast: Cast, subject: UUID) -> None:
    """Let the colleague work with him in the worker's place."""
    with use(cast.manager.context):
        to = cast.colleague.member
        assignments.assign(cast.manager, subject, to=to, at=NOW)


def text(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined, no-any-return]


@pytest.mark.req("SES-04")
def test_a_session_is_put_right_on_its_page(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    session, browser = session_of(cast.worker, hemi), sign_in(cast.worker)

    answer = send(browser, hemi, session, body=BETTER.body, minutes="45")

    assert answer.headers["Location"] == address("", hemi, session)
    shown = text(browser.get(address("", hemi, session)))
    assert BETTER.body in shown
    assert "45 min" in shown
    assert WORDS not in shown
    assert WORDS in text(browser.get(address("-versions", hemi, session)))


@pytest.mark.req("SES-04")
def test_after_ten_days_both_stand_on_the_page(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    long_ago = timezone.now() - timedelta(days=11)
    session = session_of(cast.worker, hemi, at=long_ago)
    browser = sign_in(cast.worker)
    asked = text(browser.get(address("-correct", hemi, session)))

    send(browser, hemi, session, body=BETTER.body)

    shown = text(browser.get(address("", hemi, session)))
    assert "stands beside what was written first" in asked
    assert shown.index("Corrected on") < shown.index(BETTER.body)
    assert shown.index("As it was first written") < shown.index(WORDS)


@pytest.mark.req("SES-04", "UI-W8")
def test_of_two_windows_the_second_sees_both_texts_and_chooses(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    session, browser = session_of(cast.worker, hemi), sign_in(cast.worker)
    send(browser, hemi, session, body="From the phone")

    clash = send(browser, hemi, session, body="From the desk", revision="1")

    assert clash.status_code == 409
    assert "From the phone" in text(clash)
    assert "From the desk</textarea>" in text(clash)
    revision = clash.context["form"]["revision"].value()  # type: ignore[attr-defined]
    chosen = send(browser, hemi, session, body="From the desk", revision=revision)
    assert chosen.status_code == 302
    every = text(browser.get(address("-versions", hemi, session)))
    assert [one in every for one in (WORDS, "From the phone", "From the desk")] == [
        True,
        True,
        True,
    ]


@pytest.mark.req("SES-04", "UI-W5")
def test_saved_unchanged_it_stays_one_version(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    browser = sign_in(cast.worker)
    data = form(body=WORDS, domains="HOUSING", start="14:30", written_together="on")
    log(browser, hemi, data)
    session = cast.worker.own(UUID(data["id"]))

    send(browser, hemi, session)

    with use(cast.worker.context):
        assert not SessionVersion.objects.exists()


@pytest.mark.req("SES-04")
@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"minutes": "1441"}, "minutes"),
        ({"minutes": "0"}, "minutes"),
        ({"held_on": "1/1/2090"}, "held_on"),
    ],
)
def test_what_can_not_be_comes_back(
    cast: Cast, sign_in: SignIn, hemi: UUID, wrong: dict[str, str], field: str
) -> None:
    session, browser = session_of(cast.worker, hemi), sign_in(cast.worker)

    answer = send(browser, hemi, session, body=BETTER.body, **wrong)

    assert list(answer.context["form"].errors) == [field]  # type: ignore[attr-defined]
    assert BETTER.body in text(answer)


@pytest.mark.req("SES-04")
def test_a_colleagues_session_can_be_looked_at_and_not_changed(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    session = session_of(cast.worker, hemi)
    handed_on(cast, hemi)
    browser = sign_in(cast.colleague)

    shown = browser.get(address("", hemi, session))

    assert address("-correct", hemi, session) not in text(shown)
    assert browser.get(address("-correct", hemi, session)).status_code == 404
    assert browser.get(address("-versions", hemi, session)).status_code == 200


@pytest.mark.req("UI-W13")
def test_a_colleagues_note_is_closed_until_show_note_is_pressed(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    session = session_of(cast.worker, hemi)
    handed_on(cast, hemi)
    browser = sign_in(cast.colleague)
    note = address("-note", hemi, session)

    person = text(browser.get(reverse("worker:person", args=[hemi])))
    closed = text(browser.get(address("", hemi, session)))
    before = len(events(cast.kauri.id, "record.open"))
    opened = text(browser.get(note))

    assert WORDS not in person + closed
    assert f'href="{note}">Show note' in person
    assert f'href="{note}">Show note' in closed
    assert WORDS in opened
    (event,) = [
        one
        for one in events(cast.kauri.id, "record.open")[before:]
        if one.payload["purpose"] == "SESSIONS"
    ]
    assert (event.actor, event.subject_id) == (cast.colleague.person, hemi)


@pytest.mark.req("UI-W14")
def test_the_timeline_says_what_was_written_together(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    browser = sign_in(cast.worker)
    page = reverse("worker:person", args=[hemi])
    log(browser, hemi, form(body=WORDS))
    alone = text(browser.get(page))

    log(browser, hemi, form(body="Ours", written_together="on"))

    assert "Written together" not in alone
    assert "Written together" in text(browser.get(page))


@pytest.mark.req("SES-04")
def test_what_somebody_else_told_is_marked_wherever_it_is_read(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    browser = sign_in(cast.worker)
    data = form(body=WORDS, from_others=TOLD, told_by="his sister")
    log(browser, hemi, data)
    session = cast.worker.own(UUID(data["id"]))

    pages = [
        text(browser.get(address("", hemi, session))),
        text(browser.get(reverse("worker:person-prepare", args=[hemi]))),
    ]

    for shown in pages:
        told = shown[shown.index("Somebody else told us this") :]
        assert TOLD in told
        assert "Told by: his sister" in told
        assert "It stays out of the copy" in told


@pytest.mark.req("SES-04", "RGT-02")
def test_his_statement_stands_beside_every_page_of_the_session(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    session, browser = session_of(cast.worker, hemi), sign_in(cast.worker)
    stated(cast.worker, hemi, Place(str(session), session=session))
    corrected(cast.worker, hemi, session, at=timezone.now())

    for name in ("", "-note", "-correct", "-versions"):
        assert STATEMENT in text(browser.get(address(name, hemi, session))), name


@pytest.mark.req("SES-04")
def test_what_is_being_put_right_is_kept_as_a_draft_of_that_session(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    session, other = session_of(cast.worker, hemi), session_of(cast.worker, hemi)
    browser = sign_in(cast.worker)
    page = browser.get(address("-correct", hemi, session))
    code, id = page.context["draft_code"], UUID(int=7)
    with use(cast.worker.context):
        typed = [("body", "Half a thought")]
        keeping.keep(cast.worker, hemi, code, typed, id=id, at=timezone.now())

    answer = browser.get(address("-correct", hemi, other))
    assert answer.context["draft_code"] != code
    send(browser, hemi, session, body="Whole", draft=str(id))

    with use(cast.worker.context):
        assert drafts.begun(cast.worker, hemi, code) == []
        note = queries.session(cast.worker, hemi, session).note
    assert note == Note(body="Whole")
    (begun,) = events(cast.kauri.id, "draft.begun")
    assert begun.payload["kind"] == "session"
