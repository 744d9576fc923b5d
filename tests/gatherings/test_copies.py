"""His copy has each of his groups, and nobody else who is in one (RGT-01, GRP-01)."""

from __future__ import annotations

from uuid import UUID

import pytest

from cases.enums import GroupKind
from cases.gatherings.enums import Attended
from cases.gatherings.services.meetings import Told
from msa.tenancy.context import use
from rights.queries.held import gather
from tests.cases.apart_world import named, policy
from tests.cast import Cast
from tests.gatherings.test_corrections import put_right
from tests.gatherings.world import came, group, logged, member
from tests.overrides.world import run
from tests.rights.world import asked_for_copy

LISTS = (
    "clearances",
    "memberships",
    "acceptances",
    "attendances",
    "earlier_attendances",
)


def counts(actor: object, his: UUID) -> list[int]:
    asked = "SELECT * FROM sec.{}_for_his_copy(%s)"
    return [run(actor, asked.format(one), his) for one in LISTS]  # type: ignore[arg-type]


@pytest.mark.req("GRP-01", "RGT-01")
def test_a_group_of_the_other_kind_is_for_his_copy_alone(cast: Cast) -> None:
    policy(cast.manager)
    pk = group(cast, GroupKind.OFFENDED)
    row = member(cast, pk, kind=GroupKind.OFFENDED)
    his = row.subject_id
    met = logged(cast.colleague, pk, came(row)).meeting
    put_right(cast.colleague, met, Told(row.id, Attended.TOLD_US))
    named(cast.worker, his, cast.colleague)
    assert counts(cast.worker, his) == [0] * 5

    asked_for_copy(cast.worker, his)

    assert counts(cast.worker, his) == [1] * 5
    assert counts(cast.colleague, his) == [0] * 5


@pytest.mark.req("GRP-03")
def test_it_says_that_he_took_part_and_names_nobody_else(cast: Cast) -> None:
    pk = group(cast)
    hemi, tane = member(cast, pk), member(cast, pk, "Tāne")
    logged(cast.colleague, pk, came(hemi), came(tane))
    asked_for_copy(cast.worker, hemi.subject_id)

    with use(cast.worker.context):
        held = gather(cast.worker, hemi.subject_id, leaving_out=())
    (mine,) = held.of("in_groups")
    everything = repr(
        [(one.values, one.words) for name in held.lists for one in held.of(name)]
    )

    assert mine.words is not None
    assert (mine.words["called"], mine.words["group"]) == ("Hēmi", "Thursday evening")
    assert [one.values["how"] for one in held.of("at_meetings")] == ["CAME"]
    assert "Tāne" not in everything
