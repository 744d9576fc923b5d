"""Enquiries in the Operational report: protected and attacked as people are."""

from __future__ import annotations

import random
import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.template.loader import render_to_string

from msa.tenancy.context import use
from reporting.attack import Relation
from reporting.building.operational import compile_operational
from reporting.building.revising import correct
from reporting.cells import CellDraft, Compiled
from reporting.checking.checks import check
from reporting.checking.publications import operational_publication
from reporting.disclosure import RoundingKey
from reporting.measures.facts import ALL, Facts
from reporting.measures.reading import read_facts
from reporting.models import Report
from reporting.presenting.csv import render_csv
from reporting.presenting.operational import describe_operational
from reporting.specs import OPERATIONAL_1, OPERATIONAL_2
from tests import databases
from tests.cast import Cast
from tests.reporting.conftest import LAST, LATER, builder

KEY = RoundingKey(b"a key of thirty-two bytes or more, for tests")
#: How many came in which way, and what came of them; two and four are few.
CHANNELS = {"PHONE": 31, "SERVICE": 17, "ONLINE": 12, "TEXT": 4, "WHANAU": 2}
STATES = {"WELCOMED": 33, "ANSWERED": 17, "OPEN": 13, "DECLINED": 3}
MANY = sum(CHANNELS.values())
TABLES = ("enquiries", "enquiry_channels")


def rows(cast: Cast) -> Iterable[tuple[object, ...]]:
    """One row for each enquiry of the quarter, and some of the days beside it."""
    chance = random.Random(1)
    states = list(Counter(STATES).elements())
    for at, channel in enumerate(Counter(CHANNELS).elements()):
        came = LAST.start + timedelta(days=chance.randrange(90))
        yield came, channel, states[at], cast.kauri.id
    for came in (LAST.start - timedelta(days=1), LAST.after):
        yield from [(came, "EMAIL", "ANSWERED", cast.rimu.id)] * 9


def store(cast: Cast) -> None:
    name = connection.settings_dict["NAME"]
    chance = random.Random(2)
    with databases.superuser(str(name)) as admin, admin.transaction():
        admin.execute("SET LOCAL session_replication_role = replica")
        for came, channel, state, organisation in rows(cast):
            admin.execute(
                "INSERT INTO enquiries_enquiry (id, organisation_id, received_on,"
                " channel, region, state, taken_by_id, ended_on, ended_by_id, calls,"
                " call_result, rounding_key) VALUES (%s, %s, %s, %s, '', %s, %s, %s,"
                " %s, 0, '', %s)",
                [
                    *(uuid.uuid4(), organisation, came, channel, state),
                    cast.worker.member,
                    None if state == "OPEN" else date(2026, 9, 30),
                    None if state == "OPEN" else cast.worker.member,
                    chance.getrandbits(63),
                ],
            )


@pytest.fixture(scope="module")
def made(module_cast: Cast) -> tuple[Facts, Compiled]:
    store(module_cast)
    with builder(module_cast):
        facts = read_facts(LAST)
    return facts, compile_operational(facts, key=KEY)


def printed(compiled: Compiled) -> dict[tuple[str, str], CellDraft]:
    return {(c.table, c.row): c for c in compiled.cells if c.table in TABLES}


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


def test_the_enquiries_of_the_quarter_are_counted_and_no_others(
    made: tuple[Facts, Compiled],
) -> None:
    facts, _ = made

    assert facts.people_in("enquiry").count == MANY
    assert {
        value: one.count
        for (dimension, value), one in facts.people.items()
        if dimension == "enquiry_channel"
    } == CHANNELS
    assert facts.people_in("enquiry_outcome", "OPEN").count == STATES["OPEN"]


@pytest.mark.req("REP-03")
def test_no_small_number_of_them_is_printed_and_the_rest_is_near_the_truth(
    made: tuple[Facts, Compiled],
) -> None:
    true = {("enquiries", ALL): MANY}
    true |= {("enquiry_channels", row): n for row, n in CHANNELS.items()}
    true |= {("enquiries", row): n for row, n in STATES.items()}
    cells = printed(made[1])

    for place, count in true.items():
        value = cells[place].value
        if count < 6:
            assert value is None
        elif value is not None:
            assert value % 3 == 0
            assert abs(value - count) < 3
    assert sum(cells[place].value is not None for place in true) >= 4


@pytest.mark.req("REP-03")
def test_the_attack_finds_nothing_in_them(made: tuple[Facts, Compiled]) -> None:
    found = check(
        made[1].cells,
        published=lambda cells: operational_publication(as_report(), cells),
        before=[],
        tell=lambda: None,
    )

    assert found.attack["passes"]
    assert found.attack["withheld"] == []


@pytest.mark.req("REP-03")
def test_the_attack_finds_what_a_sum_of_them_tells() -> None:
    def cell(table: str, row: str, value: int | None) -> CellDraft:
        status = "c" if value is None else "ok"
        return CellDraft(table, row, "enquiries", 0, row, status, value)

    told = [
        cell("enquiries", ALL, 60),
        cell("enquiry_channels", "PHONE", 33),
        cell("enquiry_channels", "SERVICE", 30),
        cell("enquiry_channels", "TEXT", None),
    ]
    found = check(
        told,
        published=lambda cells: operational_publication(as_report(), cells),
        before=[],
        tell=lambda: None,
    )

    assert found.attack["withheld"] == ["enquiry_channels"]


def test_both_tables_add_up_to_all_of_them(made: tuple[Facts, Compiled]) -> None:
    publication = operational_publication(as_report(), made[1].cells)
    sums = [one for one in publication.sums if one.total.startswith("enquiries/")]

    assert {one.relation for one in sums} == {Relation.ADDS}
    assert sorted(len(one.parts) for one in sums) == [6, 7]


def test_page_and_csv_give_the_same_figures(made: tuple[Facts, Compiled]) -> None:
    document = describe_operational(as_report(), made[1].cells, [])
    page = render_to_string("reporting/_body.html", {"document": document})
    csv = render_csv(document).decode("utf-8-sig")

    assert "Who got in touch" in page
    for (table, row), one in printed(made[1]).items():
        (line,) = (
            line
            for line in csv.splitlines()
            if f",{table}," in line and f",{row}," in line
        )
        assert one.label in page
        assert one.value is None or f",{one.value}," in line


@pytest.mark.req("REP-06")
def test_a_report_from_before_they_were_counted_stays_as_it_was(
    made: tuple[Facts, Compiled],
) -> None:
    old = {table.code for table in OPERATIONAL_1.tables}
    cells = [one for one in made[1].cells if one.table in old]
    document = describe_operational(as_report("operational-1"), cells, [])
    page = render_to_string("reporting/_body.html", {"document": document})

    assert {table.code for table in OPERATIONAL_2.tables} - old == set(TABLES)
    assert "Who got in touch" not in page
    assert "enquiries" not in {one.code for one in document.measures}


@pytest.mark.req("REP-06")
def test_a_correction_of_it_brings_none_to_light(made: tuple[Facts, Compiled]) -> None:
    old = {table.code for table in OPERATIONAL_1.tables}
    before = [one for one in made[1].cells if one.table in old]
    corrected = correct(before, made[1].cells)

    now = printed(replace(made[1], cells=tuple(corrected)))
    assert {one.value for one in now.values()} == {None}


def test_national_staff_read_no_enquiry(
    made: tuple[Facts, Compiled], module_cast: Cast
) -> None:
    with (
        use(module_cast.compiler.context),
        transaction.atomic(),
        connection.cursor() as cursor,
        pytest.raises(Exception, match="permission denied"),
    ):
        cursor.execute("SELECT id FROM enquiries_enquiry")
