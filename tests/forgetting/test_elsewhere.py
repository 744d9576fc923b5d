"""Whatever else reads versions goes on where their words were let go (UI-S9)."""

from __future__ import annotations

from uuid import UUID

import pytest

from cases.enums import SectionKind
from cases.forgetting.models import Forgetting
from cases.overrides.queries import readings
from cases.sections import Identity
from cases.services import sections
from consent.retention.holdings import forget
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from reporting.narratives.queries.registers import register
from tests.cast import NOW, Cast
from tests.forgetting.world import STANDS, asked, decided, put_right
from tests.overrides.world import emergency


@pytest.mark.req("UI-S9", "REP-05")
def test_the_check_of_narratives_knows_a_name_no_longer(cast: Cast, hemi: UUID) -> None:
    with use(cast.worker.context):
        sections.save(cast.worker, hemi, Identity(name="Wiremu"), after=1, at=NOW)
    with use(cast.manager.context):
        assert "Hēmi" in register(cast.manager).known.names
    decided(cast.manager, asked(cast.worker, hemi, SectionKind.IDENTITY))

    with use(cast.manager.context):
        known = register(cast.manager).known.names
    assert ("Hēmi" in known, "Wiremu" in known) == (False, True)


@pytest.mark.req("UI-S9", "CON-07")
def test_in_an_emergency_what_stands_is_read(
    cast: Cast, hemi: UUID, session: UUID
) -> None:
    put_right(cast.worker, hemi, session)
    decided(cast.manager, asked(cast.worker, hemi))
    decided(cast.manager, asked(cast.worker, hemi, session))
    emergency(cast.manager, hemi)

    with use(cast.manager.context):
        found = readings.opened(cast.manager, hemi)
    assert STANDS in str([one.words for one in found.parts])
    assert [met.note.body for met in found.sessions if met.note] == [STANDS]


@pytest.mark.req("UI-S9", "RGT-04")
def test_with_his_record_goes_what_was_decided_about_it(
    cast: Cast, hemi: UUID, session: UUID
) -> None:
    put_right(cast.worker, hemi, session)
    decided(cast.manager, asked(cast.worker, hemi, session))

    with use(Context(cast.kauri.id, FOUNDER, "owner")):
        forget(hemi)
        assert not Forgetting.objects.exists()
