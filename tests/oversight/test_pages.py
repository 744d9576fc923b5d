"""The pages of who looked, of openings worth asking about, and of breaches."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import UUID

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from msa.accounts.actor import Actor
from msa.audit.recording import record_refusal
from tests.cases.world import person
from tests.cast import Cast
from tests.conftest import SignIn
from tests.oversight.world import events_about, happened, local, nothing_before, opened


@pytest.fixture
def hemi(cast: Cast) -> UUID:
    return person(cast.worker, "Hēmi Tūhoro")


def text(answer: Any) -> str:
    """Return the words of a page."""
    html = re.sub(r"<(script|style).*?</\1>", " ", answer.content.decode(), flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def hidden(answer: Any) -> dict[str, str]:
    """Return what the page's forms send unasked."""
    inputs = re.findall(r'<input type="hidden"[^>]*>', answer.content.decode())
    return {
        re.findall(r'name="([^"]*)"', one)[0]: re.findall(r'value="([^"]*)"', one)[0]
        for one in inputs
        if "csrf" not in one
    }


def about(actor: Actor, name: str, subject: UUID) -> str:
    return reverse(f"{actor.role.value}:{name}", args=[subject])


@pytest.mark.req("RGT-03")
@pytest.mark.parametrize("who", ["worker", "manager"])
def test_the_page_says_who_looked_and_when(
    cast: Cast, sign_in: SignIn, hemi: UUID, who: str
) -> None:
    nothing_before(cast.worker)
    moment = local("2026-03-05 14:14")
    happened(cast.worker, "record.open", moment, subject=hemi, purpose="SESSIONS")
    actor = getattr(cast, who)

    page = text(sign_in(actor).get(about(actor, "who-looked", hemi)))

    assert "Thu 5 Mar 2026" in page
    assert "Worker, peer worker, opened the notes of your sessions" in page
    assert "2:14 pm" in page


@pytest.mark.req("RGT-03")
@pytest.mark.parametrize("who", ["worker", "manager"])
def test_a_persons_page_leads_there(
    cast: Cast, sign_in: SignIn, hemi: UUID, who: str
) -> None:
    actor = getattr(cast, who)

    page = sign_in(actor).get(about(actor, "person", hemi)).content.decode()

    assert about(actor, "who-looked", hemi) in page


def test_the_page_does_not_open_him(cast: Cast, sign_in: SignIn, hemi: UUID) -> None:
    page = sign_in(cast.worker).get(about(cast.worker, "who-looked", hemi))

    assert "Hēmi" not in page.content.decode()


def test_older_days_are_on_the_next_page(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    nothing_before(cast.worker)
    days = [local("2026-03-01 09:00") + timedelta(days=n) for n in range(20)]
    opened(cast.worker, hemi, *days)
    browser, url = sign_in(cast.worker), about(cast.worker, "who-looked", hemi)

    first = browser.get(url)
    second = browser.get(url + first.context["older_url"])

    shown = [day.on.isoformat() for day in first.context["history"].days]
    assert (shown[0], shown[-1]) == ("2026-03-20", "2026-03-07")
    shown = [day.on.isoformat() for day in second.context["history"].days]
    assert (shown[0], shown[-1]) == ("2026-03-06", "2026-03-01")


@pytest.mark.parametrize("query", ["quarter=2026Q9", "before=never", "quarter=%00"])
def test_what_cant_be_read_narrows_nothing(
    cast: Cast, sign_in: SignIn, hemi: UUID, query: str
) -> None:
    url = about(cast.worker, "who-looked", hemi)

    answer = sign_in(cast.worker).get(f"{url}?{query}")

    assert answer.status_code == 200
    assert answer.context["history"].times > 0


@pytest.mark.req("RGT-03")
def test_the_paper_says_the_same_and_not_his_name(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    nothing_before(cast.worker)
    happened(cast.worker, "record.open", local("2026-03-05 14:14"), subject=hemi)

    answer = sign_in(cast.worker).get(about(cast.worker, "who-looked-pdf", hemi))

    assert answer["Content-Disposition"] == 'attachment; filename="who-looked.pdf"'
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert pdf.docinfo["/Title"] == "Who looked"
        assert "Hēmi" not in str(pdf.docinfo)
    assert [event.action for event in events_about(cast.worker, hemi)][-1] == (
        "access-history.printed"
    )


@pytest.fixture
def browser(cast: Cast, sign_in: SignIn, hemi: UUID) -> Client:
    """The manager's, when a colleague was refused three times."""
    for _ in range(3):
        record_refusal(cast.colleague, route="worker:person", target=str(hemi))
    return sign_in(cast.manager)


def test_what_is_worth_asking_is_told_and_noted(browser: Client) -> None:
    page = browser.get("/manage/openings/")
    assert "Colleague: Was refused several times" in text(page)
    sent = hidden(page) | {"outcome": "TALKED"}

    answer = browser.post("/manage/openings/talked-about/", sent)

    assert answer.status_code == 302
    page = browser.get("/manage/openings/")
    assert page.context["open"] == []
    assert "Talked about, and settled" in text(page)


@pytest.mark.parametrize(
    "sent", [{}, {"rule": "night", "member": "x", "on_day": "y", "outcome": "TALKED"}]
)
def test_a_note_of_nothing_is_asked_again(
    browser: Client, sent: dict[str, str]
) -> None:
    answer = browser.post("/manage/openings/talked-about/", sent, follow=True)

    assert "Choose what came of it." in text(answer)
    assert len(answer.context["open"]) == 1


def test_the_words_accuse_nobody(browser: Client) -> None:
    page = text(browser.get("/manage/openings/")).casefold()

    for word in ("suspicious", "violation", "misuse", "score:", "risk", "guilty"):
        assert word not in page


@pytest.mark.req("SEC-08", "U08")
def test_a_breach_is_written_down_and_its_people_listed(
    cast: Cast, browser: Client, hemi: UUID
) -> None:
    nothing_before(cast.worker)
    opened(cast.worker, hemi, timezone.now())
    today = timezone.localdate()
    sent = {
        "member": str(cast.worker.member),
        "from_day": f"{today:%d/%m/%Y}",
        "to_day": f"{today:%d/%m/%Y}",
        "noticed_day": f"{today:%d/%m/%Y}",
        "noticed_time": "00:00",
    }

    begun = browser.post("/manage/breaches/new/", sent)
    page = browser.get(begun["Location"])
    paper = browser.get(begun["Location"].rstrip("/") + ".pdf")

    assert "Hēmi Tūhoro" in text(page)
    assert "hours left" in text(page)
    assert page.context["found"].opened[0].opened == 1
    assert paper["Content-Disposition"] == 'attachment; filename="breach.pdf"'
    assert paper.content.startswith(b"%PDF")
    assert "The sign-in of Worker" in text(browser.get("/manage/breaches/"))


@pytest.mark.req("SEC-08")
def test_what_was_typed_stays_when_it_cant_be(browser: Client) -> None:
    page = browser.post("/manage/breaches/new/", {"from_day": "31/2/2026"})

    assert page.status_code == 200
    assert 'value="31/2/2026"' in page.content.decode()
