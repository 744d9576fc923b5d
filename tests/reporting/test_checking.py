"""No figures are released that a reader could turn into somebody's answer."""

from __future__ import annotations

import json

import pytest
from django.db import DatabaseError, transaction

from msa.access.refusals import AccessDenied, Reason
from msa.tenancy.context import use
from reporting.attack import Publication
from reporting.cells import CellDraft
from reporting.checking.checks import check
from reporting.checking.publications import operational_publication
from reporting.enums import Kind, State
from reporting.kinds import KINDS
from reporting.measures.facts import ALL
from reporting.models import Report
from reporting.quarters import Quarter
from reporting.services import reports as services
from tests.reporting.conftest import LATER, builder, built, read, released

HIDDEN = ("c", None)


@pytest.fixture
def cast(country):
    return country[0]


@pytest.fixture(autouse=True)
def own_transaction(country):
    """Undo what a test did to the country all of them share."""
    with use(country[0].compiler.context), transaction.atomic():
        yield
        transaction.set_rollback(True)


def cell(row, status, value, *, table="age", column="people"):
    return CellDraft(table, row, column, 0, row, status, value)


def leaky(table="age"):
    """One group of a breakdown hidden, and nothing beside it: the total tells it."""
    return [
        cell(ALL, "ok", 60, table="people"),
        cell("UNDER_25", "ok", 33, table=table),
        cell("FROM_25", "ok", 30, table=table),
        cell("FROM_35", *HIDDEN, table=table),
    ]


def as_published(cells) -> Publication:
    return operational_publication(
        Report(kind="OPERATIONAL", quarter="2026Q3", revision=1), cells
    )


def checked(cells, before=()):
    return check(cells, published=as_published, before=before, tell=lambda: None)


@pytest.mark.req("REP-03")
def test_a_table_that_tells_what_it_hides_is_withheld():
    found = checked(leaky())

    assert [one.value for one in found.cells] == [60, None, None, None]
    assert found.attack["passes"]
    assert found.attack["withheld"] == ["age"]


def test_a_safe_table_stays_as_it_is():
    cells = [
        cell(ALL, "ok", 60, table="people"),
        cell("UNDER_25", "ok", 42),
        cell("FROM_25", *HIDDEN),
        cell("FROM_35", *HIDDEN),
    ]

    found = checked(cells)

    assert list(found.cells) == cells
    assert found.attack["passes"]
    assert found.attack["withheld"] == []


def test_the_figures_of_the_same_quarter_in_other_reports_are_attacked_too(cast):
    released(cast, kind=Kind.SUPPORT)

    draft = built(cast)

    assert draft.attack["publications"] == 2


@pytest.mark.parametrize("kind", [Kind.OPERATIONAL, Kind.SUPPORT])
def test_every_kind_is_attacked_before_it_is_a_draft(cast, kind):
    draft = built(cast, kind=kind)

    assert draft.attack["passes"] is True
    assert draft.attack["figures"] > 80
    assert KINDS[kind].spec.name == draft.spec


@pytest.mark.parametrize("kind", [Kind.OPERATIONAL, Kind.SUPPORT])
def test_what_the_attack_says_holds_no_number_of_people(cast, kind):
    """Counts of figures and reports, widths of ranges: nothing of anybody."""
    said = built(cast, kind=kind).attack

    assert set(said) <= {
        "policy",
        "rounds",
        "withheld",
        "hidden_people_cells",
        "narrowest_range",
        "passes",
        "publications",
        "figures",
        "hidden",
        "narrowest",
        "findings",
        "faults",
    }


@pytest.mark.req("REP-03")
def test_nobody_releases_what_does_not_pass(cast):
    draft = spoiled(cast)

    with pytest.raises(AccessDenied) as refused:
        services.release(cast.releaser, draft.id, at=LATER)
    assert refused.value.reason is Reason.NOT_SAFE


@pytest.mark.req("REP-03")
@pytest.mark.parametrize("said", ['{"passes": false}', "{}", '{"passes": "true"}'])
def test_the_database_refuses_it_as_well(cast, said):
    draft = spoiled(cast, said)

    with (
        use(cast.releaser.context),
        pytest.raises(DatabaseError, match="attack"),
        transaction.atomic(),
    ):
        Report.objects.filter(id=draft.id).update(
            state=State.RELEASED, released_by=cast.releaser.person, released_at=LATER
        )


def spoiled(cast, said='{"passes": false}'):
    """A draft of which the attack says that it does not pass."""
    started = services.start(
        cast.compiler, Kind.OPERATIONAL, Quarter(2025, 4), at=LATER
    )
    with builder(cast):
        Report.objects.filter(id=started.report.id).update(
            state=State.DRAFT,
            compiled_at=LATER,
            content_hash="0" * 64,
            attack=json.loads(said),
        )
    return read(cast, started.report.id)
