"""Workshops and outreach in the Operational report: exact, and without survivors."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from cases.outreach import services
from cases.outreach.enums import ActivityKind
from msa.tenancy.context import use
from reporting.building.operational import compile_operational
from reporting.cells import Compiled
from reporting.checking.publications import operational_publication
from reporting.disclosure import RoundingKey
from reporting.measures.facts import ALL
from reporting.measures.reading import read_facts
from reporting.models import Report
from reporting.presenting.csv import render_csv
from reporting.presenting.operational import describe_operational
from reporting.specs import OPERATIONAL_2
from tests.cast import Cast
from tests.outreach.conftest import noted
from tests.reporting.conftest import LAST, LATER, builder

KEY = RoundingKey(b"a key of thirty-two bytes or more, for tests")


@pytest.fixture(scope="module")
def compiled(module_cast: Cast) -> Compiled:
    """A report of a quarter with two workshops, a forum, and one taken back."""
    cast = module_cast
    in_it, others = {"held_on": LAST.start}, {"survivors": 17, "supporters": 0}
    noted(cast.worker, **in_it)
    noted(cast.outsider, **in_it, **others)
    noted(cast.manager, kind=ActivityKind.FORUM, held_on=LAST.end, public=200)
    for day in (LAST.start - timedelta(days=1), LAST.after):
        noted(cast.worker, held_on=day)
    wrong = noted(cast.worker, **in_it)
    with use(cast.worker.context):
        services.take_back(cast.worker, wrong, at=timezone.now())
    with builder(cast):
        facts = read_facts(LAST)
    return compile_operational(facts, key=KEY)


def figures(compiled: Compiled) -> dict[tuple[str, str], int | None]:
    cells = (one for one in compiled.cells if one.table == "outreach")
    return {(one.row, one.column): one.value for one in cells}


def as_report(spec: str = "operational-3") -> Report:
    return Report(
        kind="OPERATIONAL",
        quarter=LAST.code,
        revision=1,
        spec=spec,
        policy="MSA-SDC-1",
        state="DRAFT",
        started_at=LATER,
    )


@pytest.mark.req("GRP-04", "GRP-05")
def test_what_was_held_in_the_quarter_is_counted_exactly(compiled: Compiled) -> None:
    found = figures(compiled)

    assert found[ALL, "held"] == 3
    assert found["WORKSHOP", "held"] == 2
    assert found["FORUM", "held"] == 1
    assert found["EDUCATION", "held"] == 0


@pytest.mark.req("GRP-05", "REP-03")
def test_those_who_came_are_counted_without_survivors(compiled: Compiled) -> None:
    found = figures(compiled)

    assert found["WORKSHOP", "reached"] == (3 + 2 + 1) + (0 + 2 + 1)
    assert found["FORUM", "reached"] == 3 + 2 + 200


def test_the_attack_is_told_of_no_figure_that_is_exact(compiled: Compiled) -> None:
    publication = operational_publication(as_report(), compiled.cells)

    named = {figure.name.split("/")[0] for figure in publication.figures}
    assert "people" in named
    assert "outreach" not in named


def test_page_and_csv_give_the_same_figures(compiled: Compiled) -> None:
    document = describe_operational(as_report(), compiled.cells, [])

    page = render_to_string("reporting/_body.html", {"document": document})
    csv = render_csv(document).decode("utf-8-sig")
    assert "These figures are exact." in page
    (line,) = (
        line for line in csv.splitlines() if ",FORUM," in line and ",reached," in line
    )
    assert ",205," in line


@pytest.mark.req("REP-06")
def test_a_report_from_before_stays_as_it_was(compiled: Compiled) -> None:
    old = {table.code for table in OPERATIONAL_2.tables}
    cells = [one for one in compiled.cells if one.table in old]

    document = describe_operational(as_report("operational-2"), cells, [])
    page = render_to_string("reporting/_body.html", {"document": document})

    assert "Workshops and outreach" not in page
    assert "held" not in {one.code for one in document.measures}
