from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from assessments.enums import Way
from assessments.instruments import CURRENT
from assessments.models import Assessment
from assessments.queries import history
from assessments.services import offering, responding
from assessments.services.responding import Opened
from consent.enums import Purpose
from consent.services import consents
from msa.tenancy.context import use
from tests.assessments.views.conftest import (
    TOTAL,
    answer,
    enter,
    finish,
    invited,
    words,
)
from tests.cast import Cast
from tests.guards.sources import DENIED

#: Words that stand in no page of ours by chance.
HIS_WORDS = "The tui at the gate"


@pytest.fixture
def begun(cast: Cast, asked: UUID, phone: Client) -> Client:
    """A browser in which a check-in has just been opened."""
    enter(phone, invited(cast.worker, asked).secret)
    return phone


def question(browser: Client, number: int) -> str:
    return words(browser.get(f"/check-in/question/{number}/"))


def check_ins(cast: Cast, subject: UUID) -> list[history.CheckInLine]:
    with use(cast.worker.context):
        return history.check_ins(cast.worker, subject)


@pytest.mark.req("UI-V1", "ASM-01")
def test_a_page_asks_one_question_with_five_answers_and_rather_not(
    begun: Client,
) -> None:
    page = question(begun, 3)

    said = [*(label.en for label in CURRENT.scale.labels), "I’d rather not say"]
    assert page.count('type="radio"') == len(said) == 6
    assert [s for s in said if s not in page] == []
    assert 'type="range"' not in page
    assert f"3 of {TOTAL}" in page


@pytest.mark.req("UI-V2")
def test_every_question_offers_a_pause(begun: Client) -> None:
    pages = [question(begun, number) for number in range(1, TOTAL + 1)]

    assert [page for page in pages if "Pause and come back later" not in page] == []


def test_a_group_is_introduced_with_its_first_statement(begun: Client) -> None:
    introduction = CURRENT.groups[0].introduction.en

    assert introduction in question(begun, 1)
    assert introduction not in question(begun, 2)


@pytest.mark.parametrize(
    ("chosen", "checked"), [("2", "2"), ("rather-not", "rather-not")]
)
def test_an_answer_stands_when_he_comes_back_to_it(
    begun: Client, chosen: str, checked: str
) -> None:
    answer(begun, 1, chosen)

    found = re.search(r'value="([\w-]+)"[^>]*checked', question(begun, 1))

    assert found is not None
    assert found[1] == checked


@pytest.mark.req("UI-V3")
def test_passing_over_a_question_goes_on(begun: Client) -> None:
    assert answer(begun, 1, "")["Location"] == "/check-in/question/2/"


def test_an_answer_that_is_none_is_not_kept(begun: Client) -> None:
    answer(begun, 1, "9")

    assert "checked" not in question(begun, 1)


def test_the_last_question_leads_to_the_look_over(begun: Client) -> None:
    after = answer(begun, TOTAL, HIS_WORDS)["Location"]

    assert HIS_WORDS in words(begun.get(begun.get(after)["Location"]))


def test_a_change_from_the_look_over_leads_back_there(begun: Client) -> None:
    sent = {"statement": "1", "then": "go-on"}

    changed = begun.post("/check-in/question/2/?over", sent)

    assert changed["Location"] == "/check-in/answers/"
    assert "Not at all true" in words(begun.get("/check-in/answers/"))


def test_very_long_words_are_sent_back_with_a_reason(begun: Client) -> None:
    answered = answer(begun, TOTAL, "word " * 2_000)

    assert answered.status_code == 200
    assert "This is very long" in words(answered)


@pytest.mark.req("UI-V3")
def test_finishing_without_an_answer_is_thanked(
    cast: Cast, asked: UUID, begun: Client
) -> None:
    done = finish(begun)

    assert "Thank you" in words(begun.get(done["Location"]))
    assert len(check_ins(cast, asked)) == 1


@pytest.mark.req("L03")
def test_finishing_twice_in_two_browsers_is_one_check_in(
    cast: Cast, asked: UUID, phone: Client
) -> None:
    code = invited(cast.worker, asked).secret
    other = Client()
    for browser in (phone, other):
        enter(browser, code)
        answer(browser, 1)

    ended = [finish(browser)["Location"] for browser in (phone, other, phone)]

    assert ended[:2] == ["/check-in/thanks/"] * 2
    assert len(check_ins(cast, asked)) == 1


@pytest.mark.req("ASM-04")
def test_who_knows_the_code_does_not_read_what_he_said(
    cast: Cast, asked: UUID, phone: Client
) -> None:
    code = invited(cast.worker, asked).secret
    worker = Client()
    enter(worker, code)
    enter(phone, code)
    answer(phone, 1, "5")
    answer(phone, TOTAL, HIS_WORDS)
    assert HIS_WORDS in words(phone.get("/check-in/answers/"))

    live = words(worker.get("/check-in/answers/")) + question(worker, 1)
    enter(worker, code)
    anew = words(worker.get("/check-in/answers/")) + question(worker, TOTAL)

    for page in (live, anew):
        assert "Answered before, and kept" in page
        assert HIS_WORDS not in page
        assert "Very true" not in words(worker.get("/check-in/answers/"))
        assert "checked" not in question(worker, 1)


@pytest.mark.req("UI-V2")
def test_going_on_elsewhere_keeps_what_he_said(
    cast: Cast, asked: UUID, phone: Client
) -> None:
    code = invited(cast.worker, asked).secret
    enter(phone, code)
    answer(phone, 1, "5")
    answer(phone, TOTAL, HIS_WORDS)
    other = Client()
    enter(other, code)

    for number in (1, TOTAL):
        answer(other, number, "")

    page = words(phone.get("/check-in/answers/"))
    assert "Very true" in page
    assert HIS_WORDS in page


def test_who_finishes_what_has_ended_is_not_told_that_it_was_taken(
    cast: Cast, asked: UUID, begun: Client
) -> None:
    answer(begun, 1)
    invited(cast.worker, asked)

    assert finish(begun)["Location"] == "/check-in/"
    assert check_ins(cast, asked) == []


@pytest.mark.req("L03")
def test_two_tabs_lose_nothing_of_each_other(
    cast: Cast, asked: UUID, phone: Client
) -> None:
    enter(phone, invited(cast.worker, asked).secret)
    other = Client()
    other.cookies = phone.cookies

    answer(phone, 1, "5")
    answer(other, 2, "1")
    answer(phone, 1, "5")

    page = words(phone.get("/check-in/answers/"))
    assert "Very true" in page
    assert "Not at all true" in page


@pytest.mark.req("L06")
def test_nothing_can_be_seen_after_finishing(begun: Client) -> None:
    answer(begun, TOTAL, HIS_WORDS)
    assert HIS_WORDS in words(begun.get("/check-in/answers/"))

    done = finish(begun)
    after = [begun.get(f"/check-in/{it}/") for it in (f"question/{TOTAL}", "answers")]

    assert [page["Location"] for page in after] == ["/check-in/"] * 2
    assert '"cache"' in done["Clear-Site-Data"]


@pytest.mark.req("L06")
def test_no_page_of_his_may_be_stored(begun: Client) -> None:
    pages = [begun.get(f"/check-in/{it}/") for it in ("begin", "question/1", "answers")]

    assert {page["Cache-Control"] for page in pages} == {"no-store"}


def test_a_check_in_that_was_offered_anew_ends_the_old_one(
    cast: Cast, asked: UUID, begun: Client
) -> None:
    answer(begun, 1)
    invited(cast.worker, asked)

    assert answer(begun, 2)["Location"] == "/check-in/"


def test_his_no_to_being_asked_shuts_it_at_once(
    cast: Cast, asked: UUID, begun: Client
) -> None:
    answer(begun, 1)
    with use(cast.worker.context):
        consents.withdraw(cast.worker, asked, Purpose.ASSESSMENT, at=timezone.now())

    assert begun.get("/check-in/question/2/")["Location"] == "/check-in/"


@pytest.mark.req("ASM-04")
def test_without_his_yes_nobody_may_see(cast: Cast, asked: UUID, begun: Client) -> None:
    answer(begun, 1)
    finish(begun)

    assert [line.worker_may_see for line in check_ins(cast, asked)] == [False]


def test_his_yes_is_kept(cast: Cast, asked: UUID, begun: Client) -> None:
    answer(begun, 1)
    finish(begun, may_see="yes")

    assert [line.worker_may_see for line in check_ins(cast, asked)] == [True]


def checked_in(cast: Cast, subject: UUID, value: int, *, next_time: bool) -> None:
    """Let a survivor have answered the first statement some time ago."""
    before = timezone.now() - timedelta(hours=1)
    with use(cast.worker.context):
        offered = offering.invite(cast.worker, subject, way=Way.ROOM, at=timezone.now())
    opened = responding.open_by_code(offered.secret, address="a phone")
    assert opened == Opened(cast.kauri.id, offered.assessment)
    with responding.as_respondent(opened) as him:
        responding.rate(him, CURRENT.items[0].code, value, at=before)
        responding.finish(him, show_next_time=next_time, at=before)


@pytest.mark.req("UI-V6", "ASM-06")
def test_then_and_now_stand_side_by_side_without_a_score(
    cast: Cast, asked: UUID, phone: Client
) -> None:
    checked_in(cast, asked, 2, next_time=True)
    enter(phone, invited(cast.worker, asked).secret)
    answer(phone, 1, "4")

    page = words(phone.get("/check-in/then-and-now/"))

    assert "See then and now" in words(phone.get("/check-in/answers/"))
    assert "Then: A little true. Now: Mostly true." in page
    text = re.sub(r"<[^>]+>", " ", page)
    assert not re.search(r"\b\d+ ?(%|points?|out of|/)", text)
    assert not re.search(r"\bscore|better|worse|improv", text)
    assert DENIED.findall(text) == []


def test_what_he_did_not_want_to_see_again_is_not_shown(
    cast: Cast, asked: UUID, phone: Client
) -> None:
    checked_in(cast, asked, 2, next_time=False)
    enter(phone, invited(cast.worker, asked).secret)
    answer(phone, 1, "4")

    assert "See then and now" not in words(phone.get("/check-in/answers/"))
    assert "A little true" not in words(phone.get("/check-in/then-and-now/"))


@pytest.mark.req("ASM-02")
def test_a_check_in_names_the_version_it_was_given_on(
    cast: Cast, asked: UUID, begun: Client
) -> None:
    finish(begun)

    with use(cast.worker.context):
        assert [row.instrument for row in Assessment.objects.all()] == [CURRENT.code]
