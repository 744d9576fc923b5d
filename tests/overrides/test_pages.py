"""The pages of telling and reading without consent (CON-06, CON-07)."""

from __future__ import annotations

import re
import subprocess
import uuid
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from cases.models import Client as Record
from cases.overrides.models import Disclosure, EmergencyReading
from consent.enums import Purpose
from consent.services import consents
from msa.accounts.actor import Actor
from msa.tenancy.context import use
from tests.cast import Cast
from tests.conftest import SignIn
from tests.overrides.world import (
    REASON,
    RECIPIENT,
    TOLD,
    approved,
    asked,
    emergency,
    over,
    urgent,
)
from tests.security.stage import Survivor

TELLING = {
    "ground": "CHILD",
    "reason": REASON,
    "recipient": RECIPIENT,
    "recipient_role": "Oranga Tamariki",
    "told": TOLD,
    "could_wait": "yes",
    "told_on": "",
}


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def telling(**changed: str) -> dict[str, str]:
    return {"id": str(uuid.uuid4()), **TELLING, **changed}


def only(cast: Cast, model: Any) -> Any:
    with use(cast.manager.context), transaction.atomic():
        return model.objects.get()


def told_url(subject: UUID, area: str = "") -> str:
    return f"{area}/people/{subject}/told/"


@pytest.mark.req("CON-06", "K10")
def test_from_the_question_to_the_register(
    cast: Cast, hemi: Survivor, sign_in: SignIn
) -> None:
    worker, manager = sign_in(cast.worker), sign_in(cast.manager)
    theirs = told_url(hemi.subject)
    worker.post(f"{theirs}new/", telling())
    row = only(cast, Disclosure)
    entry = f"{theirs}{row.id}/"
    assert "When it has been told" not in text(worker.get(entry))
    assert "A manager is asked to approve" in text(manager.get("/manage/"))

    manager.post(f"/manage{entry}approve/")
    assert "A manager is asked to approve" not in text(manager.get("/manage/"))
    day = timezone.localdate()
    worker.post(
        f"{entry}told/",
        {"told_on": f"{day.day}/{day.month}/{day.year}", "is_exact": "on"},
    )

    assert only(cast, Disclosure).state == "TOLD"
    assert row.code in text(manager.get("/manage/without-consent/"))
    assert row.code in text(worker.get(theirs))


@pytest.mark.req("CON-06", "K10")
@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ("ground", "Choose an answer for “What allows it”"),
        ("reason", "Fill in “Why, in this case”"),
        ("recipient", "Fill in “Who is told”"),
        ("told", "Fill in “Exactly what is told”"),
        ("could_wait", "Choose an answer for “Can it wait for a manager?”"),
    ],
)
def test_nothing_is_stored_without_ground_reason_recipient_and_words(
    cast: Cast, hemi: Survivor, sign_in: SignIn, missing: str, said: str
) -> None:
    worker = sign_in(cast.worker)

    answer = worker.post(f"{told_url(hemi.subject)}new/", telling(**{missing: ""}))

    assert said in text(answer)
    with use(cast.manager.context), transaction.atomic():
        assert not Disclosure.objects.exists()


@pytest.mark.req("CON-06", "K10")
def test_a_ground_that_is_not_on_the_list_is_refused(
    cast: Cast, hemi: Survivor, sign_in: SignIn
) -> None:
    worker = sign_in(cast.worker)

    answer = worker.post(f"{told_url(hemi.subject)}new/", telling(ground="OTHER"))

    assert answer.status_code == 200
    assert "not one of the available choices" in text(answer)


@pytest.mark.req("CON-06", "K10")
def test_a_worker_approves_nothing_by_any_address(
    cast: Cast, hemi: Survivor, sign_in: SignIn
) -> None:
    row = asked(cast.worker, hemi.subject)
    worker = sign_in(cast.worker)
    entry = f"{told_url(hemi.subject)}{row.id}/"

    answers = [
        worker.post(f"/manage{entry}approve/").status_code,
        worker.post(f"{entry}approve/").status_code,
        worker.post(
            f"{entry}told/", {"told_on": "1/8/2026", "is_exact": "on"}
        ).status_code,
    ]

    assert answers == [404, 404, 403]
    assert only(cast, Disclosure).state == "ASKED"


@pytest.mark.req("CON-06")
def test_what_could_not_wait_stays_on_the_managers_pages_until_seen(
    cast: Cast, hemi: Survivor, sign_in: SignIn
) -> None:
    worker, manager = sign_in(cast.worker), sign_in(cast.manager)
    worker.post(
        f"{told_url(hemi.subject)}new/",
        telling(could_wait="no", told_on="1/8/2026"),
    )
    for page in ("/manage/", "/manage/standards/"):
        assert "Somebody was told without consent" in text(manager.get(page))

    seen = re.search(r'action="(/manage/without-consent/seen/[^"]+)"', _home(manager))
    assert seen is not None
    manager.post(seen.group(1))

    assert "Somebody was told without consent" not in _home(manager)


def _home(manager: Client) -> str:
    return text(manager.get("/manage/"))


@pytest.mark.req("CON-06")
def test_what_could_not_wait_names_its_day(
    cast: Cast, hemi: Survivor, sign_in: SignIn
) -> None:
    answer = sign_in(cast.worker).post(
        f"{told_url(hemi.subject)}new/", telling(could_wait="no")
    )

    assert "Enter the day it was told" in text(answer)


@pytest.mark.req("CON-06", "REP-06")
def test_a_manager_alone_can_only_write_down_what_could_not_wait(
    cast: Cast, hemi: Survivor, sign_in: SignIn
) -> None:
    manager = sign_in(cast.manager)
    page = f"{told_url(hemi.subject, '/manage')}new/"
    assert "No other manager is here" in text(manager.get(page))

    answer = manager.post(page, telling())

    assert answer.status_code == 200


@pytest.mark.req("CON-06")
def test_an_entry_is_printed(cast: Cast, hemi: Survivor, sign_in: SignIn) -> None:
    row = approved(cast.worker, cast.manager, hemi.subject)

    answer = sign_in(cast.manager).get(
        f"{told_url(hemi.subject, '/manage')}{row.id}.pdf"
    )

    ran = subprocess.run(
        ["pdftotext", "-raw", "-", "-"],
        input=answer.content,
        capture_output=True,
        check=True,
    )
    printed = " ".join(ran.stdout.decode().split())
    for words in (TOLD, RECIPIENT, REASON, "A child has to be protected", row.code):
        assert words in printed
    assert hemi.words[0] not in printed


@pytest.mark.req("CON-06")
def test_an_urgent_entry_is_reviewed_by_another_manager(
    cast: Cast, hemi: Survivor, sign_in: SignIn, deputy: Actor
) -> None:
    row = urgent(cast.manager, hemi.subject)
    entry = f"{told_url(hemi.subject, '/manage')}{row.id}/"
    assert "Review it" not in text(sign_in(cast.manager).get(entry))
    other = sign_in(deputy)
    assert "Review it" in text(other.get(entry))

    other.post(f"{entry}review/", {"outcome": "DIFFERENTLY"})

    assert "Next time we would do it differently" in text(other.get(entry))


# What a manager reads in an emergency.


@pytest.mark.req("CON-07")
def test_a_sealed_record_opens_by_its_number_and_closes(
    cast: Cast, hemi: Survivor, sign_in: SignIn, deputy: Actor
) -> None:
    with use(cast.manager.context), transaction.atomic():
        number = Record.objects.get(subject=hemi.subject).reference
    with use(cast.worker.context):
        consents.withdraw(
            cast.worker, hemi.subject, Purpose.SESSIONS, at=timezone.now()
        )
        consents.withdraw(cast.worker, hemi.subject, Purpose.RECORD, at=timezone.now())
    manager = sign_in(cast.manager)
    found = manager.post("/manage/without-consent/find/", {"reference": number.lower()})
    assert found["Location"] == f"/manage/people/{hemi.subject}/emergency/"

    begun = manager.post(found["Location"], {"ground": "SELF_HARM", "reason": REASON})

    page = text(manager.get(begun["Location"]))
    for word in hemi.words:
        assert word in page
    other = text(sign_in(deputy).get(begun["Location"]))
    assert REASON in other
    assert not any(word in other for word in hemi.words)


@pytest.mark.req("CON-07")
def test_after_half_an_hour_the_page_shows_that_it_was(
    cast: Cast, hemi: Survivor, sign_in: SignIn
) -> None:
    row = emergency(cast.manager, hemi.subject)
    manager = sign_in(cast.manager)
    address = f"/manage/people/{hemi.subject}/emergency/{row.id}/"
    assert hemi.words[0] in text(manager.get(address))

    over(row, cast.kauri.id)

    page = text(manager.get(address))
    assert "it was open from" in page
    assert not any(word in page for word in hemi.words)


@pytest.mark.req("CON-07")
@pytest.mark.parametrize("missing", ["ground", "reason"])
def test_an_emergency_takes_a_ground_and_a_reason(
    cast: Cast, hemi: Survivor, sign_in: SignIn, missing: str
) -> None:
    told = {"ground": "CHILD", "reason": REASON} | {missing: ""}

    answer = sign_in(cast.manager).post(
        f"/manage/people/{hemi.subject}/emergency/", told
    )

    assert answer.status_code == 200
    with use(cast.manager.context), transaction.atomic():
        assert not EmergencyReading.objects.exists()


@pytest.mark.req("CON-07", "U08")
def test_it_asks_for_the_second_factor_again(
    cast: Cast, hemi: Survivor, sign_in: SignIn
) -> None:
    manager = sign_in(cast.manager)
    session = manager.session
    session["account_authentication_methods"][1]["at"] -= 600
    session.save()

    answer = manager.post(
        f"/manage/people/{hemi.subject}/emergency/",
        {"ground": "CHILD", "reason": REASON},
    )

    assert answer["Location"] == "/accounts/confirm/"


@pytest.mark.req("CON-07")
def test_a_number_that_nobody_has_leads_nowhere(cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in(cast.manager).post(
        "/manage/without-consent/find/", {"reference": "ZZZ-9999"}
    )

    assert "No record here has this number" in text(answer)


@pytest.mark.req("CON-07", "CON-06", "REP-06")
def test_the_administrator_is_told_and_asks_where_no_other_manager_is(
    cast: Cast, hemi: Survivor, sign_in: SignIn
) -> None:
    read = emergency(cast.manager, hemi.subject)
    told = urgent(cast.manager, hemi.subject)
    admin = sign_in(cast.admin)
    home = text(admin.get("/organisation/"))
    assert "A record was read in an emergency" in home
    waiting = text(admin.get("/organisation/reviews/"))
    assert read.code in waiting
    assert told.code in waiting
    for word in (*hemi.words, str(hemi.subject), TOLD, REASON, RECIPIENT):
        assert word not in waiting + home

    admin.post(f"/organisation/reviews/read/{read.id}/", {"outcome": "RIGHT"})
    admin.post(f"/organisation/reviews/told/{told.id}/", {"outcome": "RIGHT"})

    assert "Nothing waits" in text(admin.get("/organisation/reviews/"))


@pytest.mark.req("RGT-03", "CON-07")
def test_he_reads_the_reason_in_words(
    cast: Cast, hemi: Survivor, sign_in: SignIn
) -> None:
    emergency(cast.manager, hemi.subject)

    page = text(sign_in(cast.worker).get(f"/people/{hemi.subject}/who-looked/"))

    assert "opened your record in an emergency" in page
    assert "so that you don’t come to harm" in page
