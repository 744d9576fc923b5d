"""Who sent somebody to us, how soon we answered, and that he knows (REF-03)."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from cases.referrals.enums import NotTold, Source, Urgency
from cases.referrals.models import Arrival, EnquiryReferral
from cases.referrals.policies import answer_by, waited
from cases.referrals.services import inward
from consent.enums import Purpose
from consent.services import consents
from msa.access.refusals import AccessDenied
from msa.tenancy.context import use
from tests.cast import Cast
from tests.conftest import SignIn
from tests.enquiries.conftest import kept
from tests.referrals.world import (
    REFERRER,
    TOLD_US,
    agreed_to_tell,
    arrived,
    now,
    text,
    today,
    typed,
)
from tests.security.stage import Survivor

FRIDAY = datetime(2026, 8, 6, 22, tzinfo=UTC)
"""Ten on Friday morning in Auckland."""


def came(**changed: str) -> dict[str, str]:
    said = {
        "id": str(uuid.uuid4()),
        "source": "HEALTH",
        "name": REFERRER,
        "came_on": typed(today()),
        "urgency": "SOON",
        "told": TOLD_US,
        "why": "To be in touch with you",
    }
    return said | changed


def his(hemi: Survivor, rest: str) -> str:
    return f"/people/{hemi.subject}/sent-by/{rest}"


@pytest.mark.req("REF-03")
def test_from_the_call_to_the_answer(
    cast: Cast, hemi: Survivor, worker: Client
) -> None:
    page = worker.post(his(hemi, "new/"), came(came_time="00:00"))["Location"]
    assert REFERRER in text(worker.get(page))
    assert "Not answered yet" in text(worker.get(page))

    worker.post(
        f"{page}answered/", {"answered_on": typed(today()), "answered_time": "00:00"}
    )

    assert "Answered after 0 hours" in text(worker.get(page))


@pytest.mark.req("REF-03")
def test_a_response_is_told_in_hours_and_in_working_days() -> None:
    monday = FRIDAY + timedelta(days=3)

    assert waited(FRIDAY, FRIDAY + timedelta(hours=3)).hours == 3
    assert waited(FRIDAY, FRIDAY + timedelta(hours=3)).working_days == 0
    assert waited(FRIDAY, monday).working_days == 1
    assert answer_by(FRIDAY, Urgency.SOON).isoformat() == "2026-08-11"
    assert answer_by(FRIDAY, Urgency.TODAY).isoformat() == "2026-08-07"


@pytest.mark.req("REF-03")
def test_a_late_answer_stands_on_today_and_with_the_manager(
    cast: Cast, hemi: Survivor, sign_in: SignIn
) -> None:
    row = arrived(cast.worker, hemi.subject)
    worker, manager = sign_in(cast.worker), sign_in(cast.manager)
    assert "Not answered yet" not in text(worker.get("/today/"))
    late = arrived(cast.worker, hemi.subject, days_ago=9)

    assert f"/sent-by/{late.id}/" in text(worker.get("/today/"))
    assert f"/sent-by/{row.id}/" not in text(worker.get("/today/"))
    home = text(manager.get("/manage/"))
    assert "Waiting to hear from us" in home
    assert REFERRER not in home


@pytest.mark.req("REF-03")
def test_an_enquiry_that_somebody_sent_waits_too(cast: Cast, sign_in: SignIn) -> None:
    pk = kept(cast.worker)
    day = typed(today() - timedelta(days=9))
    told = {"source": "JUSTICE", "came_on": day, "urgency": "SOON"}
    worker = sign_in(cast.worker)
    worker.post(f"/enquiries/{pk}/sent-by/", told)
    assert f"/enquiries/{pk}/" in text(worker.get("/today/"))
    assert "Waiting to hear from us" in text(sign_in(cast.manager).get("/manage/"))

    worker = sign_in(cast.worker)
    worker.post(f"/enquiries/{pk}/answered/")

    assert "Not answered yet" not in text(worker.get("/today/"))
    assert "Later than it should be" in text(worker.get(f"/enquiries/{pk}/"))
    with use(cast.worker.context):
        row = EnquiryReferral.objects.get()
    assert (row.source, row.enquiry_id) == ("JUSTICE", pk)


@pytest.mark.req("REF-03")
def test_his_page_asks_to_tell_him_until_it_is_noted(
    cast: Cast, hemi: Survivor, worker: Client
) -> None:
    row = arrived(cast.worker, hemi.subject)
    person = f"/people/{hemi.subject}/"
    assert "He has to hear of it" in text(worker.get(person))
    assert "Rule 3A" in text(worker.get(his(hemi, f"{row.id}/")))

    told = {"was_told": "yes", "told_on": typed(today())}
    worker.post(his(hemi, f"{row.id}/he-knows/"), told)

    assert "He has to hear of it" not in text(worker.get(person))
    assert "He was told on" in text(worker.get(his(hemi, f"{row.id}/")))


@pytest.mark.req("REF-03")
def test_why_he_is_not_told_is_one_of_a_few_reasons(
    cast: Cast, hemi: Survivor, worker: Client
) -> None:
    row = arrived(cast.worker, hemi.subject)
    address = his(hemi, f"{row.id}/he-knows/")
    assert "Choose an answer" in text(worker.post(address, {"was_told": ""}))
    worker.post(address, {"was_told": "DANGER"})

    with use(cast.worker.context):
        assert Arrival.objects.get(id=row.id).not_told == NotTold.DANGER


def test_nobody_has_to_be_told_who_came_by_himself(
    cast: Cast, hemi: Survivor, worker: Client
) -> None:
    worker.post(his(hemi, "new/"), came(source="HIMSELF", name=""))

    assert "He has to hear of it" not in text(worker.get(f"/people/{hemi.subject}/"))


@pytest.mark.req("REF-03")
def test_those_who_sent_him_are_told_only_as_he_agrees(
    cast: Cast, hemi: Survivor, worker: Client
) -> None:
    row = arrived(cast.worker, hemi.subject)
    page = his(hemi, f"{row.id}/")
    agreed_to_tell(cast.worker, hemi.subject, "Somebody else")
    day = {"replied_on": typed(today())}
    assert "They are told nothing, not even that he came" in text(worker.get(page))
    assert "he has not agreed" in text(worker.post(f"{page}replied/", day, follow=True))

    agreed_to_tell(cast.worker, hemi.subject, REFERRER)
    worker.post(f"{page}replied/", day)

    assert "as he agreed" in text(worker.get(page))


def refused(state: str, act: Any) -> None:
    with pytest.raises(DatabaseError) as fault, transaction.atomic():
        act()
    assert getattr(fault.value.__cause__, "sqlstate", "") == state


@pytest.mark.req("REF-03")
def test_the_database_refuses_a_reply_he_does_not_agree_to(
    cast: Cast, hemi: Survivor
) -> None:
    row = arrived(cast.worker, hemi.subject)
    agreed = agreed_to_tell(cast.worker, hemi.subject, REFERRER)
    with use(cast.worker.context):
        consents.withdraw(
            cast.worker, hemi.subject, Purpose.SHARING, at=now(), only=agreed
        )
        rows = Arrival.objects.filter(id=row.id)
        told = {
            "replied_on": today(),
            "replied_by_id": cast.worker.member,
            "replied_under_id": agreed,
        }
        refused("MS046", lambda: rows.update(**told))


def test_what_was_noted_stands(cast: Cast, hemi: Survivor) -> None:
    row = arrived(cast.worker, hemi.subject, days_ago=1)
    with use(cast.worker.context):
        rows = Arrival.objects.filter(id=row.id)
        at = now()
        inward.answer(cast.worker, hemi.subject, row.id, answered_at=at, at=at)
        before = at - timedelta(hours=1)
        refused("MS048", lambda: rows.update(answered_at=before))
        inward.tell_him(cast.worker, hemi.subject, row.id, on=today())
        refused("MS048", lambda: rows.update(told_on=None, not_told=NotTold.DANGER))


def test_nothing_comes_after_it_was_answered(cast: Cast, hemi: Survivor) -> None:
    row = arrived(cast.worker, hemi.subject)
    with use(cast.worker.context), pytest.raises(AccessDenied):
        inward.answer(
            cast.worker,
            hemi.subject,
            row.id,
            answered_at=row.came_at - timedelta(days=1),
            at=now(),
        )


def test_neither_told_nor_a_reason_is_refused(cast: Cast, hemi: Survivor) -> None:
    row = arrived(cast.worker, hemi.subject)
    with use(cast.worker.context), pytest.raises(AccessDenied):
        inward.tell_him(cast.worker, hemi.subject, row.id)


@pytest.mark.parametrize("field", ["source", "urgency", "came_on"])
def test_a_day_to_come_and_a_free_word_are_no_answers(
    cast: Cast, hemi: Survivor, worker: Client, field: str
) -> None:
    bad = typed(today() + timedelta(days=3)) if field == "came_on" else "Hemi"

    answer = worker.post(his(hemi, "new/"), came(**{field: bad}))

    assert answer.context["form"].errors[field]
    with use(cast.worker.context):
        assert not Arrival.objects.exists()


def test_nobody_else_reads_who_sent_him(
    cast: Cast, hemi: Survivor, sign_in: SignIn
) -> None:
    row = arrived(cast.worker, hemi.subject, source=Source.JUSTICE)
    page = his(hemi, f"{row.id}/")

    assert REFERRER in text(sign_in(cast.worker).get(page))
    for who in (cast.colleague, cast.outsider, cast.manager):
        assert sign_in(who).get(page).status_code == 404
