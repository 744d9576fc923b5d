from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client, RequestFactory
from django.utils import timezone

from assessments.enums import DueState, Way
from assessments.queries import due, history
from cases.sections import Contact
from consent.enums import Purpose
from msa.tenancy.context import use
from msa.web.outages import keep_what_was_sent
from tests.assessments.views.conftest import (
    ASKED,
    answer,
    enter,
    finish,
    invited,
    long_supported,
    words,
)
from tests.cases.world import person
from tests.cast import Cast
from tests.conftest import SignIn
from tests.msa.accounts.conftest import code as one_time_code
from tests.msa.accounts.conftest import give_factor

LOCKED = "/accounts/locked/"
NAME = "Hēmi"
REACHABLE = Contact(phone="021 555 0101", text_safe=True)


def at(subject: UUID, part: str = "") -> str:
    return f"/people/{subject}/check-ins/{part}"


def code_on(page: str) -> str:
    found = re.search(r'room-code"><span>(\w{3})</span><span>(\w{3})', page)
    assert found is not None
    return found[1] + found[2]


def lines(cast: Cast, subject: UUID) -> list[history.CheckInLine]:
    with use(cast.worker.context):
        return history.check_ins(cast.worker, subject)


@pytest.mark.req("ASM-03", "UI-V4")
def test_the_code_in_the_room_opens_his_check_in(
    cast: Cast, asked: UUID, sign_in: SignIn, phone: Client
) -> None:
    page = words(sign_in(cast.worker).post(at(asked, "room/")))

    assert enter(phone, code_on(page))["Location"] == "/check-in/begin/"


@pytest.mark.req("ASM-03")
def test_the_screen_with_the_code_names_nobody(
    cast: Cast, asked: UUID, sign_in: SignIn
) -> None:
    browser = sign_in(cast.worker)
    assert NAME in words(browser.get(at(asked)))

    page = words(browser.post(at(asked, "room/")))

    assert "<svg" in page
    assert "Worker" not in page
    assert NAME not in page


@pytest.mark.req("SEC-06")
def test_the_qr_code_needs_nothing_the_content_policy_refuses(
    cast: Cast, asked: UUID, sign_in: SignIn
) -> None:
    page = words(sign_in(cast.worker).post(at(asked, "room/")))

    assert "data:" not in page
    assert "style=" not in page


@pytest.mark.parametrize("part", ["room/", "link/", "hand-over/"])
def test_an_address_typed_by_hand_offers_nothing(
    cast: Cast, asked: UUID, sign_in: SignIn, part: str
) -> None:
    assert sign_in(cast.worker).get(at(asked, part))["Location"] == at(asked)

    with use(cast.worker.context):
        assert history.under_way(cast.worker, asked) is None


@pytest.mark.req("UI-S8")
def test_a_link_is_shown_with_words_that_give_nothing_away(
    cast: Cast, sign_in: SignIn, phone: Client
) -> None:
    now = timezone.now()
    subject = person(cast.worker, purposes=ASKED, contact=REACHABLE, at=now)

    page = words(sign_in(cast.worker).post(at(subject, "link/")))

    link = re.search(r"http://testserver(/check-in/[\w-]{43}/)", page)
    assert link is not None
    assert phone.post(link[1])["Location"] == "/check-in/begin/"
    proposed = page.partition("<blockquote")[2].partition("</blockquote>")[0]
    assert NAME not in proposed
    assert "support" not in proposed


def test_without_a_safe_way_no_link_is_offered_or_made(
    cast: Cast, asked: UUID, sign_in: SignIn
) -> None:
    browser = sign_in(cast.worker)

    assert "Make a link" not in words(browser.get(at(asked)))
    assert browser.post(at(asked, "link/")).status_code == 302
    with use(cast.worker.context):
        assert history.under_way(cast.worker, asked) is None


@pytest.fixture
def handed(cast: Cast, asked: UUID, sign_in: SignIn) -> Client:
    """A worker's device that is in a survivor's hands."""
    give_factor(cast.worker)
    device = sign_in(cast.worker)
    assert device.post(at(asked, "hand-over/"))["Location"] == "/check-in/begin/"
    return device


@pytest.mark.req("UI-V5", "ASM-03")
def test_a_device_that_was_handed_over_opens_the_check_in_alone(
    asked: UUID, handed: Client
) -> None:
    own = [handed.get(f"/check-in/{it}/") for it in ("begin", "question/1", "answers")]
    others = [
        handed.get(it)["Location"]
        for it in ("/today/", "/people/", f"/people/{asked}/", at(asked), "/")
    ]

    assert [page.status_code for page in own] == [200] * 3
    assert others == [LOCKED] * 5


@pytest.mark.req("UI-V5")
def test_what_he_sends_during_an_outage_is_not_kept_for_the_worker(
    handed: Client, rf: RequestFactory
) -> None:
    request = rf.post("/check-in/question/1/", {"answer": "3"})
    request.session = handed.session

    assert not keep_what_was_sent(request)
    assert "held" not in handed.session


@pytest.mark.req("UI-V5")
def test_a_handed_over_device_says_nothing_about_the_worker(handed: Client) -> None:
    pages = "".join(
        words(handed.get(f"/check-in/{it}/")) for it in ("begin", "answers")
    )

    assert "Sign out" not in pages
    assert "Today" not in pages


@pytest.mark.req("UI-V5")
def test_at_the_end_he_is_asked_to_hand_it_back(
    cast: Cast, asked: UUID, handed: Client
) -> None:
    answer(handed, 1)
    finish(handed)

    assert "hand the device back" in words(handed.get("/check-in/thanks/"))
    assert handed.get("/check-in/question/1/")["Location"] == LOCKED
    assert "go on" not in words(handed.get(LOCKED))
    assert [line.way for line in lines(cast, asked)] == [Way.HANDED]


@pytest.mark.req("UI-V5")
def test_the_worker_comes_back_by_his_code(asked: UUID, handed: Client) -> None:
    finish(handed)

    back = handed.post(LOCKED, {"code": one_time_code()})

    assert back["Location"] == at(asked)
    assert handed.get(at(asked)).status_code == 200


@pytest.mark.req("UI-V5", "ASM-04")
def test_the_worker_who_takes_it_back_early_reads_nothing(
    asked: UUID, handed: Client
) -> None:
    answer(handed, 1)
    handed.post("/check-in/stop/")

    handed.post(LOCKED, {"code": one_time_code()})

    assert handed.get("/check-in/question/1/")["Location"] == "/check-in/"


@pytest.mark.req("ASM-04")
def test_unlocking_in_the_middle_shuts_the_check_in_on_the_device(
    asked: UUID, handed: Client
) -> None:
    answer(handed, 1)

    handed.post(LOCKED, {"code": one_time_code()})

    assert handed.get("/check-in/question/1/")["Location"] == "/check-in/"


@pytest.mark.req("ASM-04")
@pytest.mark.parametrize("ends", ["stop", "unlock"])
def test_a_cookie_kept_from_a_handed_over_device_opens_nothing(
    handed: Client, ends: str
) -> None:
    answer(handed, 1)
    kept = handed.cookies[settings.PASSAGE_COOKIE_NAME].value
    assert handed.get("/check-in/answers/").status_code == 200

    elsewhere = Client()
    if ends == "stop":
        handed.post("/check-in/stop/")
    else:
        handed.post(LOCKED, {"code": one_time_code()})
    for browser in (handed, elsewhere):
        browser.cookies[settings.PASSAGE_COOKIE_NAME] = kept

    assert handed.get("/check-in/answers/").status_code == 302
    assert elsewhere.get("/check-in/answers/")["Location"] == "/check-in/"


@pytest.mark.req("UI-V5")
def test_wrong_codes_of_others_keep_nobody_from_handing_over(
    cast: Cast, asked: UUID, sign_in: SignIn
) -> None:
    stranger = Client()
    for _ in range(6):
        enter(stranger, "222222")

    handed = sign_in(cast.worker).post(at(asked, "hand-over/"))

    assert handed["Location"] == "/check-in/begin/"


@pytest.mark.req("UI-V2")
def test_who_pauses_on_a_handed_over_device_gets_a_code_to_go_on(
    handed: Client, phone: Client
) -> None:
    answer(handed, 1)

    code = code_on(words(answer(handed, 2, then="stop")))

    assert "go on" not in words(handed.get(LOCKED))
    assert enter(phone, code)["Location"] == "/check-in/question/3/"


def paper(form_page: str, **changed: str) -> dict[str, Any]:
    made = re.search(r'name="id" value="([\w-]+)"', form_page)
    assert made is not None
    sent = {
        "id": made[1],
        "completed_on": "1/8/2026",
        "culture": "5",
        "age": "rather-not",
    }
    return sent | {"worker_may_see": "no", "show_next_time": "no"} | changed


@pytest.mark.req("ASM-03")
def test_a_paper_sent_twice_is_one_check_in(
    cast: Cast, asked: UUID, sign_in: SignIn
) -> None:
    browser = sign_in(cast.worker)
    sent = paper(words(browser.get(at(asked, "paper/"))))

    for _ in range(2):
        assert browser.post(at(asked, "paper/"), sent)["Location"] == at(asked)

    assert [(line.way, line.completed_on.day) for line in lines(cast, asked)] == [
        (Way.PAPER, 1)
    ]


def test_a_paper_of_tomorrow_is_sent_back(
    cast: Cast, asked: UUID, sign_in: SignIn
) -> None:
    browser = sign_in(cast.worker)
    sent = paper(words(browser.get(at(asked, "paper/"))), completed_on="1/1/2199")

    assert "Error:" in words(browser.post(at(asked, "paper/"), sent))


@pytest.mark.req("ASM-05")
@pytest.mark.parametrize(
    ("chosen", "state"), [("yes", DueState.DECLINED), ("no", DueState.NOT_ASKED)]
)
def test_his_no_is_noted_and_silences(
    cast: Cast, sign_in: SignIn, chosen: str, state: DueState
) -> None:
    asked = long_supported(cast.worker)
    sign_in(cast.worker).post(at(asked, "not-now/"), {"ask_again": chosen})

    with use(cast.worker.context):
        standing = due.standing(asked, at=timezone.now())
    assert standing is not None
    assert standing.state == state


def answered(cast: Cast, subject: UUID, phone: Client, *, may_see: str) -> None:
    enter(phone, invited(cast.worker, subject).secret)
    answer(phone, 1, "2")
    answer(phone, 21, "The tui at the gate")
    finish(phone, may_see=may_see)


@pytest.mark.req("ASM-04")
def test_his_worker_sees_that_and_when_but_not_what(
    cast: Cast, asked: UUID, sign_in: SignIn, phone: Client
) -> None:
    answered(cast, asked, phone, may_see="no")
    browser = sign_in(cast.worker)

    overview = words(browser.get(at(asked)))
    opened = words(browser.get(at(asked, f"{lines(cast, asked)[0].id}/")))

    assert "His answers stay with him" in overview
    assert "tui at the gate" not in overview + opened
    assert "A little true" not in overview + opened


@pytest.mark.req("ASM-04", "ASM-06")
def test_his_worker_sees_what_he_lets_him_see(
    cast: Cast, asked: UUID, sign_in: SignIn, phone: Client
) -> None:
    answered(cast, asked, phone, may_see="yes")

    opened = words(sign_in(cast.worker).get(at(asked, f"{lines(cast, asked)[0].id}/")))

    assert "tui at the gate" in opened
    assert "A little true" in opened


@pytest.mark.req("ASM-06")
def test_his_worker_sees_then_and_now_of_what_he_may(
    cast: Cast, asked: UUID, sign_in: SignIn, phone: Client
) -> None:
    answered(cast, asked, phone, may_see="yes")
    answered(cast, asked, phone, may_see="yes")
    shown = words(sign_in(cast.worker).get(at(asked, "then-and-now/")))

    assert "Then: A little true." in shown


def test_without_his_yes_there_is_nothing_to_offer(cast: Cast, sign_in: SignIn) -> None:
    subject = person(cast.worker)
    browser = sign_in(cast.worker)

    assert "He has not agreed to be asked" in words(browser.get(at(subject)))
    assert browser.post(at(subject, "room/")).status_code == 403


@pytest.mark.parametrize("part", ["", "paper/", "not-now/", "then-and-now/", "room/"])
def test_a_colleague_finds_nothing(
    cast: Cast, asked: UUID, sign_in: SignIn, part: str
) -> None:
    browser = sign_in(cast.colleague)

    assert browser.get(at(asked, part)).status_code == 404
    assert browser.post(at(asked, part)).status_code in {404, 405}


@pytest.mark.req("CON-02")
def test_who_does_not_want_to_be_contacted_is_offered_no_link(
    cast: Cast, sign_in: SignIn
) -> None:
    agreed = [Purpose.RECORD, Purpose.ASSESSMENT]
    now = timezone.now()
    quiet = person(cast.worker, purposes=agreed, contact=REACHABLE, at=now)
    browser = sign_in(cast.worker)

    html = words(browser.get(at(quiet)))

    assert "he has not agreed to be contacted" in html
    assert "Make a link" not in html
    assert "Show a code" in html
    refused = browser.post(at(quiet, "link/"), follow=True)
    assert "He has not agreed to be contacted." in words(refused)
