from __future__ import annotations

import re
import statistics
import time
import uuid

import pytest
from django.db import ProgrammingError, connection, transaction
from scipy.stats import mannwhitneyu

from msa.tenancy.context import use
from reporting.funders.enums import Scope
from reporting.funders.services.access import caller_of
from reporting.models import Cell, Report
from reporting.narratives.models import Passage
from reporting.quarters import Quarter
from reporting.services import reports
from reporting.specs import SPECS
from tests.databases import superuser
from tests.funders.conftest import Program, as_superuser
from tests.reporting.conftest import LATER, built

pytestmark = pytest.mark.req("REP-09")
BOTH = [Scope.READ, Scope.ORGANISATIONS]


@pytest.fixture(scope="module")
def draft(cast):
    return built(cast, Quarter(2025, 4))


@pytest.fixture(scope="module")
def set_aside(cast):
    report = built(cast, Quarter(2025, 2))
    with use(cast.compiler.context):
        reports.set_aside(cast.compiler, report.id, at=LATER)
    return report


@pytest.fixture
def funder(program):
    """The context a program's calls are made in."""
    return caller_of(program.given.client, [Scope.READ]).context


def told(answer):
    """What an answer tells, without the id of the request and the time."""
    body = re.sub(rb'"request_id":"[^"]+"', b"", answer.content)
    changing = {"X-Request-Id", "RateLimit"}
    kept = {n: v for n, v in answer.headers.items() if n not in changing}
    return answer.status_code, body, kept


@pytest.mark.req("S05")
@pytest.mark.parametrize("path", ["", "/tables", "/tables/people"])
def test_what_was_not_released_is_as_if_it_were_not_there(
    program, done, draft, set_aside, path
):
    absent = told(program.get(f"/reports/{uuid.uuid4()}{path}"))

    assert program.get(f"/reports/{done.id}{path}").status_code == 200
    assert absent[0] == 404
    for hidden in (draft, set_aside):
        assert told(program.get(f"/reports/{hidden.id}{path}")) == absent


def test_the_list_holds_released_reports_only(program, done, draft, set_aside):
    assert {one["id"] for one in program.rows("/reports")} == {str(done.id)}


@pytest.mark.req("S05")
def test_a_table_of_organisations_is_absent_without_its_scope(program, insider, done):
    path = f"/reports/{done.id}/tables"
    listed = {one["table"] for one in program.rows(path)}

    assert "organisations" in {one["table"] for one in insider.rows(path)}
    assert "organisations" not in listed
    assert told(program.get(f"{path}/organisations")) == told(
        program.get(f"{path}/no-such-table")
    )


def test_a_funder_reads_its_own_organisations_and_no_other(give, done):
    path = f"/reports/{done.id}/tables/organisations"
    kauri = Program(give(scopes=BOTH, organisations=["kauri"]))
    rimu = Program(give(scopes=BOTH, organisations=["rimu", "totara"]))
    nobody = Program(give(scopes=BOTH, organisations=["nobody"]))

    assert {one["row"] for one in kauri.rows(path)} == {"kauri"}
    assert {one["row"] for one in rimu.rows(path)} == {"rimu", "totara"}
    assert {one["code"] for one in rimu.rows("/organisations")} == {"rimu", "totara"}
    assert nobody.get(path).status_code == 404


@pytest.fixture
def passages(cast, done):
    """Words of two organisations, in a report that is released and one that is not."""
    with superuser(connection.settings_dict["NAME"]) as admin:
        admin.execute("SET session_replication_role = replica")
        admin.execute("DELETE FROM narratives_passage")
        for code in ("kauri", "rimu"):
            admin.execute(
                "INSERT INTO narratives_passage"
                " (id, report_id, code, label, prompt, position, text)"
                " VALUES (gen_random_uuid(), %s, %s, %s, 'worked', %s, %s)",
                [done.id, code, code, int(code == "rimu"), f"Words of {code}"],
            )


def test_a_funder_reads_the_words_of_its_own_organisations(
    program, insider, done, passages
):
    path = f"/reports/{done.id}/passages"

    assert [one["text"] for one in insider.rows(path)] == ["Words of kauri"]
    assert program.get(path).status_code == 403
    assert insider.get(f"/reports/{uuid.uuid4()}/passages").status_code == 404


def test_the_database_shows_no_words_of_others(insider, done, passages):
    with use(caller_of(insider.given.client, BOTH).context), transaction.atomic():
        seen = set(Passage.objects.values_list("code", flat=True))

    assert seen == {"kauri"}


@pytest.mark.req("S09")
def test_the_database_itself_shows_a_program_what_was_released(
    program, funder, cast, done, draft, set_aside
):
    with use(cast.compiler.context), transaction.atomic():
        everything = set(Report.objects.values_list("id", flat=True))
    with use(funder), transaction.atomic():
        seen = set(Report.objects.values_list("id", flat=True))
        tables = set(Cell.objects.values_list("table", flat=True))

    assert {done.id, draft.id, set_aside.id} <= everything
    assert seen == {done.id}
    assert "people" in tables
    assert "organisations" not in tables


def test_the_database_shows_a_program_its_own_organisations(insider, done):
    context = caller_of(insider.given.client, BOTH).context
    with use(context), transaction.atomic():
        rows = Cell.objects.filter(table="organisations").values_list("row", flat=True)
        assert set(rows) == {"kauri"}


@pytest.mark.req("S09")
@pytest.mark.parametrize(
    "question",
    [
        "SELECT compiled_by FROM reporting_report",
        "SELECT attack FROM reporting_report",
        "SELECT client_secret FROM funders_client",
        "SELECT token_checksum FROM oauth2_provider_accesstoken",
        "SELECT name FROM accounts_member",
        "SELECT id FROM consent_subject",
        "SELECT id FROM audit_event",
        "SELECT name FROM tenancy_organisation",
        "UPDATE reporting_report SET state = 'RELEASED'",
        "DELETE FROM reporting_cell",
        "INSERT INTO funders_client DEFAULT VALUES",
    ],
)
def test_a_program_reaches_nothing_else(funder, question):
    with (
        use(funder),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(question)


def test_the_database_shows_nothing_once_the_access_has_ended(
    cast, program, funder, done
):
    with use(funder), transaction.atomic():
        before = Report.objects.count()
    as_superuser(
        "UPDATE funders_client SET expires_at = made_at + '1 ms' WHERE id = %s",
        program.given.client.id,
    )

    with use(funder), transaction.atomic():
        assert before == 1
        assert Report.objects.count() == 0


def test_tables_about_organisations_are_named_so():
    about = [
        t for s in SPECS.values() for t in s.tables if t.dimension == "organisation"
    ]

    assert about
    # The row policy of the database knows them by their name.
    assert [t.code for t in about if not t.code.startswith("organisation")] == []


@pytest.mark.req("S05")
def test_hidden_and_absent_take_the_same_time(program, draft, settings):
    settings.MSA_FUNDER_LIMITS = {}

    # A busy machine makes one round of a hundred differ; a leak makes all of them.
    assert not all(_takes_longer(program, draft.id, turn) for turn in range(4))
    assert not all(_takes_longer(program, draft.id, turn, -1) for turn in range(4))


def _takes_longer(program, hidden, turn, sign=1):
    """Did a hidden table take longer than an absent one (or shorter) beyond chance?"""
    taken = {hidden: [], "absent": []}
    for step in range(120):
        for which in (hidden, "absent") if (step + turn) % 2 else ("absent", hidden):
            path = uuid.uuid4() if which == "absent" else which
            began = time.perf_counter()
            program.get(f"/reports/{path}/tables/people")
            taken[which].append(time.perf_counter() - began)
    difference = statistics.median(taken[hidden]) - statistics.median(taken["absent"])
    unlikely = mannwhitneyu(taken[hidden], taken["absent"]).pvalue < 0.01
    return unlikely and difference * sign > 0.0005
