"""What tests of the client record start from."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import connection

from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from tests.cases.world import person
from tests.cast import Cast


@pytest.fixture
def hemi(cast: Cast) -> UUID:
    """A person of the worker's whose record is complete."""
    return person(cast.worker)


@pytest.fixture
def broken_audit(cast: Cast) -> None:
    """No role of the casework can write an event of its own."""
    owner = Context(cast.kauri.id, FOUNDER, "owner")
    with use(owner), connection.cursor() as cursor:
        cursor.execute("REVOKE INSERT ON audit_event FROM msa_worker")
