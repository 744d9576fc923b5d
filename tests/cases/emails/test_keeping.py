"""What is stored of an important email, and what the database refuses (SES-01)."""

from __future__ import annotations

import json
import logging
import uuid
from base64 import b64decode
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from cases.emails import queries, services
from cases.emails.models import EmailPart
from cases.emails.words import EMAIL, KeptEmail
from cases.enums import SessionKind
from cases.models import Session
from cases.services import assignments
from cases.services.sessions import NotesNotKept
from consent.documents import Sealer
from consent.enums import Purpose
from consent.services import consents
from msa.access.refusals import AccessDenied, NotVisible
from msa.accounts.actor import Actor
from msa.tenancy.context import use
from msa.vault.envelope import CannotOpen
from tests.cases.emails.letter_box import (
    FILE,
    NOTHING,
    SAID,
    add,
    choice,
    kept,
    shown_form,
    stored,
    waits,
)
from tests.cases.world import events, held, logged, person
from tests.cast import NOW, Cast
from tests.conftest import SignIn
from tests.enquiries.test_canaries import heard  # noqa: F401  # a fixture
from tests.msa.uploads.letters import as_file, letter
from tests.overrides.world import emergency, run
from tests.rights.test_copies import printed
from tests.rights.world import copy_of, survivor
from tests.security.sites import site
from tests.security.stage import found_in
from tests.security.test_at_rest import dump


def opened(actor: Actor, subject: UUID, session: UUID) -> KeptEmail | None:
    with use(actor.context):
        return queries.kept_email(actor, subject, session)


@pytest.mark.req("SES-01")
def test_its_words_and_files_come_back_as_they_were_kept(
    cast: Cast, hemi: UUID
) -> None:
    session = kept(cast.worker, hemi)

    email = opened(cast.worker, hemi, session)
    with use(cast.worker.context):
        file = queries.kept_file(cast.worker, hemi, session, 1)

    assert email is not None
    assert (email.text, email.subject) == (SAID, "Te kōti")
    assert [one.name for one in email.attachments] == ["hearing.txt"]
    assert email.left_out == ["“all.zip” is an archive of files."]
    assert (file.name, file.content) == ("hearing.txt", FILE)


def test_nothing_of_it_stands_in_clear(cast: Cast, hemi: UUID) -> None:
    waits(cast.worker, hemi)
    kept(cast.worker, hemi)

    with use(cast.worker.context), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT p::text, p.sealed FROM emails_emailpart p UNION ALL"
            " SELECT d::text, d.sealed FROM drafts_sessiondraft d"
        )
        rows = [row.encode() + bytes(sealed) for row, sealed in cursor.fetchall()]

    assert len(rows) == 3
    words = (SAID, FILE.decode(), "hearing.txt", "mere@law.example", "Te kōti")
    assert [found_in(row, words) for row in rows] == [[], [], []]


@pytest.mark.req("SES-01", "C01")
def test_an_email_stands_in_no_dump_log_or_queue(
    live: str,
    live_cast: Cast,
    sign_in: SignIn,
    heard: Any,  # noqa: F811  # the fixture above
    caplog: pytest.LogCaptureFixture,
) -> None:
    mark = uuid.uuid4().hex[:8]
    words = (f"Body-{mark}", f"File-{mark}", f"Name-{mark}", f"Subject-{mark}")
    body, file, name, subject = words
    made = letter(body, files=[(f"{name}.txt", "text/plain", file.encode())])
    made.replace_header("Subject", subject)
    him = person(live_cast.worker)
    with caplog.at_level(logging.DEBUG), site("casework", live):
        browser = sign_in(live_cast.worker)
        added = add(browser, him, as_file(made))
        page = browser.get(added.headers["Location"])
        half_way = dump(live)
        done = browser.post(added.headers["Location"], shown_form(page))
        shown = browser.get(done.headers["Location"]).content
    told, dumped = heard(), dump(live)

    assert all(word.encode() in shown for word in (body, name, subject))
    assert str(him).encode() in dumped
    for place in (half_way, dumped, told, caplog.text.encode()):
        assert found_in(place, words) == []


@pytest.mark.parametrize(
    "purposes", [[Purpose.RECORD], [Purpose.RECORD, Purpose.STATISTICS]]
)
def test_without_notes_nothing_waits_and_nothing_is_kept(
    cast: Cast, purposes: list[Purpose]
) -> None:
    subject = person(cast.worker, purposes=purposes)

    with pytest.raises(AccessDenied):
        waits(cast.worker, subject)
    with use(cast.worker.context), pytest.raises(NotesNotKept):
        services.keep(cast.worker, subject, choice(), id=uuid.uuid4(), at=NOW)

    assert stored(cast) == NOTHING


def test_it_is_stored_whole_or_not_at_all(
    cast: Cast, hemi: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = waits(cast.worker, hemi)
    seal = Sealer.seal

    def breaks(self: Sealer, *args: Any, **how: Any) -> Any:
        if how["revision"] == 1 and args[1] == EMAIL:
            raise MemoryError
        return seal(self, *args, **how)

    monkeypatch.setattr(Sealer, "seal", breaks)
    with use(cast.worker.context), pytest.raises(MemoryError):
        services.keep(cast.worker, hemi, choice(), id=id, at=NOW)

    assert stored(cast) == {**NOTHING, "sessiondraft": 1}


def test_the_same_twice_is_one(cast: Cast, hemi: UUID) -> None:
    id = waits(cast.worker, hemi)
    with use(cast.worker.context):
        first = services.keep(cast.worker, hemi, choice(), id=id, at=NOW)
        second = services.keep(cast.worker, hemi, choice(), id=id, at=NOW)

    assert first.id == second.id
    assert stored(cast)["emailpart"] == 2


def test_it_is_an_event_and_so_is_opening_it(cast: Cast, hemi: UUID) -> None:
    session = kept(cast.worker, hemi)
    before = len(events(cast.kauri.id, "record.open"))

    opened(cast.worker, hemi, session)

    (logged_once,) = events(cast.kauri.id, "session.logged")
    assert logged_once.payload["kind"] == "EMAIL_KEPT"
    assert len(events(cast.kauri.id, "record.open")) == before + 1


def test_whoever_works_with_him_next_reads_it(cast: Cast, hemi: UUID) -> None:
    session = kept(cast.worker, hemi)
    assert opened(cast.worker, hemi, session) is not None
    with use(cast.manager.context):
        assignments.assign(cast.manager, hemi, to=cast.colleague.member, at=NOW)

    assert opened(cast.colleague, hemi, session) is not None
    assert opened(cast.worker, hemi, session) is None


@pytest.mark.parametrize("actor", ["colleague", "outsider", "manager"])
def test_nobody_else_opens_it(cast: Cast, hemi: UUID, actor: str) -> None:
    session = kept(cast.worker, hemi)
    somebody: Actor = getattr(cast, actor)

    assert opened(somebody, hemi, session) is None
    with use(somebody.context), pytest.raises(NotVisible):
        queries.kept_file(somebody, hemi, session, 1)


def test_a_part_that_was_put_in_anothers_place_does_not_open(
    cast: Cast, hemi: UUID
) -> None:
    session = kept(cast.worker, hemi)
    with use(cast.worker.context):
        words, file = EmailPart.objects.filter(session=session).order_by("number")
        words.sealed = file.sealed
        sealer = Sealer.for_writing(cast.worker, hemi, Purpose.SESSIONS)
        with pytest.raises(CannotOpen):
            sealer.open(words, EMAIL)


# What the database itself refuses


def part(actor: Actor, session: Session, number: int, **changes: Any) -> EmailPart:
    """Return a part as somebody would store it past the service."""
    sealer = Sealer.for_writing(actor, session.subject_id, Purpose.SESSIONS)
    row = EmailPart(
        **{
            "id": uuid.uuid4(),
            "organisation_id": actor.organisation,
            "subject_id": session.subject_id,
            "key_id": sealer.key_id,
            "session": session,
            "number": number,
            **changes,
        }
    )
    row.sealed = sealer.seal({}, EMAIL, row=row.id, revision=number)
    return row


def refused(actor: Actor, row: EmailPart) -> str:
    with pytest.raises(DatabaseError) as fault, transaction.atomic():
        row.save(force_insert=True)
    return str(getattr(fault.value.__cause__, "sqlstate", ""))


@pytest.mark.req("SES-01")
@pytest.mark.parametrize("number", [0, 1, 3])
def test_a_part_follows_the_one_before_it(cast: Cast, hemi: UUID, number: int) -> None:
    session = kept(cast.worker, hemi)  # has the parts 0 and 1

    with use(cast.worker.context), transaction.atomic():
        row = part(cast.worker, Session.objects.get(id=session), number)
        assert refused(cast.worker, row) == "MS041"


@pytest.mark.req("SES-01")
def test_a_part_belongs_to_a_session_that_is_an_email(cast: Cast, hemi: UUID) -> None:
    plain = logged(cast.worker, hemi)
    email = logged(cast.worker, hemi, held(kind=SessionKind.EMAIL_KEPT))

    with use(cast.worker.context), transaction.atomic():
        part(cast.worker, Session.objects.get(id=email), 0).save(force_insert=True)
        row = part(cast.worker, Session.objects.get(id=plain), 0)
        assert refused(cast.worker, row) == "MS041"


@pytest.mark.req("SES-01")
def test_a_part_is_about_whom_the_session_is_about(cast: Cast, hemi: UUID) -> None:
    email = logged(cast.worker, hemi, held(kind=SessionKind.EMAIL_KEPT))
    other = person(cast.worker, "James")

    with use(cast.worker.context), transaction.atomic():
        key = Sealer.for_writing(cast.worker, other, Purpose.SESSIONS).key_id
        session = Session.objects.get(id=email)
        row = part(cast.worker, session, 0, subject_id=other, key_id=key)
        assert refused(cast.worker, row) == "MS041"


@pytest.mark.req("SES-01")
def test_nobody_puts_an_email_into_anothers_session(cast: Cast, hemi: UUID) -> None:
    email = logged(cast.worker, hemi, held(kind=SessionKind.EMAIL_KEPT))
    with use(cast.manager.context):
        assignments.assign(cast.manager, hemi, to=cast.colleague.member, at=NOW)

    with use(cast.colleague.context), transaction.atomic():
        row = part(cast.colleague, Session.objects.get(id=email), 0)
        assert refused(cast.colleague, row) == "MS041"


@pytest.mark.parametrize(
    "act", ["UPDATE emails_emailpart SET number = 9", "DELETE FROM emails_emailpart"]
)
@pytest.mark.parametrize("actor", ["worker", "manager", "admin"])
def test_nobody_changes_what_was_kept(
    cast: Cast, hemi: UUID, act: str, actor: str
) -> None:
    kept(cast.worker, hemi)
    somebody: Actor = getattr(cast, actor)

    with (
        use(somebody.context),
        connection.cursor() as cursor,
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
    ):
        cursor.execute(act)


# What becomes of it


@pytest.mark.req("CON-05")
def test_taken_back_what_waits_is_deleted_and_what_was_kept_is_shut(
    cast: Cast, hemi: UUID
) -> None:
    waits(cast.worker, hemi)
    kept(cast.worker, hemi)
    assert stored(cast) == {"sessiondraft": 1, "session": 1, "emailpart": 2}

    with use(cast.worker.context):
        consents.withdraw(cast.worker, hemi, Purpose.SESSIONS, at=timezone.now())

    assert stored(cast) == NOTHING


@pytest.mark.req("CON-07")
def test_in_an_emergency_its_words_are_read(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    kept(cast.worker, hemi)
    reading = emergency(cast.manager, hemi)

    page = sign_in(cast.manager).get(
        reverse("manager:emergency", args=[hemi, reading.id])
    )

    assert SAID in page.content.decode()


@pytest.mark.req("CON-07")
def test_raw_sql_gets_it_in_an_emergency_alone(cast: Cast, hemi: UUID) -> None:
    kept(cast.worker, hemi)
    asked = "SELECT * FROM sec.emails_in_emergency(%s)"

    before = run(cast.manager, asked, hemi)
    emergency(cast.manager, hemi)

    assert (before, run(cast.manager, asked, hemi)) == (0, 1)


@pytest.mark.req("RGT-01")
def test_his_own_copy_has_it_with_its_files(cast: Cast) -> None:
    him = survivor(cast.worker)
    kept(cast.worker, him)
    files = copy_of(cast.worker, him)

    parts = json.loads(files["JSON"])["held"]["emails"]
    assert parts[0]["words"]["text"] == SAID
    assert b64decode(parts[1]["words"]["content"]) == FILE
    paper = printed(files["PDF"])
    for said in (SAID, "mere@law.example", "hearing.txt", "all.zip"):
        assert said in paper


@pytest.mark.req("RGT-01")
def test_what_is_confidential_to_somebody_else_is_left_out_of_his_copy(
    cast: Cast,
) -> None:
    him = survivor(cast.worker)
    session = kept(cast.worker, him)

    files = copy_of(cast.worker, him, leaving_out=(str(session),))

    parts = json.loads(files["JSON"])["held"]["emails"]
    assert ["words" in part for part in parts] == [False, False]
    assert SAID not in printed(files["PDF"])
    assert "confidential to somebody else" in printed(files["PDF"])
