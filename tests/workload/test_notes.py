"""Short notes between a peer worker and the managers, without opening his (UI-M2)."""

from __future__ import annotations

import uuid
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from cases.workload.models import ShortNote
from cases.workload.services import notes
from consent.enums import Purpose
from consent.services import consents
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.tenancy.context import use
from tests.cases.world import WORDS, events
from tests.cast import Cast
from tests.conftest import SignIn
from tests.workload.world import note as write


@pytest.mark.req("UI-M2")
def test_a_managers_note_waits_for_his_peer_worker_until_read(
    cast: Cast, hemi: UUID, sign_in: SignIn
) -> None:
    browser = sign_in(cast.manager)
    told = {"id": str(uuid.uuid4()), "words": WORDS}
    browser.post(f"/manage/people/{hemi}/short-note/", told)
    worker = sign_in(cast.worker)

    today = worker.get("/today/").content.decode()
    page = worker.get(f"/people/{hemi}/").content.decode()
    with use(cast.worker.context):
        (note,) = ShortNote.objects.all()
    worker.post(f"/people/{hemi}/short-note/{note.id}/read/")

    assert "A note for you" in today
    assert WORDS not in today  # opened on his page alone
    assert WORDS in page
    assert "A note for you" not in worker.get("/today/").content.decode()
    assert WORDS not in worker.get(f"/people/{hemi}/").content.decode()


@pytest.mark.req("UI-M2")
def test_a_manager_leaves_a_note_and_opens_no_note_of_a_session(
    cast: Cast, hemi: UUID
) -> None:
    write(cast.manager, hemi)

    opened = [event.payload for event in events(cast.kauri.id, "record.open")]
    assert all(payload["purpose"] != "SESSIONS" for payload in opened)


@pytest.mark.req("UI-M2")
def test_nobody_but_his_own_reads_it(cast: Cast, hemi: UUID) -> None:
    write(cast.manager, hemi)

    for stranger in (cast.colleague, cast.outsider, cast.outside_manager):
        with use(stranger.context):
            assert not ShortNote.objects.exists()


@pytest.mark.req("UI-M2")
def test_its_words_are_sealed(cast: Cast, hemi: UUID) -> None:
    id = write(cast.manager, hemi)

    with use(cast.manager.context):
        row = ShortNote.objects.get(id=id)
    assert WORDS.encode() not in row.sealed.envelope


@pytest.mark.req("CON-05")
def test_a_withdrawal_seals_it(cast: Cast, hemi: UUID) -> None:
    write(cast.manager, hemi)
    with use(cast.worker.context):
        assert ShortNote.objects.count() == 1
        at = timezone.now()
        consents.withdraw(cast.worker, hemi, Purpose.RECORD, at=at)

    with use(cast.worker.context):
        assert not ShortNote.objects.exists()


def test_the_same_note_twice_is_one(cast: Cast, hemi: UUID) -> None:
    id = uuid.uuid4()
    with use(cast.manager.context):
        for _ in range(2):
            notes.write(cast.manager, hemi, WORDS, id=id, at=timezone.now())

        assert ShortNote.objects.count() == 1


def test_only_whom_it_is_for_marks_it_read(cast: Cast, hemi: UUID) -> None:
    id = write(cast.manager, hemi)

    with use(cast.manager.context), pytest.raises(NotVisible):
        notes.mark_read(cast.manager, hemi, id, at=timezone.now())


@pytest.mark.parametrize("who", ["worker", "manager"])
def test_nobody_writes_in_the_others_name(cast: Cast, hemi: UUID, who: str) -> None:
    id = write(cast.manager, hemi)
    with use(cast.manager.context):
        row = ShortNote.objects.get(id=id)
    row.id = uuid.uuid4()
    if who == "manager":
        row.written_by_id = cast.worker.member
    actor: Actor = getattr(cast, who)

    with (
        use(actor.context),
        pytest.raises(DatabaseError) as refused,
        transaction.atomic(),
    ):
        row.save(force_insert=True)

    assert getattr(refused.value.__cause__, "sqlstate", "") == "42501"


@pytest.mark.req("CAS-02", "UI-M2")
def test_a_peer_worker_asks_for_a_hand_and_managers_see_it_first(
    cast: Cast, hemi: UUID, sign_in: SignIn
) -> None:
    told = {"id": str(uuid.uuid4()), "words": WORDS, "is_urgent": "on"}
    sign_in(cast.worker).post(f"/people/{hemi}/short-note/", told)
    manager = sign_in(cast.manager)

    listed = manager.get("/manage/hand/").content.decode()
    page = manager.get(f"/manage/people/{hemi}/").content.decode()

    assert "His peer worker asks for a hand, and it can’t wait" in listed
    assert WORDS not in listed
    assert WORDS in page
