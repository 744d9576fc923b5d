from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest

from cases.enquiries import queries
from consent.retention.services.destroying import replay
from msa.tenancy.context import use
from tests.cast import Cast
from tests.enquiries.conftest import now
from tests.enquiries.test_services import slips
from tests.retention.world import ledger


@pytest.mark.req("CON-01")
def test_what_is_done_after_a_restore_leaves_no_slip(
    cast: Cast, enquiry: UUID, tmp_path: Path
) -> None:
    """Some of those in a backup were destroyed since, and nothing says which."""
    replay(ledger(tmp_path), at=now())

    assert slips(cast.kauri.id) == 0
    with use(cast.worker.context):
        assert queries.enquiry(cast.worker, enquiry, at=now()).is_open
