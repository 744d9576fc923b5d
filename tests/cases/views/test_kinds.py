"""Every kind of session, logged from the form as it opens (SES-01)."""

from __future__ import annotations

import html
import uuid
from uuid import UUID

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.enums import SessionKind
from cases.models import Client, Episode, Session, Tally
from consent.enums import Purpose
from consent.services import consents
from msa.tenancy.context import use
from tests.cases.apart_world import cleared
from tests.cases.session_form import form, log, stored
from tests.cases.world import WORDS, person
from tests.cast import Cast
from tests.conftest import SignIn

EVERY = [kind for kind, _ in SessionKind.chosen()]


def asked(browser: object, subject: UUID) -> dict[str, str]:
    """Return the form as it is when the page opens: everything is chosen."""
    page = browser.get(reverse("worker:session-new", args=[subject]))  # type: ignore[attr-defined]
    return {name: str(page.context["form"][name].value()) for name in form()}


@pytest.mark.req("SES-01")
def test_each_kind_is_logged_by_choosing_it_alone(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    cleared(cast.manager, hemi)
    browser = sign_in(cast.worker)
    opened = asked(browser, hemi)

    for kind in EVERY:
        log(browser, hemi, opened | {"id": str(uuid.uuid4()), "kind": kind})

    with use(cast.worker.context):
        sessions = Session.objects.filter(subject=hemi)
        found = {(one.kind, one.minutes, one.mode) for one in sessions}
    assert found == {(kind, 60, "IN_PERSON") for kind in EVERY}
    page = browser.get(reverse("worker:person", args=[hemi])).content.decode()
    for kind in EVERY:
        assert html.escape(str(SessionKind(kind).label)) in page


@pytest.mark.req("SES-01")
def test_each_kind_keeps_its_words_for_whoever_opens_it(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    cleared(cast.manager, hemi)
    browser = sign_in(cast.worker)

    for kind in EVERY:
        data = form(kind=kind, body=f"{WORDS} {kind}")
        log(browser, hemi, data)
        session = cast.worker.own(UUID(data["id"]))
        page = browser.get(reverse("worker:session", args=[hemi, session]))
        assert f"{WORDS} {kind}" in page.content.decode()


@pytest.mark.req("SES-01", "CON-05")
def test_without_notes_each_kind_is_counted_and_leads_to_nobody(
    cast: Cast, sign_in: SignIn
) -> None:
    subject = person(cast.worker, purposes=[Purpose.RECORD])
    cleared(cast.manager, subject)
    browser = sign_in(cast.worker)

    for kind in EVERY:
        log(browser, subject, form(kind=kind))

    assert stored(cast) == (0, 0, len(EVERY))
    with use(cast.manager.context):
        assert {one.kind for one in Tally.objects.all()} == set(EVERY)


@pytest.mark.req("SES-01")
def test_not_meeting_counts_its_minutes_and_nobody_as_supported(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    log(sign_in(cast.worker), hemi, form(kind="DID_NOT_ATTEND", length="15"))

    with use(cast.worker.context):
        assert Session.objects.get(subject=hemi).minutes == 15
        assert Episode.objects.get(subject=hemi).activated_on is None
        # Somebody tried to meet him: his record isn't one that nobody looked after.
        assert Client.objects.get(subject=hemi).last_activity_on == timezone.localdate()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"when": "other", "other_day": "1/1/2099"},
            "Enter a date that is not after today",
        ),
        ({"when": "2001-01-01"}, "this page is from an earlier day"),
        ({"length": "other", "other_minutes": "0"}, "Enter at least 1 minute"),
        ({"length": "other", "other_minutes": "2000"}, "Enter at most 1,440 minutes"),
        ({"length": "other", "other_minutes": "an hour"}, "minutes as a number"),
    ],
)
def test_a_day_to_come_and_minutes_that_can_not_be_say_what_to_do(
    cast: Cast,
    sign_in: SignIn,
    hemi: UUID,
    changes: dict[str, str],
    said: str,
) -> None:
    page = log(sign_in(cast.worker), hemi, form(body=WORDS, **changes))

    assert said in page.content.decode()
    assert WORDS in page.content.decode()
    assert stored(cast) == (0, 0, 0)


@pytest.mark.parametrize("kind", ["EMAIL_KEPT", "DID_NOT_ATTEND"])
def test_withdrawn_a_second_ago_no_kind_is_stored_and_nothing_is_lost(
    cast: Cast, sign_in: SignIn, hemi: UUID, kind: str
) -> None:
    browser = sign_in(cast.worker)
    with use(cast.worker.context):
        consents.withdraw(cast.worker, hemi, Purpose.RECORD, at=timezone.now())

    page = log(browser, hemi, form(kind=kind, body=WORDS))

    assert page.status_code == 409
    assert "taken back his agreement to a record" in page.content.decode()
    assert WORDS in page.content.decode()
    assert stored(cast) == (0, 0, 0)
