"""The pages on which a survivor comes and goes (REC-11)."""

from __future__ import annotations

import uuid
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.enums import Pace, TurnKind
from cases.models import Assignment, Session
from cases.queries.episodes import Stay
from cases.services import episodes
from cases.services.episodes import Turn
from msa.clock.days import local_date
from msa.tenancy.context import use
from tests.cases.services.test_episodes import END, PAUSE, latest, note
from tests.cases.world import WORDS
from tests.cast import Cast
from tests.conftest import SignIn

DAY_TYPED = "13/8/2026"


@pytest.fixture
def browser(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.worker)


def page(browser: Client, subject: UUID, name: str = "worker:person") -> str:
    return browser.get(reverse(name, args=[subject])).content.decode()


def post(
    browser: Client, cast: Cast, subject: UUID, move: str, **typed: str
) -> tuple[int, str]:
    stay = latest(cast.worker, subject)
    url = reverse("worker:person-turn", args=[subject, stay.id, move])
    told = {"revision": str(stay.revision), "on": DAY_TYPED} | typed
    answer = browser.post(url, told)
    return answer.status_code, answer.content.decode()


def stay_of(cast: Cast, subject: UUID) -> Stay:
    return latest(cast.worker, subject)


@pytest.mark.req("REC-11")
@pytest.mark.parametrize(
    ("move", "typed", "shown"),
    [
        ("phase", {"phase": "SUPPORT"}, "Support: under way"),
        ("pause", {"back_on": "1/9/2026"}, "until about 1 September 2026"),
        ("end", {"reason": "MOVED"}, "He is back: begin again"),
    ],
)
def test_what_is_noted_stands_on_his_page(
    cast: Cast,
    browser: Client,
    hemi: UUID,
    move: str,
    typed: dict[str, str],
    shown: str,
) -> None:
    assert shown not in page(browser, hemi)

    assert post(browser, cast, hemi, move, **typed)[0] == 302

    assert shown in page(browser, hemi)


@pytest.mark.req("REC-11")
def test_a_day_before_the_last_turn_is_to_be_put_right(
    cast: Cast, browser: Client, hemi: UUID
) -> None:
    note(cast.worker, hemi, PAUSE)

    status, text = post(browser, cast, hemi, "go-on", on="12/8/2026")

    assert status == 200
    assert "Enter a day from 13 August 2026 on" in text


@pytest.mark.req("REC-11")
@pytest.mark.parametrize("move", ["phase", "end"])
def test_nothing_is_noted_without_a_choice(
    cast: Cast, browser: Client, hemi: UUID, move: str
) -> None:
    status, text = post(browser, cast, hemi, move)

    assert (status, "Choose an answer for" in text) == (200, True)
    assert stay_of(cast, hemi).revision == 1


@pytest.mark.req("REC-11", "UI-W8")
def test_what_a_colleague_noted_meanwhile_is_said_and_no_word_is_lost(
    cast: Cast, browser: Client, hemi: UUID
) -> None:
    stay = stay_of(cast, hemi)
    note(cast.worker, hemi, PAUSE)
    url = reverse("worker:person-turn", args=[hemi, stay.id, "end"])
    told = {"revision": "1", "on": DAY_TYPED, "reason": "OTHER", "words": WORDS}

    answer = browser.post(url, told)

    assert answer.status_code == 409
    assert WORDS in answer.content.decode()
    assert "Something else was noted meanwhile" in answer.content.decode()
    assert browser.post(url, told | {"revision": "2"}).status_code == 302
    assert stay_of(cast, hemi).is_over


@pytest.mark.req("REC-11")
def test_who_is_back_begins_again_with_one_form(
    cast: Cast, browser: Client, hemi: UUID
) -> None:
    note(cast.worker, hemi, END)
    url = reverse("worker:person-start-again", args=[hemi])
    told = {"id": str(uuid.uuid4()), "on": DAY_TYPED, "phase": "CONNECT"}
    assert "A new time with us" in browser.get(url).content.decode()

    for _ in range(2):
        assert browser.post(url, told).status_code == 302

    text = page(browser, hemi)
    assert "Good that he is back" in text
    assert "He is back: begin again" not in text


@pytest.mark.req("REC-11", "REC-12")
def test_how_he_came_and_went_is_told_and_a_mistake_taken_back(
    cast: Cast, browser: Client, hemi: UUID
) -> None:
    note(cast.worker, hemi, END)
    text = page(browser, hemi, "worker:person-time")
    assert (END.words in text, "Reached what was hoped for" in text) == (True, True)
    assert END.words not in page(browser, hemi)
    turn = text.split("taken-back/")[1].split("/")[0]

    browser.post(reverse("worker:turn-take-back", args=[hemi, turn]))

    assert stay_of(cast, hemi).pace == Pace.UNDER_WAY
    assert "taken back by Worker" in page(browser, hemi, "worker:person-time")


@pytest.mark.req("REC-12")
def test_it_can_be_seen_as_it_was(cast: Cast, browser: Client, hemi: UUID) -> None:
    url = reverse("worker:person-time", args=[hemi])

    assert (
        "Nothing was noted by then"
        in browser.get(url, {"on": "1/1/2020"}).content.decode()
    )
    assert "Enter the date" in browser.get(url, {"on": "never"}).content.decode()


# Logging a session with somebody who was away


@pytest.mark.req("REC-11")
@pytest.mark.parametrize(
    ("turn", "words"),
    [(PAUSE, "He has paused since"), (END, "His time with us finished for now")],
    ids=["a pause", "an end"],
)
def test_a_session_asks_whether_he_is_back_and_notes_it_at_once(
    cast: Cast, browser: Client, hemi: UUID, turn: Turn, words: str
) -> None:
    url = reverse("worker:session-new", args=[hemi])
    assert "He is back" not in browser.get(url).content.decode()
    note(cast.worker, hemi, turn)
    text = browser.get(url).content.decode()
    assert (words in text, "He is back" in text) == (True, True)
    today = local_date(timezone.now()).isoformat()
    told = {
        "id": str(uuid.uuid4()),
        "when": today,
        "mode": "IN_PERSON",
        "kind": "ONE_TO_ONE",
        "length": "60",
        "body": WORDS,
        "is_back": "on",
    }

    assert browser.post(url, told).status_code == 302

    assert stay_of(cast, hemi).pace == Pace.UNDER_WAY
    with use(cast.worker.context):
        assert Session.objects.filter(subject=hemi).count() == 1


# The manager


@pytest.mark.req("REC-11")
def test_a_manager_reads_how_he_comes_and_goes_without_his_words(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    note(cast.worker, hemi, PAUSE)
    text = page(sign_in(cast.manager), hemi, "manager:person")

    assert "Connect: getting to know each other" in text
    assert "Paused" in text
    assert PAUSE.words not in text


@pytest.mark.req("REC-11")
def test_a_manager_may_let_nobody_work_with_whoever_has_finished(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    manager = sign_in(cast.manager)
    assert "Let nobody work with him" not in page(manager, hemi, "manager:person")
    note(cast.worker, hemi, END)
    assert "Let nobody work with him" in page(manager, hemi, "manager:person")

    manager.post(reverse("manager:let-go", args=[hemi]))

    with use(cast.manager.context):
        assert not Assignment.objects.filter(subject=hemi, ended_at=None).exists()
    assert "Let nobody work with him" not in page(manager, hemi, "manager:person")


@pytest.mark.req("REC-11")
def test_a_page_for_what_cannot_follow_leads_on(
    cast: Cast, browser: Client, hemi: UUID
) -> None:
    stay = stay_of(cast, hemi)
    url = reverse("worker:person-turn", args=[hemi, stay.id, "go-on"])

    answer = browser.get(url)

    assert answer.headers["Location"] == reverse("worker:person-time", args=[hemi])
    wrong = reverse("worker:person-turn", args=[hemi, stay.id, "sleep"])
    assert browser.get(wrong).status_code == 404


@pytest.mark.req("REC-11")
def test_a_pause_does_not_end_before_it_begins(
    cast: Cast, browser: Client, hemi: UUID
) -> None:
    status, text = post(browser, cast, hemi, "pause", back_on="1/8/2026")

    assert (status, "not before the pause" in text) == (200, True)


@pytest.mark.req("REC-11")
def test_a_turn_taken_back_too_late_changes_nothing(
    cast: Cast, browser: Client, hemi: UUID
) -> None:
    note(cast.worker, hemi, PAUSE)
    text = page(browser, hemi, "worker:person-time")
    turn = text.split("taken-back/")[1].split("/")[0]
    later = timezone.now() + timedelta(days=1)
    stay = stay_of(cast, hemi)
    on = local_date(later)
    with use(cast.worker.context):
        what = Turn(TurnKind.WENT_ON, on)
        episodes.note(cast.worker, hemi, stay.id, what, after=2, at=later)

    url = reverse("worker:turn-take-back", args=[hemi, turn])
    answer = browser.post(url, follow=True)

    assert "Nothing was changed" in answer.content.decode()
