"""One timeline across everything that happened: narrowed, read on, printed (SES-06)."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from html import unescape
from typing import Any
from uuid import UUID

import pikepdf
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.instruments import CURRENT
from assessments.services.declining import decline
from cases.enums import Phase, SessionKind, TurnKind
from cases.happenings import Happening, HappeningKind, Told, happenings
from cases.models import Episode
from cases.services import people
from cases.services.episodes import Turn
from consent.enums import Purpose
from consent.services import consents
from msa.accounts.actor import Actor
from msa.audit.models import Event
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from tests.assessments import world as check_ins
from tests.cases.apart_world import named
from tests.cases.services.test_episodes import END, PAUSE, note, start_again
from tests.cases.world import WORDS, held, logged, person
from tests.cast import NOW, TODAY, USUAL, Cast, agreements
from tests.conftest import SignIn

DAY = timedelta(days=1)
LATER = NOW + 10 * DAY


def told(
    actor: Actor,
    subject: UUID,
    *,
    kind: HappeningKind | None = None,
    before: date | None = None,
    limit: int | None = 25,
) -> Told:
    with use(actor.context):
        return happenings(actor, subject, kind=kind, before=before, limit=limit)


def titles(lines: list[Happening]) -> list[str]:
    return [line.title for line in lines]


def page(browser: Client, subject: UUID, query: str = "", area: str = "worker") -> str:
    url = reverse(f"{area}:person-timeline", args=[subject])
    html = browser.get(url + query).content.decode()
    html = html[html.index("<main") : html.index("</main")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def read_on(actor: Actor, subject: UUID, limit: int) -> list[Happening]:
    """Return all pages one after the other."""
    seen: list[Happening] = []
    before = None
    while True:
        found = told(actor, subject, before=before, limit=limit)
        seen += found.lines
        before = found.before
        if before is None:
            return seen


def test_a_session_is_told_with_its_kind_its_length_and_who(
    cast: Cast, hemi: UUID
) -> None:
    session = logged(cast.worker, hemi)

    (line,) = told(cast.manager, hemi, kind=HappeningKind.SESSION).lines

    assert (line.on, line.title, line.minutes) == (TODAY, "One-to-one", 60)
    assert line.detail == "In person · with Worker"
    assert line.address == reverse("manager:session", args=[hemi, session])


def test_who_did_not_come_stands_back(cast: Cast, hemi: UUID) -> None:
    logged(cast.worker, hemi, held(kind=SessionKind.DID_NOT_ATTEND))

    (line,) = told(cast.worker, hemi, kind=HappeningKind.SESSION).lines

    assert (line.is_quiet, line.minutes) == (True, None)


def test_what_he_agreed_to_on_one_day_is_one_line(cast: Cast, hemi: UUID) -> None:
    (line,) = told(cast.worker, hemi, kind=HappeningKind.CONSENT).lines

    assert (line.on, line.title) == (TODAY, "He agreed")
    assert line.detail.split(" · ") == [purpose.brief for purpose in USUAL]
    assert line.address == reverse("worker:consent-history", args=[hemi])


def test_what_he_took_back_is_told_on_its_day(cast: Cast, hemi: UUID) -> None:
    with use(cast.worker.context):
        consents.withdraw(cast.worker, hemi, Purpose.STATISTICS, at=LATER)

    line = told(cast.worker, hemi, kind=HappeningKind.CONSENT).lines[0]

    assert (line.on, line.title) == (TODAY + 10 * DAY, "He took it back")
    assert line.detail == Purpose.STATISTICS.brief


def test_what_he_changed_is_not_told_as_taken_back(cast: Cast, hemi: UUID) -> None:
    (anew,) = agreements(Purpose.STATISTICS)
    with use(cast.worker.context):
        people.agree_anew(cast.worker, hemi, anew, at=LATER)

    lines = told(cast.worker, hemi, kind=HappeningKind.CONSENT).lines

    assert sorted(titles(lines)) == ["He agreed", "He agreed anew"]


def test_his_time_is_told_turn_by_turn(cast: Cast, hemi: UUID) -> None:
    note(cast.worker, hemi, Turn(TurnKind.PHASE, TODAY + DAY, phase=Phase.SUPPORT))
    note(cast.worker, hemi, END)
    start_again(cast.worker, hemi, on=END.on + DAY)

    lines = told(cast.worker, hemi, kind=HappeningKind.TIME).lines

    assert titles(lines) == [
        "He is back",
        "Finished for now",
        "On to another phase",
        "His time with us began",
    ]
    assert lines[1].detail == "Reached what was hoped for"
    assert lines[2].detail == Phase.SUPPORT.label


def test_a_pause_says_when_he_thinks_to_be_back(cast: Cast, hemi: UUID) -> None:
    note(cast.worker, hemi, PAUSE)

    found = told(cast.worker, hemi, kind=HappeningKind.TIME)

    assert titles(found.lines)[0] == "A pause"
    assert [(line.on, line.title) for line in found.ahead] == [
        (PAUSE.back_on, "He thinks to be back about then")
    ]


def test_no_words_of_his_turns_are_told(cast: Cast, hemi: UUID) -> None:
    note(cast.worker, hemi, PAUSE)
    assert PAUSE.words

    found = told(cast.worker, hemi)

    assert PAUSE.words not in str(found)


def test_check_ins_are_told_done_declined_and_due(cast: Cast) -> None:
    hemi = check_ins.survivor(cast.worker)
    item = CURRENT.items[0].code
    check_ins.on_paper(cast.worker, hemi, {item: 3}, worker_may_see=True)
    with use(cast.worker.context):
        decline(cast.worker, hemi, ask_again=True, at=NOW)

    found = told(cast.worker, hemi, kind=HappeningKind.CHECK_IN)

    assert set(titles(found.lines)) == {"Check-in", "He wanted no check-in"}


@pytest.mark.parametrize("who", ["worker", "manager"])
def test_a_check_in_that_is_due_stands_on_top(cast: Cast, who: str) -> None:
    hemi = check_ins.survivor(cast.worker)
    with use(Context(cast.kauri.id, FOUNDER, "owner")):
        Episode.objects.filter(subject=hemi).update(activated_on=TODAY - 200 * DAY)

    (line,) = told(getattr(cast, who), hemi).ahead

    assert line.title == "A check-in is due"
    assert bool(line.address) == (who == "worker")


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 100])
def test_pages_tell_all_of_it_once_whatever_their_length(
    cast: Cast, hemi: UUID, limit: int
) -> None:
    for days in (0, 1, 1, 1, 2, 9):
        logged(cast.worker, hemi, held(TODAY - days * DAY))
    note(cast.worker, hemi, Turn(TurnKind.PHASE, TODAY + DAY, phase=Phase.SUPPORT))
    every = told(cast.worker, hemi, limit=None).lines

    seen = read_on(cast.worker, hemi, limit)

    assert len(every) == 9
    assert [line.on for line in seen] == sorted((e.on for e in every), reverse=True)
    assert sorted(map(str, seen)) == sorted(map(str, every))


def test_a_page_takes_no_more_sessions_than_it_shows(cast: Cast, hemi: UUID) -> None:
    for days in range(12):
        logged(cast.worker, hemi, held(TODAY - days * DAY))

    with use(cast.worker.context), CaptureQueriesContext(connection) as taken:
        found = happenings(
            cast.worker, hemi, kind=HappeningKind.SESSION, limit=4, before=TODAY
        )

    assert [line.on for line in found.lines] == [TODAY - n * DAY for n in range(1, 5)]
    assert found.before == TODAY - 4 * DAY
    assert any("LIMIT 1 OFFSET 4" in query["sql"] for query in taken)


def test_it_takes_the_same_queries_for_one_line_and_for_many(
    cast: Cast, hemi: UUID
) -> None:
    counts = []
    for days in range(6):
        logged(cast.worker, hemi, held(TODAY - days * DAY))
        with use(cast.worker.context), CaptureQueriesContext(connection) as taken:
            assert len(happenings(cast.worker, hemi).lines) == days + 3
        counts.append(len(taken))

    assert len(set(counts)) == 1


@pytest.mark.req("SES-06")
def test_the_page_tells_all_kinds_and_can_be_narrowed(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    logged(cast.worker, hemi)
    browser = sign_in(cast.worker)

    everything = page(browser, hemi)
    consent = page(browser, hemi, "?kind=consent")

    assert "One-to-one, 1 h" in everything
    assert "He agreed" in everything
    assert "His time with us began" in everything
    assert "He agreed" in consent
    assert "One-to-one" not in consent


@pytest.mark.parametrize("query", ["?kind=other", "?before=never", "?kind=%00"])
def test_what_cant_be_read_narrows_nothing(
    cast: Cast, sign_in: SignIn, hemi: UUID, query: str
) -> None:
    logged(cast.worker, hemi)

    assert "One-to-one" in page(sign_in(cast.worker), hemi, query)


def test_the_newest_page_leads_to_the_older_one(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    for days in range(30):
        logged(cast.worker, hemi, held(TODAY - days * DAY))
    browser = sign_in(cast.worker)
    url = reverse("worker:person-timeline", args=[hemi])

    first = browser.get(url + "?kind=session")
    second = browser.get(url + first.context["older_url"])

    assert first.context["older_url"] == "?kind=session&before=2026-07-10"
    assert [line.on for line in second.context["told"].lines] == [
        TODAY - n * DAY for n in range(25, 30)
    ]
    assert second.context["newest_url"] == "?kind=session"


@pytest.mark.req("SES-06")
@pytest.mark.parametrize("who", ["worker", "manager"])
def test_looking_is_one_opening_and_opens_no_words(
    cast: Cast, sign_in: SignIn, hemi: UUID, who: str
) -> None:
    logged(cast.worker, hemi, body=WORDS)
    actor = getattr(cast, who)
    browser = sign_in(actor)
    before = events_of(cast, hemi)

    shown = page(browser, hemi, area=who)

    assert "Hēmi" in shown
    assert WORDS not in shown
    assert events_of(cast, hemi)[len(before) :] == [("record.open", "RECORD")]


def events_of(cast: Cast, subject: UUID) -> list[tuple[str, Any]]:
    with use(Context(cast.kauri.id, FOUNDER, "owner")):
        return [
            (event.action, event.payload.get("purpose"))
            for event in Event.objects.filter(subject_id=subject).order_by("at")
        ]


def test_a_colleague_whom_he_named_sees_it(cast: Cast, sign_in: SignIn) -> None:
    hemi = person(cast.worker)
    logged(cast.worker, hemi)
    named(cast.worker, hemi, cast.colleague)

    assert "with Worker" in page(sign_in(cast.colleague), hemi)


def test_whoever_does_not_work_with_him_finds_nothing(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    url = reverse("worker:person-timeline", args=[hemi])

    assert sign_in(cast.colleague).get(url).status_code == 404


def test_a_sealed_record_has_no_timeline(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    with use(cast.worker.context):
        consents.withdraw(cast.worker, hemi, Purpose.RECORD, at=LATER)
    browser = sign_in(cast.worker)

    for name in ("person-timeline", "person-timeline-pdf"):
        url = reverse(f"worker:{name}", args=[hemi])
        assert browser.get(url).status_code == 404


@pytest.mark.req("SES-06")
def test_the_paper_tells_all_of_it_and_not_his_name(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    for days in range(40):
        logged(cast.worker, hemi, held(TODAY - days * DAY), WORDS)
    url = reverse("worker:person-timeline-pdf", args=[hemi])

    answer = sign_in(cast.worker).get(url + "?kind=session")

    assert answer["Content-Disposition"] == 'attachment; filename="timeline.pdf"'
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert pdf.docinfo["/Title"] == "Timeline"
        assert len(pdf.pages) > 1
        assert "Hēmi" not in str(pdf.docinfo)
    assert events_of(cast, hemi)[-1][0] == "timeline.printed"


@pytest.mark.parametrize("who", ["worker", "manager"])
def test_a_persons_page_leads_there(
    cast: Cast, sign_in: SignIn, hemi: UUID, who: str
) -> None:
    url = reverse(f"{who}:person", args=[hemi])

    shown = sign_in(getattr(cast, who)).get(url).content.decode()

    assert reverse(f"{who}:person-timeline", args=[hemi]) in shown
