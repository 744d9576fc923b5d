"""An organisation's key is replaced: all opens as before, and the old one is gone."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

from cases.queries import people, sessions
from consent import wrapped_rows
from consent.documents import keyring
from consent.enums import Purpose
from consent.keeping import Keeper
from consent.models import OrganisationKey, SubjectKey, WrappedKey
from consent.row_keys import key_of
from consent.services import consents, rotation
from msa.audit.models import Event
from msa.jobs.models import Job, State
from msa.jobs.running import LeaseLost
from msa.tenancy.context import use
from msa.vault.envelope import CannotOpen
from msa.vault.keys import OrganisationKeyring, forget_organisation_keys
from reporting.narratives.models import Contribution
from reporting.narratives.sealing import seal_texts, texts_of
from reporting.narratives.services import narratives
from reporting.quarters import Quarter
from tests.cast import NOW, Cast
from tests.security.stage import Survivor, survivor

LATER = NOW + timedelta(days=1)
WORDS = {"worked": "Walking groups by the river helped many men to come again."}


@pytest.fixture
def told(cast: Cast) -> Survivor:
    return survivor(cast.worker, "Aotea")


def rotate(code: str = "kauri", *options: str) -> None:
    with use(None):
        call_command("rotate_organisation_key", code, *options, verbosity=0)


def versions(organisation: UUID) -> dict[UUID, bytes]:
    with use(Keeper(organisation).context):
        rows = OrganisationKey.objects.values_list("id", "wrapped")
        return {pk: bytes(wrapped) for pk, wrapped in rows}


def ciphertexts(organisation: UUID, table: str = "cases_section") -> set[bytes]:
    with use(Keeper(organisation).context), connection.cursor() as cursor:
        cursor.execute(f"SELECT id, sealed FROM {table}")
        return {hashlib.sha256(bytes(sealed)).digest() for _, sealed in cursor}


def name_of(cast: Cast, told: Survivor) -> str:
    with use(cast.worker.context):
        page = people.person(cast.worker, told.subject, at=NOW)
    assert page.identity
    return page.identity.known_as


def note_of(cast: Cast, told: Survivor) -> str:
    with use(cast.worker.context):
        found = sessions.session(cast.worker, told.subject, told.session)
    assert found.note
    return found.note.body


@pytest.mark.req("SEC-07", "C11")
def test_all_opens_under_the_new_version(cast: Cast, told: Survivor) -> None:
    rotate()
    forget_organisation_keys()

    assert name_of(cast, told) == told.words[0]
    assert note_of(cast, told) == told.words[4]


@pytest.mark.req("SEC-07", "C11")
def test_the_older_version_is_gone(cast: Cast, told: Survivor) -> None:
    before = versions(cast.kauri.id)

    rotate()

    after = versions(cast.kauri.id)
    assert len(before) == len(after) == 1
    assert before.keys() != after.keys()


@pytest.mark.req("SEC-07", "C11")
def test_the_new_key_is_another_key(cast: Cast, told: Survivor) -> None:
    with use(Keeper(cast.kauri.id).context):
        old_ring = keyring(cast.kauri.id)
        _, wrapped = old_ring.new_data_key(
            subject=told.subject, data_key=told.session, purpose="RECORD"
        )

    rotate()

    with use(Keeper(cast.kauri.id).context):
        ring = keyring(cast.kauri.id)
    old_name = OrganisationKeyring.__new__(OrganisationKeyring)
    old_name._cipher, old_name._owner = ring._cipher, old_ring._owner
    with pytest.raises(CannotOpen):
        old_name.unwrap(
            subject=told.subject,
            data_key=told.session,
            purpose="RECORD",
            wrapped=wrapped,
        )


@pytest.mark.req("SEC-07", "C11")
def test_no_sealed_value_is_written_anew(cast: Cast, told: Survivor) -> None:
    tables = ("cases_section", "cases_sessionnote")
    before = [ciphertexts(cast.kauri.id, table) for table in tables]

    rotate()

    assert all(before)
    assert [ciphertexts(cast.kauri.id, table) for table in tables] == before


@pytest.mark.req("SEC-07", "C11")
def test_keys_of_withdrawn_consents_are_moved_as_well(
    cast: Cast, told: Survivor
) -> None:
    with use(cast.worker.context):
        consents.withdraw(cast.worker, told.subject, Purpose.RECORD, at=NOW)

    rotate()

    with use(Keeper(cast.kauri.id).context):
        (version,) = versions(cast.kauri.id)
        states = dict(SubjectKey.objects.values_list("purpose", "state"))
        under = set(WrappedKey.objects.values_list("organisation_key", flat=True))
        sealed = WrappedKey.objects.get(key__purpose="RECORD")
        keyring(cast.kauri.id).unwrap(
            subject=told.subject,
            data_key=sealed.key_id,
            purpose="RECORD",
            wrapped=bytes(sealed.wrapped),
        )
    assert states["RECORD"] == "SEALED"
    assert under == {version}


@pytest.mark.req("SEC-07", "SEC-01")
def test_another_organisation_notices_nothing(cast: Cast) -> None:
    survivor(cast.outsider, "Cromwell")
    before = versions(cast.rimu.id)

    rotate("kauri")

    assert versions(cast.rimu.id) == before


@pytest.mark.req("SEC-07")
def test_it_can_be_done_again_at_once(cast: Cast, told: Survivor) -> None:
    rotate()
    rotate()

    assert name_of(cast, told) == told.words[0]
    assert len(versions(cast.kauri.id)) == 1


@pytest.mark.req("SEC-07", "SEC-04")
def test_the_audit_says_when_and_how_many(cast: Cast, told: Survivor) -> None:
    rotate()

    with use(Keeper(cast.kauri.id).context):
        events = Event.objects.filter(action__startswith="organisation-key.")
        written = list(events.order_by("at").values_list("action", "role", "payload"))
    assert written == [
        ("organisation-key.replaced", "owner", {"count": 2}),
        ("organisation-key.moved", "owner", {"count": 2}),
    ]


@pytest.mark.req("SEC-07")
def test_words_of_an_organisation_are_moved_with_it(cast: Cast) -> None:
    with use(cast.manager.context):
        row = narratives.begin(cast.manager, Quarter(2026, 2), at=NOW)
        narratives.save(cast.manager, row.id, WORDS, after=row.revision, at=NOW)

    rotate("kauri", "--batch=1")
    forget_organisation_keys()

    with use(cast.manager.context):
        row.refresh_from_db()
        assert texts_of(row)["worked"] == WORDS["worked"]
        narratives.save(cast.manager, row.id, {}, after=row.revision, at=NOW)


@pytest.mark.req("SEC-07")
def test_a_row_read_before_it_was_moved_opens_after_it(cast: Cast) -> None:
    with use(cast.manager.context):
        row = narratives.begin(cast.manager, Quarter(2026, 2), at=NOW)
        row = narratives.save(cast.manager, row.id, WORDS, after=row.revision, at=NOW)

    rotate()

    with use(cast.manager.context):
        assert texts_of(row)["worked"] == WORDS["worked"]


@pytest.mark.req("SEC-07")
def test_what_was_approved_holds_no_older_version(cast: Cast) -> None:
    with use(cast.manager.context):
        row = narratives.begin(cast.manager, Quarter(2026, 2), at=NOW)
        row = narratives.save(cast.manager, row.id, WORDS, after=row.revision, at=NOW)
        narratives.approve(cast.manager, row.id, revision=row.revision, at=NOW)

    rotate()

    assert len(versions(cast.kauri.id)) == 1


def test_only_the_owner_moves_a_narratives_key(cast: Cast) -> None:
    with use(cast.manager.context):
        row = narratives.begin(cast.manager, Quarter(2026, 2), at=NOW)
        row.wrapped = b"another"
        with pytest.raises(Exception, match="by one revision"):
            row.save(update_fields=["wrapped"])


def spoil_one() -> tuple[UUID, bytes]:
    row = WrappedKey.objects.order_by("id").first()
    assert row
    before = bytes(row.wrapped)
    WrappedKey.objects.filter(id=row.id).update(wrapped=bytes(60))
    return row.id, before


@pytest.mark.req("SEC-07")
def test_a_key_that_does_not_open_keeps_the_older_version(
    cast: Cast, told: Survivor
) -> None:
    with use(Keeper(cast.kauri.id).context):
        spoilt, before = spoil_one()

    with pytest.raises(CommandError, match="nothing is lost"):
        rotate("kauri", "--batch=1")

    assert len(versions(cast.kauri.id)) == 2
    with use(Keeper(cast.kauri.id).context):
        WrappedKey.objects.filter(id=spoilt).update(wrapped=before)
    rotate()
    assert len(versions(cast.kauri.id)) == 1
    assert name_of(cast, told) == told.words[0]
    assert note_of(cast, told) == told.words[4]


@pytest.mark.req("SEC-07")
def test_another_root_key_begins_nothing(
    cast: Cast, told: Survivor, settings: Any
) -> None:
    before = versions(cast.kauri.id)
    forget_organisation_keys()
    settings.MSA_ROOT_KEY = bytes(32)

    with pytest.raises(CommandError, match="Nothing was done"):
        rotate()

    assert versions(cast.kauri.id) == before


def test_an_unknown_organisation_is_told(cast: Cast) -> None:
    with pytest.raises(CommandError, match="no organisation"):
        rotate("nowhere")


def test_a_batch_has_one_key_at_least(cast: Cast) -> None:
    with pytest.raises(CommandError, match="1 or more"):
        rotate("kauri", "--batch=0")


@pytest.mark.req("SEC-07")
def test_whoever_lost_the_lease_moves_nothing(cast: Cast, told: Survivor) -> None:
    keeper = Keeper(cast.kauri.id)
    job = rotation.begin(keeper, at=NOW)
    (old,) = set(versions(cast.kauri.id)) - {newest(cast.kauri.id)}
    said = []

    def lose(**_: object) -> None:
        said.append(1)
        if len(said) > 1:
            raise LeaseLost

    with pytest.raises(LeaseLost):
        rotation.move(job, lose, lambda write: write())

    with use(keeper.context):
        assert wrapped_rows.count_under([old]) == 2


def newest(organisation: UUID) -> UUID:
    with use(Keeper(organisation).context):
        return keyring(organisation).key_id


@pytest.mark.req("SEC-07")
def test_new_keys_are_under_the_new_version_from_the_first_moment(
    cast: Cast, told: Survivor
) -> None:
    (old,) = versions(cast.kauri.id)
    rotation.begin(Keeper(cast.kauri.id), at=LATER)

    survivor(cast.worker, "Bluff")

    with use(Keeper(cast.kauri.id).context):
        assert wrapped_rows.count_under([old]) == 2
        assert wrapped_rows.count_under([newest(cast.kauri.id)]) == 2
    assert name_of(cast, told) == told.words[0]


def test_a_second_beginning_goes_on_with_the_first(cast: Cast, told: Survivor) -> None:
    first = rotation.begin(Keeper(cast.kauri.id), at=NOW)

    assert rotation.begin(Keeper(cast.kauri.id), at=LATER).id == first.id
    assert len(versions(cast.kauri.id)) == 2


def test_the_job_tells_how_far_it_is(cast: Cast, told: Survivor) -> None:
    rotate()

    with use(Keeper(cast.kauri.id).context):
        job = Job.objects.get(kind=rotation.JOB)
    assert (job.state, job.done, job.total) == (State.DONE, 2, 2)


def test_every_row_under_the_organisations_key_says_what_its_key_is_for() -> None:
    silent = [
        table
        for table in wrapped_rows.tables()
        if table is not WrappedKey and not getattr(table, "key_purpose", "")
    ]

    assert Contribution in wrapped_rows.tables()
    assert silent == []


def test_a_new_row_opens_before_it_is_stored(cast: Cast) -> None:
    with use(cast.manager.context):
        row = narratives.begin(cast.manager, Quarter(2026, 2), at=NOW)
        fresh = Contribution(organisation_id=cast.kauri.id, written_at=NOW)
        fresh.organisation_key_id = row.organisation_key_id
        _, fresh.wrapped = keyring(cast.kauri.id).new_data_key(
            subject=fresh.id, data_key=fresh.id, purpose=fresh.key_purpose
        )
        fresh.key_id = fresh.id
        seal_texts(fresh, WORDS)

        assert key_of(fresh).id == fresh.id


def test_the_registry_is_of_installed_models() -> None:
    assert set(wrapped_rows.tables()) <= set(apps.get_models())
