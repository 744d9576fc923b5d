"""Meetings of peer groups in the report, and men without a record who came."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.template.loader import render_to_string

from cases.enums import Mode, SessionKind
from cases.gatherings.models import Meeting
from cases.gatherings.services import corrections
from cases.gatherings.services.meetings import Met
from cases.models import Session
from msa.accounts.actor import Actor
from msa.tenancy.context import use
from reporting.building.operational import compile_operational
from reporting.cells import CellDraft, Compiled
from reporting.checking.publications import operational_publication
from reporting.disclosure import RoundingKey
from reporting.measures.facts import ALL, Facts, People
from reporting.measures.reading import read_facts
from reporting.presenting.csv import render_csv
from reporting.presenting.operational import describe_operational
from reporting.specs import OPERATIONAL_2
from tests.cast import NOW, Cast
from tests.gatherings.world import came, group, logged, member
from tests.reporting.conftest import LAST, builder
from tests.reporting.test_outreach import KEY, as_report


def meets(actor: Actor, pk: object, on: date, guests: int) -> Meeting:
    what = Met(on, 90, Mode.IN_PERSON, guests, (actor.member,), "")
    return logged(actor, pk, what=what).meeting  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def facts(module_cast: Cast) -> Facts:
    """A quarter in which a group met three times, and once was taken back."""
    cast = module_cast
    pk = group(cast)
    for days, guests in ((0, 4), (7, 0), (14, 13)):
        meets(cast.colleague, pk, LAST.start + timedelta(days=days), guests)
    wrong = meets(cast.colleague, pk, LAST.start + timedelta(days=20), 40)
    for day in (LAST.start - timedelta(days=1), LAST.after):
        meets(cast.colleague, pk, day, 50)
    with use(cast.colleague.context):
        corrections.take_back(
            cast.colleague, wrong.group_id, wrong.id, counted=0, after=1, at=NOW
        )
    with builder(cast):
        return read_facts(LAST)


@pytest.fixture(scope="module")
def compiled(facts: Facts) -> Compiled:
    return compile_operational(facts, key=KEY)


def cell(compiled: Compiled, column: str) -> CellDraft:
    (found,) = (
        one
        for one in compiled.cells
        if (one.table, one.row, one.column) == ("group_meetings", ALL, column)
    )
    return found


@pytest.mark.req("GRP-03", "REP-03")
def test_meetings_are_exact_and_men_without_a_record_rounded(
    facts: Facts, compiled: Compiled
) -> None:
    assert facts.people_in("meeting").count == 17

    assert cell(compiled, "meetings").value == 3
    shown = cell(compiled, "guests").value
    assert shown is not None
    assert shown % 3 == 0
    assert 0 < abs(shown - 17) < 3


@pytest.mark.req("GRP-03", "REP-03")
@pytest.mark.parametrize("guests", [1, 4])
def test_a_few_men_without_a_record_are_hidden(guests: int) -> None:
    few = Facts({("meeting", ALL): People(guests, 12345)}, {}, (), {}, 1)

    told = cell(compile_operational(few, key=KEY), "guests")

    assert (told.status, told.value) == ("c", None)


def test_the_same_men_round_the_same_way_and_another_key_otherwise(
    facts: Facts, compiled: Compiled
) -> None:
    values = {
        cell(
            compile_operational(facts, key=RoundingKey(bytes([n]) * 32)), "guests"
        ).value
        for n in range(1, 9)
    }

    assert values == {15, 18}
    again = compile_operational(facts, key=KEY)
    assert cell(again, "guests") == cell(compiled, "guests")


def test_the_attack_is_given_the_men_and_not_the_meetings(compiled: Compiled) -> None:
    named = {
        figure.name
        for figure in operational_publication(as_report(), compiled.cells).figures
    }

    assert f"group_meetings/{ALL}/guests" in named
    assert f"group_meetings/{ALL}/meetings" not in named


def test_page_and_csv_say_what_is_exact(compiled: Compiled) -> None:
    document = describe_operational(as_report(), compiled.cells, [])

    page = render_to_string("reporting/_body.html", {"document": document})
    csv = render_csv(document).decode("utf-8-sig")

    assert "How often groups met is exact." in page
    lines = [line for line in csv.splitlines() if "group_meetings" in line]
    assert {",meetings," in line or ",guests," in line for line in lines} == {True}
    assert len(lines) == 2
    assert {"meetings", "guests"} <= {one.code for one in document.measures}


@pytest.mark.req("REP-06")
def test_a_report_from_before_has_no_meetings(compiled: Compiled) -> None:
    old = {table.code for table in OPERATIONAL_2.tables}
    cells = [one for one in compiled.cells if one.table in old]

    document = describe_operational(as_report("operational-2"), cells, [])

    assert document.meetings == ()
    assert "guests" not in {one.code for one in document.measures}


@pytest.mark.req("GRP-03", "REP-03")
def test_a_session_that_did_not_take_place_is_in_no_figure(cast: Cast) -> None:
    pk = group(cast)
    met = logged(cast.colleague, pk, came(member(cast, pk))).meeting
    assert seen_by_the_builder(cast) == 1

    with use(cast.colleague.context):
        corrections.take_back(cast.colleague, pk, met.id, counted=0, after=1, at=NOW)

    with use(cast.worker.context):
        assert Session.objects.get().kind == SessionKind.MISTAKEN
    assert seen_by_the_builder(cast) == 0


def seen_by_the_builder(cast: Cast) -> int:
    with builder(cast), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_session")
        return int(cursor.fetchone()[0])
