"""A backup from before an erasure: nothing starts on it, and it opens nothing (K04)."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client, override_settings

from cases.models import Section
from cases.queries import people
from consent.documents import release_keys
from consent.enums import Purpose
from consent.keeping import Keeper
from consent.models import SubjectKey
from consent.retention.services.destroying import destroy_due
from msa.access.refusals import NotVisible
from msa.tenancy.context import use
from msa.tenancy.readiness import refuse_what_was_destroyed, what_is_wrong
from msa.vault.envelope import CannotOpen, DataKey, Place, open_sealed
from msa.vault.keys import OrganisationKeyring
from msa.vault.shreds import FILE, LedgerDamaged
from tests import databases
from tests.cast import NOW, Cast
from tests.retention.world import COOLED, SEED, approved, ledger
from tests.security.stage import Survivor, survivor

ROOT = Path(__file__).resolve().parents[2]
#: Erasures of these tests lie in the past of the clock that readiness asks.
PAST = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def shreds(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "shreds"
    with override_settings(MSA_SHRED_LEDGER=str(path), MSA_LEDGER_KEY=SEED):
        yield path


def dump(database: str, to: Path) -> None:
    base, _, _ = os.environ["MSA_SUPERUSER_URL"].rpartition("/")
    command = ["pg_dump", "--format=custom", f"--file={to}", f"{base}/{database}"]
    subprocess.run(command, check=True, capture_output=True)


def restore(backup: Path, database: str) -> None:
    with databases.superuser() as admin:
        admin.execute(f'CREATE DATABASE "{database}" OWNER msa_owner')
    base, _, _ = os.environ["MSA_SUPERUSER_URL"].rpartition("/")
    command = ["pg_restore", f"--dbname={base}/{database}", str(backup)]
    subprocess.run(command, check=True, capture_output=True)
    with databases.superuser(database) as inside:
        inside.execute(f'GRANT CONNECT ON DATABASE "{database}" TO msa_test')


@pytest.fixture
def told(live: str, live_cast: Cast, shreds: Path) -> Survivor:
    return survivor(live_cast.worker, "Hemi")


@pytest.fixture
def hemi(cast: Cast, shreds: Path) -> Survivor:
    return survivor(cast.worker, "Hemi")


@pytest.fixture
def restored(
    live: str, live_cast: Cast, told: Survivor, shreds: Path, tmp_path: Path
) -> Iterator[Cast]:
    """A backup was made, then his record was erased, then the backup came back."""
    dump(live, tmp_path / "backup")
    approved(live_cast, told.subject)
    assert len(destroy_due(ledger(shreds), at=COOLED)) == 1
    name = f"{databases.PREFIX}_live_{uuid.uuid4().hex[:12]}"
    restore(tmp_path / "backup", name)
    with databases.pointed_at(name):
        yield live_cast
    databases.drop(name)


def opened_with_every_key(organisation: UUID, subject: UUID) -> int:
    """How many of his sealed sections open for whoever holds the root key."""
    count = 0
    with use(Keeper(organisation).context), transaction.atomic():
        keys = _keys(organisation)
        for row in Section.objects.filter(subject=subject):
            place = Place(
                organisation, subject, "cases_section", "sealed", row.id, row.revision
            )
            for key in keys:
                try:
                    open_sealed(key, place, row.sealed.envelope)
                    count += 1
                except CannotOpen:
                    continue
    return count


def _keys(organisation: UUID) -> list[DataKey]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT k.subject_id, k.id, k.purpose, w.wrapped, o.id, o.wrapped"
            " FROM consent_wrappedkey w JOIN consent_subjectkey k ON k.id = w.key_id"
            " JOIN consent_organisationkey o ON o.id = w.organisation_key_id"
        )
        return [
            OrganisationKeyring(
                organisation=organisation, key_id=ring, wrapped=bytes(ring_wrapped)
            ).unwrap(
                subject=subject, data_key=key, purpose=purpose, wrapped=bytes(wrapped)
            )
            for subject, key, purpose, wrapped, ring, ring_wrapped in cursor.fetchall()
        ]


def process(site: str, shreds: Path) -> subprocess.CompletedProcess[str]:
    """Start what a web server starts, in a process of its own."""
    environment = {
        **os.environ,
        "MSA_SITE": site,
        "MSA_DATABASE_NAME": connection.settings_dict["NAME"],
        "MSA_SHRED_LEDGER": str(shreds),
    }
    return subprocess.run(
        [sys.executable, "-c", "import msa.wsgi"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.req("K04")
def test_it_refuses_until_the_ledger_was_replayed_and_then_opens_nothing(
    restored: Cast, told: Survivor, shreds: Path, client: Client
) -> None:
    kauri = restored.kauri.id
    assert opened_with_every_key(kauri, told.subject) == 2
    assert what_is_wrong() == ["ledger"]
    assert client.get("/healthz").status_code == 503
    refused = process("test", shreds)
    assert refused.returncode != 0
    assert "replay_shreds" in refused.stderr

    call_command("replay_shreds", verbosity=0)

    assert opened_with_every_key(kauri, told.subject) == 0
    with use(Keeper(kauri).context), transaction.atomic():
        assert not SubjectKey.objects.filter(subject=told.subject).exists()
    assert what_is_wrong() == []
    refuse_what_was_destroyed()


@pytest.mark.req("K04")
def test_a_forged_ledger_starts_nothing(
    cast: Cast, hemi: Survivor, shreds: Path
) -> None:
    approved(cast, hemi.subject)
    destroy_due(ledger(shreds), at=COOLED)
    path = shreds / FILE
    path.write_bytes(path.read_bytes().replace(b'"done":true', b'"done":false'))

    with pytest.raises(ImproperlyConfigured):
        refuse_what_was_destroyed()
    with pytest.raises(CommandError):
        call_command("replay_shreds", verbosity=0)


@pytest.mark.req("K03")
def test_erased_opens_for_nobody(cast: Cast, hemi: Survivor, shreds: Path) -> None:
    kauri = cast.kauri.id
    assert opened_with_every_key(kauri, hemi.subject) == 2
    approved(cast, hemi.subject)

    destroy_due(ledger(shreds), at=COOLED)

    assert opened_with_every_key(kauri, hemi.subject) == 0
    with use(cast.worker.context), transaction.atomic():
        for purpose in Purpose:
            keys = release_keys(cast.worker, [hemi.subject], purpose, act="open")
            assert keys == {}
    with (
        use(cast.worker.context),
        pytest.raises(NotVisible),
        transaction.atomic(),
    ):
        people.person(cast.worker, hemi.subject, at=NOW)


@pytest.mark.req("K04")
def test_an_erasure_under_way_stops_nobody(
    cast: Cast, hemi: Survivor, shreds: Path
) -> None:
    one = approved(cast, hemi.subject)
    with use(Keeper(cast.kauri.id).context), transaction.atomic():
        keys = frozenset(SubjectKey.objects.values_list("id", flat=True))
    ledger(shreds).intend(one, hemi.subject, keys, at=datetime.now(UTC))

    assert what_is_wrong() == []


@pytest.mark.req("K04")
def test_one_that_was_killed_a_while_ago_stops_whoever_starts(
    cast: Cast, hemi: Survivor, shreds: Path
) -> None:
    one = approved(cast, hemi.subject)
    with use(Keeper(cast.kauri.id).context), transaction.atomic():
        keys = frozenset(SubjectKey.objects.values_list("id", flat=True))
    ledger(shreds).intend(one, hemi.subject, keys, at=PAST)

    assert what_is_wrong() == ["ledger"]


@pytest.mark.req("K04")
def test_a_lost_ledger_is_noticed(cast: Cast, hemi: Survivor, shreds: Path) -> None:
    approved(cast, hemi.subject)
    destroy_due(ledger(shreds), at=COOLED)
    (shreds / FILE).unlink()

    with pytest.raises(LedgerDamaged):
        destroy_due(ledger(shreds), at=COOLED + timedelta(days=1))


def test_without_a_ledger_nothing_is_destroyed(cast: Cast) -> None:
    with override_settings(MSA_LEDGER_KEY=b""), pytest.raises(CommandError):
        call_command("destroy_due", verbosity=0)
