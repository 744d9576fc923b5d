"""What a peer worker, a manager and he himself see of words that are let go."""

from __future__ import annotations

import html
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from cases.forgetting.enums import Outcome
from cases.forgetting.models import Forgetting
from cases.sections import Hope, Hopes
from cases.services import sections
from consent.retention.enums import HoldGround
from consent.retention.services import decisions
from msa.tenancy.context import use
from tests.cases.world import logged
from tests.cast import NOW, Cast
from tests.conftest import SignIn
from tests.forgetting.world import (
    SAID,
    STANDS,
    asked,
    decided,
    empty,
    hopes_of,
    put_right,
)

GONE = "These words were let go on"
BY_TWO = "Worker asked, Manager agreed."


def get(browser: Client, name: str, *told: object, **query: Any) -> str:
    answer = browser.get(reverse(name, args=told), query, follow=True)
    return html.unescape(answer.content.decode())


def post(browser: Client, name: str, *told: object, **fields: Any) -> str:
    answer = browser.post(reverse(name, args=told), fields, follow=True)
    return html.unescape(answer.content.decode())


@pytest.mark.req("UI-S9")
def test_a_peer_worker_asks_from_the_history_of_the_part(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    browser = sign_in(cast.worker)
    there = reverse("worker:part-let-go", args=[hemi, "hopes"])
    assert there in get(browser, "worker:person-part-history", hemi, "hopes")
    assert "1 earlier version" in get(browser, "worker:part-let-go", hemi, "hopes")

    shown = post(browser, "worker:part-let-go", hemi, "hopes", ground="DANGER")

    assert "Worker asked on" in shown
    assert there not in shown
    with use(cast.manager.context):
        assert Forgetting.objects.get().ground == "DANGER"


@pytest.mark.req("UI-S9")
def test_a_peer_worker_asks_from_every_version_of_a_session(
    cast: Cast, sign_in: SignIn, hemi: UUID, session: UUID
) -> None:
    put_right(cast.worker, hemi, session)
    browser = sign_in(cast.worker)
    there = reverse("worker:session-let-go", args=[hemi, session])
    assert there in get(browser, "worker:session-versions", hemi, session)

    shown = post(browser, "worker:session-let-go", hemi, session, ground="DANGER")

    assert "Worker asked on" in shown


@pytest.mark.req("UI-S9")
@pytest.mark.parametrize(
    ("ground", "says"),
    [("HE_WANTS", "A manager can sign it"), ("DANGER", "His record is on hold")],
)
def test_a_refusal_says_what_can_be_done_instead(
    cast: Cast, sign_in: SignIn, hemi: UUID, ground: str, says: str
) -> None:
    if ground == "DANGER":
        with use(cast.manager.context):
            decisions.hold(cast.manager, hemi, HoldGround.COURT, at=NOW)

    shown = post(
        sign_in(cast.worker), "worker:part-let-go", hemi, "hopes", ground=ground
    )

    assert says in shown
    assert "a correction or his statement can stand beside" in shown


@pytest.mark.req("UI-S9")
def test_where_nothing_was_edited_the_page_says_so(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    browser = sign_in(cast.worker)

    shown = get(browser, "worker:part-let-go", hemi, "contact")

    assert "There are no earlier words" in shown
    assert 'name="ground"' not in shown
    assert "There are no" in post(
        browser, "worker:part-let-go", hemi, "contact", ground="DANGER"
    )


@pytest.mark.req("UI-S9")
@pytest.mark.parametrize("written", ["no-such", "session"])
def test_there_are_no_other_parts(
    cast: Cast, sign_in: SignIn, hemi: UUID, written: str
) -> None:
    there = reverse("worker:part-let-go", args=[hemi, written])

    assert sign_in(cast.worker).get(there).status_code == 404


@pytest.mark.req("UI-S9")
def test_a_manager_is_told_what_and_never_the_words(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    pk = asked(cast.worker, hemi)
    assert SAID in str(hopes_of(cast.worker, hemi))
    browser = sign_in(cast.manager)

    shown = get(browser, "manager:letting-go") + get(
        browser, "manager:letting-go-one", pk
    )

    for said in ("Hēmi", "Hopes", "It puts somebody in danger", "Worker"):
        assert said in shown
    assert SAID not in shown


@pytest.mark.req("UI-S9")
def test_a_manager_is_told_where_he_looks(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    pk = asked(cast.worker, hemi)
    browser = sign_in(cast.manager)
    there = reverse("manager:letting-go-one", args=[pk])

    assert there in get(browser, "manager:person", hemi)
    assert "whether earlier words are let go" in get(browser, "manager:hand")
    assert reverse("manager:letting-go") in get(browser, "manager:retention")


@pytest.mark.req("UI-S9")
def test_a_manager_lets_them_go(cast: Cast, sign_in: SignIn, hemi: UUID) -> None:
    pk = asked(cast.worker, hemi)

    shown = post(sign_in(cast.manager), "manager:letting-go-approve", pk)

    assert "They are let go." in shown
    assert empty(cast.worker, hemi) == [1]


@pytest.mark.req("UI-S9")
def test_a_manager_says_no(cast: Cast, sign_in: SignIn, hemi: UUID) -> None:
    pk = asked(cast.worker, hemi)

    shown = post(sign_in(cast.manager), "manager:letting-go-refuse", pk)

    assert "They stay." in shown
    assert empty(cast.worker, hemi) == []


@pytest.mark.req("UI-S9")
def test_a_manager_is_told_what_forbids_it_by_now(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    pk = asked(cast.worker, hemi)
    with use(cast.manager.context):
        decisions.hold(cast.manager, hemi, HoldGround.COURT, at=NOW)

    shown = post(sign_in(cast.manager), "manager:letting-go-approve", pk)

    assert "His record is on hold" in shown
    assert "Let them go" in shown


@pytest.mark.req("UI-S9", "REC-12")
def test_the_history_says_that_they_were_let_go(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    browser = sign_in(cast.worker)
    assert SAID in get(browser, "worker:person-part-history", hemi, "hopes")
    decided(cast.manager, asked(cast.worker, hemi))

    shown = get(browser, "worker:person-part-history", hemi, "hopes")

    assert GONE in shown
    assert BY_TWO in shown
    assert STANDS in shown
    assert SAID not in shown


@pytest.mark.req("UI-S9", "REC-12")
def test_as_it_was_on_a_day_says_so_too(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    with use(cast.worker.context):
        later = NOW.replace(day=20)
        hopes = Hopes([Hope("See my kids on Sundays")])
        sections.save(cast.worker, hemi, hopes, after=2, at=later)
    decided(cast.manager, asked(cast.worker, hemi))

    shown = get(
        sign_in(cast.worker), "worker:person-part-history", hemi, "hopes", on="4/8/2026"
    )

    assert "As it was on 4 August 2026" in shown
    assert GONE in shown
    assert STANDS not in shown.replace("See my kids on Sundays", "")


@pytest.mark.req("UI-S9")
def test_every_version_of_a_session_says_so(
    cast: Cast, sign_in: SignIn, hemi: UUID, session: UUID
) -> None:
    put_right(cast.worker, hemi, session)
    decided(cast.manager, asked(cast.worker, hemi, session))

    shown = get(sign_in(cast.worker), "worker:session-versions", hemi, session)

    assert GONE in shown
    assert SAID not in shown


@pytest.mark.req("UI-S9")
def test_beside_a_dated_correction_it_says_so(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    session = logged(cast.worker, hemi, body=SAID, at=NOW.replace(month=6))
    put_right(cast.worker, hemi, session)
    browser = sign_in(cast.worker)
    assert SAID in get(browser, "worker:session", hemi, session)
    decided(cast.manager, asked(cast.worker, hemi, session))

    shown = get(browser, "worker:session", hemi, session)

    assert GONE in shown
    assert SAID not in shown


@pytest.mark.req("UI-S9", "RGT-03")
def test_who_looked_tells_him(cast: Cast, sign_in: SignIn, hemi: UUID) -> None:
    decided(cast.manager, asked(cast.worker, hemi))
    asked_again = "asked that earlier words be let go: your hopes"

    shown = get(sign_in(cast.worker), "worker:who-looked", hemi)

    assert asked_again in shown
    assert "agreed that earlier words are let go: your hopes" in shown
    assert "it put somebody in danger" in shown


@pytest.mark.req("UI-S9")
def test_what_was_refused_can_be_asked_again(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    decided(cast.manager, asked(cast.worker, hemi), Outcome.REFUSED)

    shown = get(sign_in(cast.worker), "worker:person-part-history", hemi, "hopes")

    assert reverse("worker:part-let-go", args=[hemi, "hopes"]) in shown
