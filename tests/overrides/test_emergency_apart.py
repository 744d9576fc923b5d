"""An emergency opens what is set apart as well: it is his record too (CON-07)."""

from __future__ import annotations

import pytest

from cases.overrides.queries import readings as queries
from consent.enums import Purpose
from consent.services import consents
from msa.tenancy.context import use
from tests.cases import apart_world
from tests.cast import NOW, Cast
from tests.overrides.world import emergency, run, sqlstate
from tests.security.stage import Survivor, survivor


@pytest.fixture
def hemi(cast: Cast) -> Survivor:
    return survivor(cast.worker, "Hemi")


@pytest.mark.req("CON-07", "REC-09")
@pytest.mark.parametrize("sealed", [False, True])
def test_it_opens_what_is_set_apart(cast: Cast, hemi: Survivor, sealed: bool) -> None:
    apart_world.policy(cast.manager)
    apart_world.told(cast.worker, hemi.subject)
    if sealed:
        with use(cast.worker.context):
            consents.withdraw(cast.worker, hemi.subject, Purpose.RECORD, at=NOW)
    asked = "SELECT * FROM sec.harm_told_in_emergency(%s)"
    before = run(cast.manager, asked, hemi.subject)
    emergency(cast.manager, hemi.subject)

    with use(cast.manager.context):
        (found,) = queries.opened(cast.manager, hemi.subject).apart
    assert before == 0
    assert sqlstate(cast.worker, asked, hemi.subject) == "42501"
    assert (found.words.what_he_told, found.is_sealed) == (apart_world.TOLD, sealed)
