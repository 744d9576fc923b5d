"""Put right, or declined with his statement attached (RGT-02)."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from cases.enums import SectionKind
from cases.sections import Contact, Hope, Hopes
from cases.services import sections
from consent.enums import Purpose
from consent.services import consents
from msa.access.refusals import AccessDenied, NotVisible
from msa.accounts.actor import Actor
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from rights.enums import Part
from rights.models import Request, Words
from rights.places import Place
from rights.queries import statements
from rights.services import requests as services
from rights.services.requests import NotPutRight
from tests.cast import Cast, agreements
from tests.rights.world import (
    STATEMENT,
    asked_for_correction,
    page_of,
    session_of,
    stated,
)

HOPES = Place.section(SectionKind.HOPES)


def put_right(actor: Actor, subject: UUID, request: Request, words: str = "") -> None:
    with use(actor.context):
        services.put_right(actor, subject, request.id, words=words, at=timezone.now())


def beside(actor: Actor, subject: UUID) -> dict[str, list[str]]:
    with use(actor.context):
        found = statements.beside(actor, subject)
    return {place: [one.words for one in said] for place, said in found.items()}


@pytest.mark.req("RGT-02")
def test_corrected_names_the_revision_that_put_it_right(cast: Cast, hemi: UUID) -> None:
    request = asked_for_correction(cast.worker, hemi, HOPES)
    with use(cast.worker.context):
        sections.save(
            cast.worker, hemi, Hopes([Hope("Sleep")]), after=1, at=timezone.now()
        )
    put_right(cast.worker, hemi, request)

    answered = page_of(cast.worker, hemi, request.id).line.request

    assert (answered.outcome, answered.revision) == ("CORRECTED", 2)


@pytest.mark.req("RGT-02")
def test_nothing_is_corrected_before_it_was_saved(cast: Cast, hemi: UUID) -> None:
    request = asked_for_correction(cast.worker, hemi, HOPES)

    with pytest.raises(NotPutRight):
        put_right(cast.worker, hemi, request)


@pytest.mark.req("RGT-02")
def test_a_sessions_correction_stands_beside_its_note(cast: Cast, hemi: UUID) -> None:
    session = session_of(cast.worker, hemi)
    place = Place(str(session), session=session)
    request = asked_for_correction(cast.worker, hemi, place)

    put_right(cast.worker, hemi, request, "It was a Friday.")

    assert beside(cast.worker, hemi) == {str(session): ["It was a Friday."]}


@pytest.mark.req("RGT-02")
def test_declined_has_its_reason_and_his_statement(cast: Cast, hemi: UUID) -> None:
    request = stated(cast.worker, hemi, HOPES)

    page = page_of(cast.worker, hemi, request.id)

    assert page.line.request.outcome == "DECLINED"
    assert page.words == {
        Part.WANTED: "It was a Friday",
        Part.REASON: "We were told otherwise",
        Part.STATEMENT: STATEMENT,
    }
    assert beside(cast.worker, hemi) == {"hopes": [STATEMENT]}


@pytest.mark.req("RGT-02")
def test_his_statement_may_come_later_and_once(cast: Cast, hemi: UUID) -> None:
    request = stated(cast.worker, hemi, HOPES, statement="")
    with use(cast.worker.context):
        services.attach_statement(
            cast.worker, hemi, request.id, STATEMENT, at=timezone.now()
        )
        with pytest.raises(AccessDenied):
            services.attach_statement(
                cast.worker, hemi, request.id, "Another", at=timezone.now()
            )

    assert beside(cast.worker, hemi) == {"hopes": [STATEMENT]}


@pytest.mark.req("RGT-02")
def test_an_answer_is_given_once(cast: Cast, hemi: UUID) -> None:
    request = stated(cast.worker, hemi, HOPES)

    with pytest.raises(AccessDenied), use(cast.worker.context):
        services.take_back(cast.worker, hemi, request.id, at=timezone.now())
    with (
        pytest.raises(ProgrammingError),
        use(cast.worker.context),
        transaction.atomic(),
        transaction.atomic(),
    ):
        Request.objects.filter(id=request.id).update(outcome="TAKEN_BACK")


@pytest.mark.req("RGT-02", "SEC-02")
def test_his_words_are_sealed(cast: Cast, hemi: UUID) -> None:
    stated(cast.worker, hemi, HOPES)
    with use(Context(cast.kauri.id, FOUNDER, "owner")), connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM rights_words WHERE subject_id = %s", [hemi])
        stored = [bytes(row[0]) for row in cursor.fetchall()]

    assert len(stored) == 3
    assert not any(STATEMENT.encode() in one or b"Friday" in one for one in stored)


@pytest.mark.req("RGT-02", "CON-04")
def test_a_withdrawal_withholds_them_and_a_request_stays(
    cast: Cast, hemi: UUID
) -> None:
    request = stated(cast.worker, hemi, HOPES)
    with use(cast.worker.context):
        consents.withdraw(cast.worker, hemi, Purpose.RECORD, at=timezone.now())

    assert beside(cast.worker, hemi) == {}
    assert page_of(cast.worker, hemi, request.id).words == {}


@pytest.mark.req("RGT-02")
def test_a_manager_reads_beside_what_he_reads_and_no_more(
    cast: Cast, hemi: UUID
) -> None:
    session = session_of(cast.worker, hemi)
    stated(cast.worker, hemi, HOPES)
    stated(cast.worker, hemi, Place.section(SectionKind.CONTACT), "Not my number")
    stated(cast.worker, hemi, Place(str(session), session=session), "Not my words")

    before = beside(cast.manager, hemi)
    with use(cast.worker.context):
        (supervision,) = agreements(Purpose.SUPERVISION)
        consents.give(cast.worker, hemi, supervision, at=timezone.now())

    assert before == {"contact": ["Not my number"]}
    assert beside(cast.manager, hemi) == before | {str(session): ["Not my words"]}


@pytest.mark.req("RGT-02")
def test_a_manager_may_write_down_what_he_wants(cast: Cast, hemi: UUID) -> None:
    request = asked_for_correction(cast.manager, hemi, Place.section("contact"))

    assert page_of(cast.worker, hemi, request.id).words == {
        Part.WANTED: "It was a Friday"
    }
    with pytest.raises(ProgrammingError), transaction.atomic():
        put_right(cast.manager, hemi, request)


@pytest.mark.req("RGT-02")
@pytest.mark.parametrize("who", ["colleague", "outsider", "outside_manager", "admin"])
def test_nobody_else_sees_anything(cast: Cast, hemi: UUID, who: str) -> None:
    stated(cast.worker, hemi, HOPES)
    actor: Actor = getattr(cast, who)

    seen = []
    for model in (Request, Words):
        try:
            with use(actor.context), transaction.atomic():
                seen += list(model.objects.all())
        except ProgrammingError:
            continue

    assert seen == []
    with pytest.raises((NotVisible, ProgrammingError)), transaction.atomic():
        asked_for_correction(actor, hemi, HOPES)


@pytest.mark.req("RGT-02")
def test_nobody_writes_down_an_answered_request(cast: Cast, hemi: UUID) -> None:
    request = stated(cast.worker, hemi, HOPES)
    request = page_of(cast.worker, hemi, request.id).line.request
    request.id = hemi

    with (
        pytest.raises(ProgrammingError),
        use(cast.worker.context),
        transaction.atomic(),
        transaction.atomic(),
    ):
        request.save(force_insert=True)


def test_contact_is_another_place_than_hopes(cast: Cast, hemi: UUID) -> None:
    request = asked_for_correction(cast.worker, hemi, HOPES)
    with use(cast.worker.context):
        sections.save(cast.worker, hemi, Contact(phone="1"), after=1, at=timezone.now())

    with pytest.raises(NotPutRight):
        put_right(cast.worker, hemi, request)
