"""By which keys people are known again, and what comparing costs (REC-10)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.sections import Contact
from cases.services import sections
from cases.services.comparing import Alike
from consent.enums import FingerprintUse
from consent.keeping import Keeper
from consent.models import FingerprintKey
from consent.services.settling import settle
from msa.tenancy.context import use
from tests.cases.alike import WAYS, WHO, saved
from tests.cases.world import begun, person
from tests.cast import NOW, Cast
from tests.guards.catalogue import Connection


@pytest.fixture
def known(cast: Cast) -> UUID:
    """Somebody whom a colleague works with."""
    return person(cast.colleague, identity=WHO, contact=WAYS)


@pytest.mark.req("SEC-07")
def test_he_is_known_again_after_every_key_was_replaced(
    cast: Cast, known: UUID, settings: Any
) -> None:
    old = settings.MSA_ROOT_KEY
    settings.MSA_ROOT_KEY, settings.MSA_OTHER_ROOT_KEYS = bytes(32), (old,)
    settle(at=NOW)
    settings.MSA_OTHER_ROOT_KEYS = ()

    assert saved(cast.worker, begun(cast.worker), WHO).somebody


def test_an_organisation_from_before_is_given_a_key(cast: Cast) -> None:
    with use(Keeper(cast.kauri.id).context):
        FingerprintKey.objects.filter(use=FingerprintUse.LIKENESS).delete()

    settle(at=NOW)

    assert saved(cast.worker, begun(cast.worker), WHO) == Alike()


@pytest.mark.parametrize("others", [0, 12])
def test_a_save_takes_two_queries_more_however_many_people_there_are(
    cast: Cast, others: int
) -> None:
    for number in range(others):
        person(cast.colleague, contact=Contact(phone=f"021 777 {number:04}"))
    subject = begun(cast.worker)

    with use(cast.worker.context), CaptureQueriesContext(connection) as taken:
        sections.save(cast.worker, subject, WAYS, after=0, at=NOW)

    asked = [q["sql"] for q in taken]
    ours = [q for q in asked if "fingerprint" in q]
    assert len(ours) == 2


@pytest.mark.req("REC-10")
def test_the_others_are_looked_up_in_an_index(catalogue: Connection) -> None:
    catalogue.execute("SET LOCAL session_replication_role = 'replica'")
    catalogue.execute(
        "INSERT INTO cases_fingerprint (id, organisation_id, subject_id, key_id,"
        " withheld, kind, digest) SELECT gen_random_uuid(), md5('here')::uuid,"
        " gen_random_uuid(), gen_random_uuid(), false, 'PHONE', uuid_send("
        "gen_random_uuid()) FROM generate_series(1, 5000)"
    )
    catalogue.execute("ANALYZE cases_fingerprint")

    lines = catalogue.execute(
        "EXPLAIN SELECT f.subject_id FROM cases_fingerprint f"
        " WHERE (f.organisation_id, f.kind, f.digest) IN"
        " (SELECT n.organisation_id, n.kind, n.digest FROM (VALUES"
        " (md5('here')::uuid, 'PHONE', '\\x00'::bytea)) n (organisation_id, kind,"
        " digest))"
    ).fetchall()
    plan = " ".join(str(line) for (line,) in lines)

    assert "fingerprint_alike" in plan
    assert "Seq Scan" not in plan
