from __future__ import annotations

import re
import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.enums import Mode, SessionKind
from cases.sections import Contact, Identity, Note
from cases.services import assignments, people, sessions
from cases.services.sessions import Held
from consent.enums import Purpose
from consent.queries import subject_for
from consent.services import consents
from msa.accounts.actor import Actor
from msa.tenancy.context import use
from tests.cast import USUAL, Cast, agreements
from tests.conftest import SignIn

NAME = "Tāne Māhuta"
PHONE = "021 555 0142"
WORDS = "He laughed about the flat."


def person(actor: Actor, name: str = NAME, *more: Purpose) -> uuid.UUID:
    """Let an actor welcome somebody, and tell his name and his phone."""
    at = timezone.now()
    with use(actor.context):
        subject = people.welcome(actor, agreements(*USUAL, *more), at=at)
        people.introduce(
            actor,
            subject,
            identity=Identity(name=name, birth_date="1980-02-03"),
            contact=Contact(phone=PHONE, phone_safe=True, may_say="Say it is Rua"),
            at=at,
        )
    return subject.id


def session_with(actor: Actor, subject: uuid.UUID, *, days_ago: int = 1) -> uuid.UUID:
    """Log a session with a note and return its id."""
    held = Held(
        date.today() - timedelta(days=days_ago),
        45,
        SessionKind.ONE_TO_ONE,
        Mode.IN_PERSON,
    )
    id = uuid.uuid4()
    with use(actor.context):
        sessions.log(actor, subject, held, Note(WORDS), id=id, at=timezone.now())
    return id


def text(page: Any) -> str:
    return str(page.content.decode())


def test_caseload_shows_names_and_workers(cast: Cast, sign_in: SignIn) -> None:
    person(cast.worker)
    person(cast.outsider, "Sione Foreign")

    page = text(sign_in(cast.manager).get("/manage/"))

    assert NAME in page
    assert "Worker" in page
    assert "Sione Foreign" not in page


@pytest.mark.req("UI-M1")
def test_chosen_filters_stand_in_the_address_and_can_be_removed(
    cast: Cast, sign_in: SignIn
) -> None:
    quiet = person(cast.worker, "Hēmi Quiet")
    session_with(cast.worker, quiet, days_ago=40)
    session_with(cast.worker, person(cast.worker, "Tama Lately"))
    person(cast.colleague, "Rua Other")
    browser = sign_in(cast.manager)
    member = cast.worker.member

    page = text(browser.get("/manage/", {"worker": member, "quiet": "on"}))

    assert "Hēmi Quiet" in page
    assert "Tama Lately" not in page
    assert "Rua Other" not in page
    assert f'href="/manage/?worker={member}"' in page  # without the second filter
    assert 'href="/manage/?quiet=on"' in page  # without the first
    without = text(browser.get("/manage/", {"quiet": "on"}))
    assert "Rua Other" in without
    assert "Tama Lately" not in without


@pytest.mark.req("UI-M1")
def test_filters_are_a_form_that_needs_no_script(cast: Cast, sign_in: SignIn) -> None:
    page = text(sign_in(cast.manager).get("/manage/"))

    form = re.search(r'<form method="get" action="/manage/".*?</form>', page, re.S)
    assert form is not None
    assert set(re.findall(r'name="(\w+)"', form[0])) == {"worker", "pace", "quiet"}
    assert "<button" in form[0]


def test_those_who_wait_can_be_chosen(cast: Cast, sign_in: SignIn) -> None:
    person(cast.worker, "Hēmi Held")
    person(cast.manager, "Tama Waiting")

    page = text(sign_in(cast.manager).get("/manage/?worker=nobody"))

    assert "Tama Waiting" in page
    assert "Hēmi Held" not in page


@pytest.mark.parametrize(
    "query",
    ["worker=nonsense", f"worker={uuid.UUID(int=7)}", "after=x", "after=2026_1"],
)
def test_address_that_cannot_be_read_narrows_nothing(
    cast: Cast, sign_in: SignIn, query: str
) -> None:
    person(cast.worker)

    page = sign_in(cast.manager).get(f"/manage/?{query}")

    assert page.status_code == 200
    assert NAME in text(page)


def test_older_people_keep_the_filter(cast: Cast, sign_in: SignIn) -> None:
    for turn in range(26):
        person(cast.worker, f"Person {turn:02}")
    browser = sign_in(cast.manager)
    member = cast.worker.member

    first = text(browser.get(f"/manage/?worker={member}"))
    older = re.search(r'href="(/manage/\?[^"]+)" rel="next"', first)
    assert older is not None
    second = text(browser.get(older[1].replace("&amp;", "&")))

    names = r"Person \d\d(?=</a></th>)"
    assert len(set(re.findall(names, first)) | set(re.findall(names, second))) == 26
    assert f"worker={member}" in older[1]


def test_sealed_person_is_counted_and_not_named(cast: Cast, sign_in: SignIn) -> None:
    subject = person(cast.worker)
    browser = sign_in(cast.manager)
    assert NAME in text(browser.get("/manage/"))
    with use(cast.worker.context):
        consents.withdraw(cast.worker, subject, Purpose.RECORD, at=timezone.now())

    page = text(browser.get("/manage/"))

    assert NAME not in page
    assert "there is 1 sealed record" in page
    assert browser.get(f"/manage/people/{subject}/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_caseload_costs_the_same_for_three_as_for_one(
    cast: Cast, sign_in: SignIn, count: int
) -> None:
    for turn in range(count):
        session_with(cast.worker, person(cast.worker, f"Person {turn}"))
    browser = sign_in(cast.manager)
    browser.get("/manage/")

    with CaptureQueriesContext(connection) as asked:
        browser.get("/manage/")

    selects = [query for query in asked if "SELECT" in query["sql"]]
    assert len(selects) == 20


def test_search_finds_however_it_is_typed(cast: Cast, sign_in: SignIn) -> None:
    person(cast.worker)
    person(cast.colleague, "Hēmi Other")

    page = text(sign_in(cast.manager).post("/manage/people/search/", {"q": "taane m"}))

    assert NAME in page
    assert "Hēmi Other" not in page


def test_search_puts_no_name_into_an_address(cast: Cast, sign_in: SignIn) -> None:
    page = text(sign_in(cast.manager).get("/manage/"))

    assert re.search(
        r'<form method="post" action="/manage/people/search/" role="search"', page
    )


def test_empty_search_says_what_to_do(cast: Cast, sign_in: SignIn) -> None:
    page = text(sign_in(cast.manager).post("/manage/people/search/", {"q": ""}))

    assert "Enter a name, a phone number or a reference" in page


def test_person_shows_identity_contact_and_activity(
    cast: Cast, sign_in: SignIn
) -> None:
    subject = person(cast.worker)
    session_with(cast.worker, subject)

    page = text(sign_in(cast.manager).get(f"/manage/people/{subject}/"))

    for told in (NAME, PHONE, "Say it is Rua", "One-to-one", "45 min", "Worker"):
        assert told in page
    assert WORDS not in page


def test_titles_name_nobody(cast: Cast, sign_in: SignIn) -> None:
    subject = person(cast.worker)
    browser = sign_in(cast.manager)

    for path in ("", "assign/"):
        page = text(browser.get(f"/manage/people/{subject}/{path}"))
        title = re.search(r"<title>(.*?)</title>", page)
        assert title is not None
        assert "Tāne" in page
        assert "Tāne" not in title[1]


def test_words_stay_sealed_without_his_agreement(cast: Cast, sign_in: SignIn) -> None:
    subject = person(cast.worker)
    session = session_with(cast.worker, subject)

    page = text(
        sign_in(cast.manager).get(f"/manage/people/{subject}/sessions/{session}/note/")
    )

    assert WORDS not in page
    assert "He has not agreed to the manager reading" in page


@pytest.mark.req("UI-W13")
def test_words_open_with_his_agreement_once_they_are_asked_for(
    cast: Cast, sign_in: SignIn
) -> None:
    subject = person(cast.worker, NAME, Purpose.SUPERVISION)
    session = session_with(cast.worker, subject)
    browser, here = sign_in(cast.manager), f"/manage/people/{subject}/"

    overview = text(browser.get(here))
    closed = text(browser.get(f"{here}sessions/{session}/"))
    note = text(browser.get(f"{here}sessions/{session}/note/"))

    assert WORDS not in overview + closed
    assert f"{here}sessions/{session}/note/" in overview
    assert f"{here}sessions/{session}/note/" in closed
    assert WORDS in note


def test_assigning_says_what_will_happen_before_it_does(
    cast: Cast, sign_in: SignIn
) -> None:
    subject = person(cast.worker)
    browser = sign_in(cast.manager)

    offered = text(browser.get(f"/manage/people/{subject}/assign/"))
    asked = text(
        browser.get(f"/manage/people/{subject}/assign/", {"to": cast.colleague.member})
    )

    assert "Colleague (0 people)" in offered
    assert "Worker (" not in offered
    assert "Worker can’t open it any more" in asked
    assert browser.get(f"/manage/people/{subject}/assign/").status_code == 200
    with use(cast.worker.context):
        assert subject_for(subject).id == subject


@pytest.mark.req("S03")
def test_first_worker_is_out_with_his_next_request(cast: Cast, sign_in: SignIn) -> None:
    subject = person(cast.worker)
    first, second = sign_in(cast.worker), sign_in(cast.colleague)
    address = f"/people/{subject}/"
    assert NAME in text(first.get(address))
    assert second.get(address).status_code == 404

    answer = sign_in(cast.manager).post(
        f"/manage/people/{subject}/assign/", {"to": cast.colleague.member}, follow=True
    )

    assert "can open his record from now on" in text(answer)
    assert first.get(address).status_code == 404
    assert NAME in text(second.get(address))


def test_confirming_twice_is_no_mistake(cast: Cast, sign_in: SignIn) -> None:
    subject = person(cast.worker)
    browser = sign_in(cast.manager)
    sent = (f"/manage/people/{subject}/assign/", {"to": cast.colleague.member})
    browser.post(*sent)

    again = browser.post(*sent)

    assert again["Location"] == f"/manage/people/{subject}/"


@pytest.mark.parametrize(
    ("to", "said"),
    [("", "Choose a peer worker"), ("manager", "who works here now"), ("x", "now")],
)
def test_nobody_but_a_peer_worker_of_here_can_be_chosen(
    cast: Cast, sign_in: SignIn, to: str, said: str
) -> None:
    subject = person(cast.worker)
    member = str(cast.manager.member) if to == "manager" else to

    page = sign_in(cast.manager).post(
        f"/manage/people/{subject}/assign/", {"to": member}
    )

    assert said in text(page)
    with use(cast.worker.context):
        assert subject_for(subject).id == subject


def test_history_stands_on_the_page(cast: Cast, sign_in: SignIn) -> None:
    subject = person(cast.worker)
    with use(cast.manager.context):
        assignments.assign(
            cast.manager, subject, to=cast.colleague.member, at=timezone.now()
        )

    page = text(sign_in(cast.manager).get(f"/manage/people/{subject}/"))

    history = page.partition("Who worked with him")[2].partition("</section>")[0]
    assert re.findall(r"<dd>(\w+)</dd>", history) == ["Colleague", "Worker"]


@pytest.mark.parametrize("who", ["worker", "admin", "outside_manager", "compiler"])
@pytest.mark.parametrize("path", ["", "assign/", "sessions/{session}/"])
def test_nobody_but_his_manager_sees_a_person_here(
    cast: Cast, sign_in: SignIn, who: str, path: str
) -> None:
    subject = person(cast.worker)
    session = session_with(cast.worker, subject)
    there = path.format(session=session)
    assert (
        sign_in(cast.manager).get(f"/manage/people/{subject}/{there}").status_code
        == 200
    )
    browser = sign_in(getattr(cast, who))

    foreign = browser.get(f"/manage/people/{subject}/{there}")
    absent = browser.get(f"/manage/people/{uuid.uuid4()}/{there}")

    assert foreign.status_code == absent.status_code == 404
    assert foreign.content == absent.content


def test_foreign_manager_moves_nobody(cast: Cast, sign_in: SignIn) -> None:
    subject = person(cast.worker)

    answer = sign_in(cast.outside_manager).post(
        f"/manage/people/{subject}/assign/", {"to": cast.outsider.member}
    )

    assert answer.status_code == 404
    with use(cast.worker.context):
        assert subject_for(subject).id == subject


def test_administrator_sees_who_works_here_and_no_survivor(
    cast: Cast, sign_in: SignIn
) -> None:
    person(cast.worker)

    page = text(sign_in(cast.admin).get("/organisation/"))

    for told in ("Worker", "Colleague", "Manager", "Organisation administrator"):
        assert told in page
    assert "Outsider" not in page
    assert NAME not in page


@pytest.mark.parametrize("who", ["worker", "manager", "compiler"])
def test_organisation_s_pages_are_the_administrator_s(
    cast: Cast, sign_in: SignIn, who: str
) -> None:
    assert sign_in(cast.admin).get("/organisation/imports/").status_code == 200

    assert sign_in(getattr(cast, who)).get("/organisation/").status_code == 404
