"""What is being written: kept for its writer, under his consent, and not for long."""

from __future__ import annotations

import json
import re
import uuid
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.drafts import queries, services
from cases.drafts.models import RecordDraft, SessionDraft
from cases.models import Section, Session, SessionNote
from cases.services import assignments
from consent.documents import Binding, Sealer
from consent.enums import Purpose
from consent.services import consents
from msa.access.refusals import AccessDenied, NotVisible
from msa.accounts.actor import Actor
from msa.accounts.lock import lock
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from tests.cases.views.test_sessions import form as session_form
from tests.cases.world import WORDS, person
from tests.cast import NOW, Cast
from tests.conftest import SignIn

TYPED = [("body", WORDS), ("length", "90")]


def kept(actor: Actor, subject: UUID, form: str = "session", **how: Any) -> UUID:
    id = uuid.uuid4()
    with use(actor.context):
        at = how.pop("at", timezone.now())
        services.keep(actor, subject, form, TYPED, id=id, at=at, **how)
    return id


def begun(actor: Actor, subject: UUID, form: str = "session") -> list[Any]:
    with use(actor.context):
        return [one.document["typed"] for one in queries.begun(actor, subject, form)]


def send(browser: Client, name: str, subject: UUID, **data: str) -> Any:
    return browser.post(reverse(name, args=[subject, "session"]), data)


def typed() -> str:
    return json.dumps(TYPED)


@pytest.mark.parametrize("form", ["session", "identity", "correction"])
def test_what_was_begun_is_there_again(cast: Cast, hemi: UUID, form: str) -> None:
    kept(cast.worker, hemi, form)

    assert begun(cast.worker, hemi, form) == [[list(pair) for pair in TYPED]]
    assert begun(cast.worker, hemi, "another") == []


def test_a_draft_is_kept_anew_as_a_whole(cast: Cast, hemi: UUID) -> None:
    id = kept(cast.worker, hemi)
    with use(cast.worker.context):
        for words in ("Second", "Third"):
            services.keep(
                cast.worker,
                hemi,
                "session",
                [("body", words)],
                id=id,
                at=timezone.now(),
            )

    assert begun(cast.worker, hemi) == [[["body", "Third"]]]


def test_nothing_readable_is_stored(cast: Cast, hemi: UUID) -> None:
    kept(cast.worker, hemi)

    with use(cast.worker.context), connection.cursor() as cursor:
        cursor.execute("SELECT d::text, d.sealed FROM drafts_sessiondraft d")
        ((row, sealed),) = cursor.fetchall()

    assert WORDS not in row
    assert WORDS.encode() not in bytes(sealed)


@pytest.mark.parametrize("actor", ["colleague", "manager", "outsider"])
def test_nobody_else_reads_a_draft(cast: Cast, hemi: UUID, actor: str) -> None:
    kept(cast.worker, hemi)
    kept(cast.worker, hemi, "identity")
    somebody = getattr(cast, actor)

    with use(somebody.context), transaction.atomic():
        for model in (RecordDraft, SessionDraft):
            if actor == "manager":
                with pytest.raises(DatabaseError), transaction.atomic():
                    model.objects.count()
            else:
                assert model.objects.count() == 0


def test_whoever_works_with_him_next_reads_no_draft(cast: Cast, hemi: UUID) -> None:
    id = kept(cast.worker, hemi)
    with use(cast.manager.context):
        assignments.assign(cast.manager, hemi, to=cast.colleague.member, at=NOW)

    assert begun(cast.colleague, hemi) == []
    with use(cast.worker.context), pytest.raises(NotVisible):
        queries.begun(cast.worker, hemi, "session")
    for actor in (cast.colleague, cast.worker):
        with use(actor.context), connection.cursor() as cursor:
            cursor.execute("SELECT sec.drop_draft(%s)", [cast.worker.own(id)])
            assert cursor.fetchone() == (0,)


def test_an_id_about_somebody_else_is_refused(cast: Cast, hemi: UUID) -> None:
    other = person(cast.worker, "James")
    id = kept(cast.worker, other)

    with use(cast.worker.context), pytest.raises(NotVisible):
        services.keep(cast.worker, hemi, "session", TYPED, id=id, at=NOW)

    assert len(begun(cast.worker, other)) == 1


# His consent


def test_without_notes_no_session_is_kept_while_it_is_written(cast: Cast) -> None:
    subject = person(cast.worker, purposes=[Purpose.RECORD])

    with pytest.raises(AccessDenied):
        kept(cast.worker, subject)

    kept(cast.worker, subject, "identity")


@pytest.mark.req("CON-04")
def test_a_page_that_is_open_when_he_withdraws_keeps_nothing_more(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    browser, id = sign_in(cast.worker), str(uuid.uuid4())
    send(browser, "worker:draft-keep", hemi, draft=id, typed=typed())
    assert len(begun(cast.worker, hemi)) == 1
    with use(cast.worker.context):
        consents.withdraw(cast.worker, hemi, Purpose.SESSIONS, at=NOW)

    answer = send(browser, "worker:draft-keep", hemi, draft=id, typed=typed())

    assert answer.status_code == 409
    with use(Context(cast.kauri.id, FOUNDER, "owner")):
        assert SessionDraft.objects.count() == 0


@pytest.mark.req("CON-04")
@pytest.mark.parametrize(
    ("purpose", "left"),
    [(Purpose.SESSIONS, (1, 0)), (Purpose.RECORD, (0, 0))],
)
def test_a_withdrawal_deletes_what_was_being_written(
    cast: Cast, hemi: UUID, purpose: Purpose, left: tuple[int, int]
) -> None:
    kept(cast.worker, hemi)
    kept(cast.worker, hemi, "contact")

    with use(cast.worker.context):
        consents.withdraw(cast.worker, hemi, purpose, at=NOW)
    with use(Context(cast.kauri.id, FOUNDER, "owner")):
        counts = (RecordDraft.objects.count(), SessionDraft.objects.count())

    assert counts == left


def test_after_a_fortnight_a_draft_is_gone(cast: Cast, hemi: UUID) -> None:
    old = timezone.now() - timedelta(days=14, minutes=1)
    with use(cast.worker.context), transaction.atomic():
        sealer = Sealer.for_writing(cast.worker, hemi, Purpose.SESSIONS)
        plain = {"key_id": sealer.key_id, "subject_id": hemi, "saved_at": old}
        SessionDraft(
            organisation_id=cast.kauri.id,
            form="session",
            revision=1,
            sealed=sealer.seal({}, Binding("x"), row=uuid.uuid4(), revision=1),
            written_by_id=cast.worker.member,
            **plain,
        ).save(force_insert=True)
    assert begun(cast.worker, hemi) == []
    with use(Context(cast.kauri.id, FOUNDER, "owner")):
        assert SessionDraft.objects.count() == 1

    # Whoever begins another sweeps it away.
    kept(cast.worker, hemi, at=timezone.now() - timedelta(days=13))

    assert len(begun(cast.worker, hemi)) == 1
    with use(Context(cast.kauri.id, FOUNDER, "owner")):
        assert SessionDraft.objects.count() == 1


# The pages


def test_a_page_keeps_and_finds_a_draft(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    browser, id = sign_in(cast.worker), str(uuid.uuid4())

    answer = send(browser, "worker:draft-keep", hemi, draft=id, typed=typed())
    found = send(browser, "worker:drafts-begun", hemi).json()

    assert answer.status_code == 200
    assert [(one["draft"], one["typed"]) for one in found["drafts"]] == [
        (id, [list(pair) for pair in TYPED])
    ]


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "x",
        "{}x",
        "[1]",
        '[["a"]]',
        '[["a", 1]]',
        json.dumps([["a", "x" * 200_001]]),
    ],
)
def test_what_is_no_draft_is_refused(
    cast: Cast, sign_in: SignIn, hemi: UUID, sent: str
) -> None:
    browser, id = sign_in(cast.worker), str(uuid.uuid4())

    answer = send(browser, "worker:draft-keep", hemi, draft=id, typed=sent)

    assert answer.status_code == 400
    assert begun(cast.worker, hemi) == []


@pytest.mark.req("UI-W4")
def test_opening_a_form_stores_nothing(cast: Cast, sign_in: SignIn, hemi: UUID) -> None:
    browser = sign_in(cast.worker)
    models = (RecordDraft, SessionDraft, Session, SessionNote, Section)

    def counts() -> list[int]:
        with use(cast.worker.context):
            return [model._default_manager.count() for model in models]

    before = counts()
    for name in ("session-new", "person-identity", "person-contact", "person-hopes"):
        assert browser.get(reverse(f"worker:{name}", args=[hemi])).status_code == 200
        assert send(browser, "worker:drafts-begun", hemi).status_code == 200

    assert counts() == before


@pytest.mark.req("UI-W5")
def test_saving_the_form_drops_its_draft(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    browser = sign_in(cast.worker)
    id, other = str(uuid.uuid4()), str(uuid.uuid4())
    for one in (id, other):
        send(browser, "worker:draft-keep", hemi, draft=one, typed=typed())
    url = reverse("worker:session-new", args=[hemi])

    wrong = browser.post(url, session_form(body=WORDS, mode="") | {"draft": id})
    assert wrong.status_code == 200
    assert f'name="draft" value="{id}"' in wrong.content.decode()
    assert len(begun(cast.worker, hemi)) == 2

    browser.post(url, session_form(id=id, body=WORDS) | {"draft": id})
    # It was on its way when the form was sent, and comes after it.
    send(browser, "worker:draft-keep", hemi, draft=id, typed=typed())
    found = send(browser, "worker:drafts-begun", hemi).json()

    assert [one["draft"] for one in found["drafts"]] == [other]
    assert found["done"] == [id]


@pytest.mark.parametrize(
    ("name", "form", "data"),
    [
        ("person-identity", "identity", {"revision": "1", "name": "Hēmi"}),
        (
            "person-contact",
            "contact",
            {"revision": "1", "phone": "021 555 0199", "phone_safe": "on"},
        ),
        ("person-support", "support", {"revision": "0", "rows": "1", "name_0": "Mere"}),
        ("person-hopes", "hopes", {"revision": "0", "rows": "1", "hope_0": "Rest"}),
        (
            "right-correction",
            "correction",
            {
                "asked_on": "1/8/2026",
                "how": "IN_PERSON",
                "wanted": "It is another name.",
            },
        ),
    ],
)
def test_each_writing_form_keeps_drafts_and_drops_them(
    cast: Cast,
    sign_in: SignIn,
    hemi: UUID,
    name: str,
    form: str,
    data: dict[str, str],
) -> None:
    browser, url = sign_in(cast.worker), reverse(f"worker:{name}", args=[hemi])
    page = browser.get(url)
    html = page.content.decode()
    keep = reverse("worker:draft-keep", args=[hemi, form])
    assert f'data-keep="{keep}"' in html
    (draft,) = re.findall(r'name="draft" value="(.*?)"', html)
    browser.post(keep, {"draft": draft, "typed": typed()})
    assert len(begun(cast.worker, hemi, form)) == 1

    hidden = {
        field.html_name: str(field.value())
        for field in page.context["form"].hidden_fields()
        if field.html_name == "id"
    }
    place = {"where": "identity"} if name == "right-correction" else {}
    saved = browser.post(url, {**data, **hidden, **place, "draft": draft})

    assert saved.status_code == 302, saved.context["form"].errors
    assert begun(cast.worker, hemi, form) == []


def test_without_notes_the_session_form_keeps_no_draft(
    cast: Cast, sign_in: SignIn
) -> None:
    subject = person(cast.worker, purposes=[Purpose.RECORD])
    url = reverse("worker:session-new", args=[subject])

    assert "data-drafts" not in sign_in(cast.worker).get(url).content.decode()


def test_a_draft_may_be_thrown_away(cast: Cast, sign_in: SignIn, hemi: UUID) -> None:
    id = kept(cast.worker, hemi)
    drop = reverse("worker:draft-drop")

    sign_in(cast.colleague).post(drop, {"draft": str(id)})
    assert len(begun(cast.worker, hemi)) == 1
    sign_in(cast.worker).post(drop, {"draft": str(id)})
    assert begun(cast.worker, hemi) == []


def test_a_locked_session_keeps_and_tells_nothing(
    cast: Cast, sign_in: SignIn, hemi: UUID, rf: Any
) -> None:
    browser = sign_in(cast.worker)
    request = rf.get("/")
    request.session = browser.session
    lock(request, way_back="/", idle=True)
    with use(None):
        request.session.save()
    browser.cookies[next(iter(browser.cookies))] = request.session.session_key

    by_itself = {"x-by-itself": "1"}
    for name in ("worker:draft-keep", "worker:drafts-begun"):
        answer = browser.post(
            reverse(name, args=[hemi, "session"]),
            {"draft": str(uuid.uuid4()), "typed": typed()},
            headers=by_itself,
        )
        assert answer.status_code == 302

    assert begun(cast.worker, hemi) == []
    with use(None):
        assert "held" not in browser.session


def test_keys_are_ones_own_and_last_four_days(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    url = reverse("worker:draft-keys")
    mine = sign_in(cast.worker).post(url).json()["keys"]
    again = sign_in(cast.worker).post(url).json()["keys"]
    theirs = sign_in(cast.colleague).post(url).json()["keys"]

    assert mine == again
    assert len({one["key"] for one in mine}) == 4
    assert not {one["key"] for one in mine} & {one["key"] for one in theirs}
    assert not {one["name"] for one in mine} & {one["name"] for one in theirs}
