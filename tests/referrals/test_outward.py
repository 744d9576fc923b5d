"""Referring somebody: his yes to the very words, the letter, how it goes (REF-02)."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from cases.happenings import happenings
from cases.referrals.enums import Listing, Stage
from cases.referrals.models import Referral, ReferralStep
from cases.referrals.services import directory, outward
from cases.referrals.services.outward import ServiceGone
from cases.referrals.words import REFERRAL, GoesOut, told
from consent.documents import Sealer
from consent.enums import Information, Purpose
from consent.models import Consent
from consent.services import consents
from consent.terms import Terms
from msa.access.refusals import AccessDenied
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from tests.cases.world import events
from tests.cast import Cast
from tests.conftest import SignIn
from tests.referrals.world import (
    ELSEWHERE,
    HOW,
    SHARED,
    WHY,
    gone_on,
    now,
    pages_of,
    planned,
    referred,
    service,
    taken_back,
    text,
    today,
    typed,
)
from tests.security.stage import Survivor


def owner(cast: Cast) -> Context:
    return Context(cast.kauri.id, FOUNDER, "owner")


def to_whom(**changed: Any) -> dict[str, Any]:
    first = {"id": str(uuid.uuid4()), "why": WHY, "parts": ["WHO", "NEEDS"]}
    return first | {"service": "", "elsewhere": ELSEWHERE} | changed


def whole(**changed: Any) -> dict[str, Any]:
    said = {
        "boxes": "WHO NEEDS",
        "words_WHO": "Hemi, who likes to be called Hem",
        "words_NEEDS": SHARED,
        "sharing_until": typed(today() + timedelta(days=30)),
        "next_contact_on": typed(today() + timedelta(days=14)),
        "given_on": typed(today()),
    }
    return to_whom() | said | HOW | changed


def his(hemi: Survivor, rest: str = "") -> str:
    return f"/people/{hemi.subject}/referrals/{rest}"


@pytest.mark.req("REF-02")
def test_from_whom_to_the_letter(cast: Cast, hemi: Survivor, worker: Client) -> None:
    shown = worker.post(his(hemi, "new/"), to_whom())
    assert "The very words" in text(shown)
    assert hemi.words[0] in text(shown)
    with use(cast.worker.context):
        assert not Referral.objects.exists()

    answer = worker.post(his(hemi, "new/"), whole())
    page = text(worker.get(answer["Location"]))
    assert "Nothing has gone out yet" in page
    letter = worker.post(f"{answer['Location']}letter/")

    assert letter["Content-Disposition"] == 'attachment; filename="letter.pdf"'
    told = " ".join(pages_of(letter.content))
    for words in (ELSEWHERE, WHY, SHARED, "likes to be called Hem", "Rule 3A"):
        assert words in told
    assert hemi.words[1] not in told
    assert events(cast.kauri.id, "referral.printed")


def test_the_words_are_in_sight_once_they_are_asked_for(
    hemi: Survivor, worker: Client
) -> None:
    first = text(worker.get(his(hemi, "new/")))
    words = text(worker.post(his(hemi, "new/"), to_whom()))

    assert 'action="#the-words"' in first
    assert 'id="the-words"' in words


def test_first_the_letter_then_that_they_have_it(
    cast: Cast, hemi: Survivor, worker: Client
) -> None:
    row = referred(cast.worker, hemi.subject, service(cast.manager))
    page = his(hemi, f"{row.id}/")

    before = text(worker.get(page))
    worker.post(f"{page}letter/")
    after = text(worker.get(page))

    main = '<button class="button">'
    pages = [page.partition("</main>")[0] for page in (before, after)]
    assert [page.count(main) for page in pages] == [1, 1]
    assert f"{main}Make the letter<" in before
    assert f"{main}Note it<" in after


@pytest.mark.req("REF-02")
def test_only_what_he_ticked_has_a_box(hemi: Survivor, worker: Client) -> None:
    page = text(worker.post(his(hemi, "new/"), to_whom(parts=["NEEDS"])))

    assert 'name="words_NEEDS"' in page
    assert 'name="words_WHO"' not in page
    assert hemi.words[1] not in page


def test_a_part_that_is_ticked_late_gets_its_box_and_nothing_is_lost(
    cast: Cast, hemi: Survivor, worker: Client
) -> None:
    page = text(worker.post(his(hemi, "new/"), whole(parts=["WHO", "NEEDS", "OTHER"])))

    assert 'name="words_OTHER"' in page
    assert SHARED in page
    with use(cast.worker.context):
        assert not Referral.objects.exists()


@pytest.mark.req("REF-02")
def test_his_consent_says_exactly_who_is_told_what(
    cast: Cast, hemi: Survivor, worker: Client
) -> None:
    worker.post(his(hemi, "new/"), whole())

    page = text(worker.get(f"/people/{hemi.subject}/consent/"))
    for words in (ELSEWHERE, SHARED, WHY):
        assert words in page


@pytest.mark.req("REF-02")
@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"elsewhere": ""}, "Choose a service, or type somebody else’s name"),
        ({"words_NEEDS": " "}, "Fill in “What he wants help with”"),
        ({"sharing_until": "1/1/2020"}, "Enter a day that is still to come"),
        ({"given": ""}, "Choose an answer for “How he told you”"),
        ({"why": ""}, "Fill in “What it is for, in his words”"),
        ({"service": "x"}, "That service is not in the directory any more"),
    ],
)
def test_nothing_is_stored_until_it_is_whole(
    cast: Cast, hemi: Survivor, worker: Client, changed: dict[str, str], said: str
) -> None:
    page = text(worker.post(his(hemi, "new/"), whole(**changed)))

    assert said in page
    assert "Hemi, who likes to be called Hem" in page
    with use(cast.worker.context):
        assert not Referral.objects.exists()
        assert not Consent.objects.filter(purpose=Purpose.SHARING).exists()


@pytest.mark.req("REF-01", "REF-02")
def test_a_service_that_is_gone_is_refused_and_nothing_is_lost(
    cast: Cast, hemi: Survivor, worker: Client
) -> None:
    row = service(cast.manager)
    with use(cast.manager.context):
        directory.decide(cast.manager, row.id, Listing.RETIRED, at=now())

    page = text(
        worker.post(his(hemi, "new/"), whole(service=str(row.id), elsewhere=""))
    )

    assert "That service is not in the directory any more" in page
    assert SHARED in page
    with use(cast.worker.context), pytest.raises(ServiceGone):
        outward.refer(
            cast.worker, hemi.subject, planned(row), id=uuid.uuid4(), at=now()
        )


def test_a_double_press_makes_one_referral_and_one_consent(
    cast: Cast, hemi: Survivor, worker: Client
) -> None:
    once = whole()

    assert (
        worker.post(his(hemi, "new/"), once)["Location"]
        == (worker.post(his(hemi, "new/"), once)["Location"])
    )
    with use(cast.worker.context):
        assert Referral.objects.count() == 1
        assert Consent.objects.filter(purpose=Purpose.SHARING).count() == 1


@pytest.mark.req("REF-02")
def test_how_it_goes_on_is_kept_step_by_step(
    cast: Cast, hemi: Survivor, worker: Client
) -> None:
    row = referred(cast.worker, hemi.subject, service(cast.manager))
    page = his(hemi, f"{row.id}/")
    for stage, said in (
        ("MADE", ""),
        ("ACCEPTED", ""),
        ("ENGAGED", ""),
        ("ENDED", "He says that the talks helped"),
    ):
        on = {"stage": stage, "happened_on": typed(today()), "said": said}
        assert worker.post(f"{page}step/", on).status_code == 302

    shown = text(worker.get(page))
    for words in ("They take him on", "He goes there", "He says that the talks helped"):
        assert words in shown
    assert "What came next" not in shown


@pytest.mark.req("REF-02")
def test_what_he_takes_back_goes_nowhere(
    cast: Cast, hemi: Survivor, worker: Client
) -> None:
    row = referred(cast.worker, hemi.subject)
    page = his(hemi, f"{row.id}/")
    assert worker.post(f"{page}letter/").headers["Content-Type"] == "application/pdf"
    taken_back(cast.worker, row)

    answer = worker.post(f"{page}letter/", follow=True)

    assert "No letter: his yes does not hold any more" in text(answer)
    assert "if it was not handed over, tear it up" in text(answer)
    made = {"stage": "MADE", "happened_on": typed(today())}
    assert "taken his yes back" in text(worker.post(f"{page}step/", made, follow=True))


@pytest.mark.req("REF-02")
def test_the_page_says_what_has_gone_out_already(
    cast: Cast, hemi: Survivor, worker: Client
) -> None:
    row = referred(cast.worker, hemi.subject)
    gone_on(cast.worker, row, [Stage.MADE])
    taken_back(cast.worker, row)

    shown = text(worker.get(his(hemi, f"{row.id}/")))

    assert "Nothing more goes out. The words below went out on" in shown
    assert SHARED in shown
    assert "It has come to its end" in shown
    assert "They take him on" not in shown


def refused(state: str, act: Any) -> None:
    with pytest.raises(DatabaseError) as fault, transaction.atomic():
        act()
    assert getattr(fault.value.__cause__, "sqlstate", "") == state


@pytest.mark.req("REF-02")
def test_the_database_refuses_a_referral_without_a_consent_to_it(
    cast: Cast, hemi: Survivor
) -> None:
    row = referred(cast.worker, hemi.subject)
    quotation = replace(
        planned().agreement,
        purpose=Purpose.QUOTATION,
        wording="QUOTATION-en-1",
        terms=Terms(quotation=SHARED),
    )
    with use(cast.worker.context):
        consents.give(cast.worker, hemi.subject, quotation, at=now())
        row.id, row.consent_id = uuid.uuid4(), quotation.id
        refused("MS046", lambda: row.save(force_insert=True))


@pytest.mark.req("REF-02")
def test_the_database_refuses_letter_and_step_once_he_took_it_back(
    cast: Cast, hemi: Survivor
) -> None:
    row = referred(cast.worker, hemi.subject)
    gone_on(cast.worker, row, [Stage.MADE])
    with use(cast.worker.context):
        made = ReferralStep.objects.get()
    taken_back(cast.worker, row)
    with use(cast.worker.context):
        rows = Referral.objects.filter(id=row.id)
        refused("MS046", lambda: rows.update(letter_at=now()))
        made.id, made.stage = uuid.uuid4(), Stage.ACCEPTED
        refused("MS046", lambda: made.save(force_insert=True))


def test_a_step_follows_from_where_it_stands(cast: Cast, hemi: Survivor) -> None:
    row = referred(cast.worker, hemi.subject)
    with pytest.raises(AccessDenied):
        gone_on(cast.worker, row, [Stage.ENGAGED])
    gone_on(cast.worker, row, [Stage.MADE])
    with use(cast.worker.context):
        step = ReferralStep.objects.get()
        step.id, step.stage = uuid.uuid4(), Stage.ACCEPTED
        step.happened_on = today() + timedelta(days=2)
        refused("MS047", lambda: step.save(force_insert=True))


def test_a_letter_in_other_words_than_he_agreed_to_is_refused(
    cast: Cast, hemi: Survivor
) -> None:
    row = referred(cast.worker, hemi.subject)
    with use(cast.worker.context):
        outward.write_letter(cast.worker, hemi.subject, row.id, at=now())
        sealer = Sealer.for_writing(cast.worker, hemi.subject, Purpose.RECORD)
        other = GoesOut(
            ELSEWHERE, "", WHY, [told(Information.NEEDS, f"{SHARED}, drinking")]
        )
        other_words = sealer.seal(other.document(), REFERRAL, row=row.id, revision=1)
    with use(owner(cast)):
        Referral.objects.filter(id=row.id).update(sealed=other_words)
    with use(cast.worker.context), pytest.raises(AccessDenied):
        outward.write_letter(cast.worker, hemi.subject, row.id, at=now())


@pytest.mark.req("REF-02")
def test_nobody_else_reads_to_whom_he_goes(
    cast: Cast, hemi: Survivor, sign_in: SignIn
) -> None:
    row = referred(cast.worker, hemi.subject)
    page = his(hemi, f"{row.id}/")

    assert sign_in(cast.worker).get(page).status_code == 200
    for who in (cast.colleague, cast.outsider, cast.manager):
        assert sign_in(who).get(page).status_code == 404
    with use(cast.manager.context), connection.cursor() as cursor:
        cursor.execute("SELECT stage FROM referrals_referral")
        assert cursor.fetchall() == [("AGREED",)]
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute("SELECT sealed FROM referrals_referral")


def test_his_record_taken_back_seals_it(cast: Cast, hemi: Survivor) -> None:
    row = referred(cast.worker, hemi.subject)
    with use(cast.worker.context):
        consents.withdraw(cast.worker, hemi.subject, Purpose.RECORD, at=now())
        assert not Referral.objects.filter(id=row.id).exists()


def test_today_reminds_to_ask_how_it_goes(
    cast: Cast, hemi: Survivor, worker: Client
) -> None:
    row = referred(cast.worker, hemi.subject)
    ask = {"next_contact_on": typed(today())}
    assert "Ask him how the referral goes" not in text(worker.get("/today/"))

    worker.post(his(hemi, f"{row.id}/ask-again/"), ask)

    assert "Ask him how the referral goes" in text(worker.get("/today/"))


def test_the_timeline_says_that_and_not_to_whom(cast: Cast, hemi: Survivor) -> None:
    row = referred(cast.worker, hemi.subject)
    gone_on(cast.worker, row, [Stage.MADE])
    with use(cast.worker.context):
        told = happenings(cast.worker, hemi.subject)

    lines = [*told.ahead, *told.lines]
    titles = [line.title for line in lines]
    assert "A referral was agreed on" in titles
    assert "A referral went on" in titles
    assert told.ahead
    assert not any(ELSEWHERE in f"{line.title}{line.detail}" for line in lines)
