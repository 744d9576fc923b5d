from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from assessments.enums import Way
from assessments.instruments import CURRENT
from cases.sections import Contact
from tests.assessments.views.conftest import (
    ASKED,
    TOTAL,
    answer,
    enter,
    finish,
    invited,
    words,
)
from tests.cases.world import person
from tests.cast import Cast
from tests.guards.sources import DENIED

LINK_AGENTS = ("WhatsApp/2.23", "facebookexternalhit/1.1", "Slackbot 1.0", "Googlebot")


@pytest.mark.req("UI-V4")
def test_a_code_opens_what_it_is_for(cast: Cast, asked: UUID, phone: Client) -> None:
    code = invited(cast.worker, asked).secret

    opened = enter(phone, code)

    assert opened["Location"] == "/check-in/begin/"
    assert "Before you start" in words(phone.get("/check-in/begin/"))


def test_a_code_is_taken_as_it_is_meant(cast: Cast, asked: UUID, phone: Client) -> None:
    code = invited(cast.worker, asked).secret

    typed = f" {code[:3].lower()} {code[3:]}"

    assert enter(phone, typed)["Location"] == "/check-in/begin/"


@pytest.mark.req("L02")
def test_looking_at_a_link_uses_nothing_up(
    cast: Cast, asked: UUID, phone: Client
) -> None:
    address = f"/check-in/{invited(cast.worker, asked).secret}/"

    for agent in LINK_AGENTS:
        for method in ("get", "head", "options"):
            for _ in range(10):
                getattr(Client(headers={"user-agent": agent}), method)(address)

    assert phone.post(address)["Location"] == "/check-in/begin/"


@pytest.mark.req("L02")
def test_a_look_at_a_link_says_nothing_about_it(cast: Cast, phone: Client) -> None:
    reachable = Contact(phone="021 555 0101", text_safe=True)
    subject = person(cast.worker, purposes=ASKED, contact=reachable, at=timezone.now())
    live = invited(cast.worker, subject, Way.LINK).secret

    pages = [phone.get(f"/check-in/{it}/") for it in (live, "never-made")]

    assert words(pages[0]) == words(pages[1])


def closed(cast: Cast, asked: UUID, phone: Client) -> dict[str, str]:
    """Return secrets that open nothing, each for a reason of its own."""
    finished = invited(cast.worker, asked).secret
    enter(phone, finished)
    finish(phone)
    other = person(cast.worker, purposes=ASKED)
    replaced = invited(cast.worker, other).secret
    invited(cast.worker, other)
    return {"finished": finished, "replaced": replaced, "unknown": "CCCCCC"}


@pytest.mark.req("L05", "UI-V4")
def test_what_opens_nothing_looks_the_same(
    cast: Cast, asked: UUID, phone: Client
) -> None:
    secrets = closed(cast, asked, phone).values()

    by_code = [enter(Client(), secret) for secret in secrets]
    by_link = [Client().post(f"/check-in/{secret}/") for secret in secrets]

    answers = {
        (page.status_code, page.content, str(sorted(page.headers.items())))
        for page in by_code + by_link
    }
    assert len(answers) == 1
    assert "Nothing to open here" in words(by_code[0])


@pytest.mark.req("L04")
def test_a_right_code_is_not_heard_after_five_wrong_ones(
    cast: Cast, asked: UUID, phone: Client
) -> None:
    code = invited(cast.worker, asked).secret
    wrong = [enter(phone, f"CCCCC{last}") for last in "DFGHJ"]

    late = enter(phone, code)

    assert words(late) == words(wrong[0])


@pytest.mark.req("UI-V2", "ASM-01")
def test_the_same_code_goes_on_at_question_five(
    cast: Cast, asked: UUID, phone: Client
) -> None:
    code = invited(cast.worker, asked).secret
    enter(phone, code)
    for number in range(1, 5):
        answer(phone, number)

    again = enter(Client(), code)

    assert again["Location"] == "/check-in/question/5/"


def test_pausing_takes_the_check_in_from_the_device(
    cast: Cast, asked: UUID, phone: Client
) -> None:
    enter(phone, invited(cast.worker, asked).secret)

    paused = answer(phone, 1, then="stop")

    assert "Kept for later" in words(phone.get(paused["Location"]))
    assert phone.get("/check-in/question/1/")["Location"] == "/check-in/"


def test_a_pause_keeps_the_answer_on_the_page(
    cast: Cast, asked: UUID, phone: Client
) -> None:
    code = invited(cast.worker, asked).secret
    enter(phone, code)
    answer(phone, 1, then="stop")

    assert enter(phone, code)["Location"] == "/check-in/question/2/"


def test_a_pause_without_an_answer_passes_nothing_over(
    cast: Cast, asked: UUID, phone: Client
) -> None:
    code = invited(cast.worker, asked).secret
    enter(phone, code)
    answer(phone, 1)
    answer(phone, 2, "", then="stop")

    assert enter(phone, code)["Location"] == "/check-in/question/2/"


def test_a_cookie_that_was_touched_opens_nothing(
    cast: Cast, asked: UUID, phone: Client, settings: Any
) -> None:
    enter(phone, invited(cast.worker, asked).secret)
    name = settings.PASSAGE_COOKIE_NAME
    phone.cookies[name] = "x" + phone.cookies[name].value

    assert phone.get("/check-in/begin/")["Location"] == "/check-in/"


def test_the_cookie_says_nothing_and_no_script_reads_it(
    cast: Cast, asked: UUID, phone: Client, settings: Any
) -> None:
    offered = invited(cast.worker, asked)
    enter(phone, offered.secret)

    cookie = phone.cookies[settings.PASSAGE_COOKIE_NAME]

    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert str(offered.assessment) not in cookie.value
    assert str(cast.kauri.id) not in cookie.value


def test_leaving_quickly_takes_the_cookie(
    cast: Cast, asked: UUID, phone: Client, settings: Any
) -> None:
    enter(phone, invited(cast.worker, asked).secret)

    phone.get("/leave")

    assert phone.cookies[settings.PASSAGE_COOKIE_NAME].value == ""


def test_after_leaving_the_pages_stay_shut(
    cast: Cast, asked: UUID, phone: Client
) -> None:
    enter(phone, invited(cast.worker, asked).secret)
    phone.get("/leave")

    answers = [phone.get(f"/check-in/{it}") for it in ("", "begin/", "question/1/")]

    assert {answer.status_code for answer in answers} == {303}


def test_the_language_he_chose_stands_first(
    cast: Cast, asked: UUID, phone: Client, settings: Any
) -> None:
    settings.MSA_DEMO = True
    enter(phone, invited(cast.worker, asked).secret)
    said = CURRENT.items[0].statement
    before = words(phone.get("/check-in/question/1/"))

    phone.post("/check-in/order/", {"order": "en"})
    after = words(phone.get("/check-in/question/1/"))

    te_reo = f'lang="mi">{said.mi}'
    assert before.index(te_reo) < before.index(said.en)
    assert after.index(te_reo) > after.index(said.en)


def test_unreviewed_te_reo_is_not_shown_outside_the_demo(
    cast: Cast, asked: UUID, phone: Client, settings: Any
) -> None:
    settings.MSA_DEMO = False
    enter(phone, invited(cast.worker, asked).secret)

    said = CURRENT.items[0].statement
    page = words(phone.get("/check-in/question/1/"))

    assert said.en in page
    assert said.mi not in page


@pytest.mark.req("L07", "UI-S6")
def test_no_title_or_address_gives_the_service_away(
    cast: Cast, asked: UUID, phone: Client
) -> None:
    said = ["survivor", "abuse", "assault", "msa", "male", "sexual", "peer"]
    enter(phone, invited(cast.worker, asked).secret)
    told = ""

    for part in (
        "",
        "begin/",
        "question/1/",
        f"question/{TOTAL}/",
        "answers/",
        "thanks/",
    ):
        page = words(phone.get(f"/check-in/{part}"))
        told += page.partition("<title>")[2].partition("</title>")[0].lower() + part

    assert "1 of" in told
    assert [word for word in said if word in told] == []
    assert not DENIED.search(told)


@pytest.mark.req("L09")
def test_pages_of_a_link_send_no_address_on(
    cast: Cast, asked: UUID, phone: Client
) -> None:
    page = phone.get(f"/check-in/{invited(cast.worker, asked).secret}/")

    assert page["Referrer-Policy"] == "same-origin"
    assert page["Cache-Control"] == "no-store"
    assert "http" not in words(page).replace("http-equiv", "")
