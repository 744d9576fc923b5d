"""Before they meet: what helps to be prepared, on one page (SES-05)."""

from __future__ import annotations

import html
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from cases.enums import SectionKind, SessionKind
from cases.sections import Needs, SectionContent
from cases.services import assignments, sections
from msa.tenancy.context import use
from tests.cases.filled import FILLED
from tests.cases.world import events, held, logged
from tests.cast import NOW, TODAY, Cast
from tests.conftest import SignIn

HELPS = (SectionKind.WELLBEING, SectionKind.STEPS, SectionKind.SAFETY)


def save(cast: Cast, subject: UUID, content: SectionContent) -> None:
    with use(cast.worker.context):
        sections.save(cast.worker, subject, content, after=0, at=NOW)


def page(browser: Client, subject: UUID) -> str:
    answer = browser.get(reverse("worker:person-prepare", args=[subject]))
    return html.unescape(answer.content.decode())


@pytest.mark.req("SES-05")
def test_his_objective_steps_and_safety_plan_stand_on_one_page(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    for kind in HELPS:
        save(cast, hemi, FILLED[kind][1])

    shown = page(sign_in(cast.worker), hemi)

    words = [word for kind in HELPS for word in FILLED[kind][2]]
    assert [word for word in words if word not in shown] == []


@pytest.mark.req("SES-05")
def test_the_last_three_sessions_are_there_with_his_own_notes(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    for days in range(4):
        logged(
            cast.worker, hemi, held(TODAY - timedelta(days=days)), f"{days} days ago"
        )

    shown = page(sign_in(cast.worker), hemi)

    assert [days for days in range(4) if f"{days} days ago" in shown] == [0, 1, 2]


def test_an_email_that_was_kept_is_one_tap_away(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    session = logged(cast.worker, hemi, held(kind=SessionKind.EMAIL_KEPT))

    shown = page(sign_in(cast.worker), hemi)

    assert reverse("worker:session", args=[hemi, session]) in shown
    assert "There is no note of this session" not in shown


@pytest.mark.req("SES-05", "UI-W13")
def test_a_colleagues_note_stays_closed_until_it_is_asked_for(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    session = logged(cast.worker, hemi, body="Only by asking")
    with use(cast.manager.context):
        to = cast.colleague.member
        assignments.assign(cast.manager, hemi, to=to, at=NOW)

    shown = page(sign_in(cast.colleague), hemi)

    assert "Only by asking" not in shown
    assert reverse("worker:session-note", args=[hemi, session]) in shown


def test_what_is_not_told_yet_can_be_written_from_here(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    shown = page(sign_in(cast.worker), hemi)

    addresses = [reverse("worker:person-part", args=[hemi, kind]) for kind in HELPS]
    assert [url for url in addresses if url not in shown] == []
    assert "You have not met yet." in shown
    assert "Needs somebody now" not in shown


def test_what_he_needs_now_is_read_first(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    save(cast, hemi, Needs(needs="Somewhere to sleep", urgent=True))

    shown = page(sign_in(cast.worker), hemi)

    assert shown.index("Somewhere to sleep") < shown.index("part-wellbeing")


def test_that_it_was_opened_is_written_down(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    logged(cast.worker, hemi, body="Met by the river")
    browser = sign_in(cast.worker)
    before = len(events(cast.kauri.id, "record.open"))

    page(browser, hemi)

    opened = events(cast.kauri.id, "record.open")[before:]
    assert {event.subject_id for event in opened} == {hemi}
    assert {event.payload["purpose"] for event in opened} == {"RECORD", "SESSIONS"}
