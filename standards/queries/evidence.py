"""The files of reviews: their list, and one of them opened (STD-02, STD-04)."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from standards.models import Cycle, Evidence
from standards.sealing import open_file


def files(cycle: Cycle) -> list[Evidence]:
    """Return the files of a review in the order of their standards and numbers."""
    # Without their keys: the national body can't see those, and a list needs none.
    rows = Evidence.objects.filter(cycle=cycle.id).defer("organisation_key", "wrapped")
    place = {number: at for at, number in enumerate(cycle.standards.numbers)}
    return sorted(rows, key=lambda one: (place[one.standard], one.number))


def file(cycle: Cycle, pk: UUID) -> Evidence:
    """Return one file of a review, without its bytes.

    Raises:
        NotVisible: it has none with this id.
    """
    found = next((one for one in files(cycle) if one.id == pk), None)
    if found is None:
        raise NotVisible
    return found


def opened(actor: Actor, evidence: Evidence) -> bytes:
    """Return the bytes of a file; that it was opened is in the audit.

    Raises:
        NotVisible: it is not there any more, or was not submitted.
        CannotOpen: it was moved or altered.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM sec.open_evidence(%s)", [evidence.id])
        row = cursor.fetchone()
    if row is None:
        raise NotVisible
    _, sealed, wrapped, ring_id, ring_wrapped = row
    ring = None if ring_id is None else (ring_id, ring_wrapped)
    return open_file(evidence, bytes(sealed), wrapped, ring)
