from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from cases.queries import sessions
from msa.access.refusals import AccessDenied, Reason
from msa.audit.models import Event
from msa.jobs.models import Job
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from reporting.cells import canonical
from reporting.enums import Kind, State
from reporting.models import Cell, Report, ReportFile
from reporting.quarters import Quarter
from reporting.queries import reports as queries
from reporting.services import reports as services
from reporting.services.publishing import about
from tests.cases.services.test_corrections import corrected
from tests.cases.world import held, logged, person
from tests.reporting.conftest import LATER, built, do_jobs, read, released

Q3 = Quarter(2026, 3)


@pytest.fixture(scope="module")
def frozen(country):
    """A report that was released once and for all."""
    return released(country[0], Quarter(2026, 2))


@pytest.fixture(autouse=True)
def own_transaction(country, frozen):
    """Undo what a test did to the country all of them share."""
    cast, _ = country
    with use(cast.compiler.context), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def cast(country):
    return country[0]


def test_a_report_goes_from_facts_to_a_draft(cast):
    draft = built(cast)

    assert (draft.state, draft.revision) == (State.DRAFT, 1)
    assert len(queries.cells(draft.id)) == Cell.objects.filter(report=draft.id).count()
    assert len(queries.cells(draft.id)) > 90


def test_the_content_hash_can_be_worked_out_again(cast):
    draft = built(cast)

    content = canonical(about(draft), queries.cells(draft.id))
    assert draft.content_hash == hashlib.sha256(content).hexdigest()


@pytest.mark.req("SES-04")
def test_a_session_put_right_changes_no_report_that_was_compiled(cast):
    at = datetime(2026, 8, 3, 2, 30, tzinfo=UTC)
    subject = person(cast.worker, at=at)
    session = logged(cast.worker, subject, at=at)
    draft = built(cast)
    before = queries.cells(draft.id)

    corrected(cast.worker, subject, session, held(date(2026, 5, 4), 500))

    assert queries.cells(draft.id) == before
    with use(cast.worker.context):
        assert sessions.session(cast.worker, subject, session).line.minutes == 500


def test_nobody_starts_a_quarter_that_is_not_over(cast):
    before_midnight = datetime(2026, 9, 30, 10, 59, tzinfo=UTC)

    with pytest.raises(AccessDenied) as refused:
        services.start(cast.compiler, Kind.OPERATIONAL, Q3, at=before_midnight)
    assert refused.value.reason is Reason.NOT_READY
    assert services.start(
        cast.compiler, Kind.OPERATIONAL, Q3, at=datetime(2026, 9, 30, 11, 0, tzinfo=UTC)
    ).is_new


@pytest.mark.parametrize("is_built", [False, True])
def test_a_second_start_leads_to_the_report_at_work(cast, is_built):
    first = services.start(cast.compiler, Kind.OPERATIONAL, Q3, at=LATER)
    if is_built:
        do_jobs(cast)

    second = services.start(cast.releaser, Kind.OPERATIONAL, Q3, at=LATER)

    assert (second.report.id, second.is_new) == (first.report.id, False)
    assert Job.objects.filter(arguments__report=str(first.report.id)).count() == 1


def test_the_compiler_may_not_release(cast):
    draft = built(cast)

    with pytest.raises(AccessDenied) as refused:
        services.release(cast.compiler, draft.id, at=LATER)
    assert refused.value.reason is Reason.SAME_PERSON
    assert read(cast, draft.id).state == State.DRAFT


def test_the_database_refuses_a_release_by_the_compiler(cast):
    draft = built(cast)

    with pytest.raises(DatabaseError, match="released_by_another_person"):
        _update(draft, state="RELEASED", released_by=cast.compiler.person)


def test_the_database_refuses_a_release_in_another_name(cast):
    draft = built(cast)

    with pytest.raises(DatabaseError, match="names its own actor"):
        _update(draft, state="RELEASED", released_by=cast.releaser.person)


def test_the_database_refuses_a_release_without_a_draft(cast):
    started = services.start(cast.compiler, Kind.OPERATIONAL, Q3, at=LATER).report

    with use(cast.releaser.context), pytest.raises(DatabaseError, match="does not go"):
        _update(started, state="RELEASED", released_by=cast.releaser.person)


def test_nobody_starts_in_another_name(cast):
    row = Report(
        kind="OPERATIONAL",
        quarter=Q3.code,
        revision=1,
        spec="operational-1",
        policy="MSA-SDC-1",
        compiled_by=cast.releaser.person,
        started_at=LATER,
    )

    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        row.save(force_insert=True)


def test_another_person_releases(cast):
    report = released(cast)

    assert report.state == State.RELEASED
    assert report.released_by == cast.releaser.person


def test_starting_and_releasing_are_in_the_audit(cast):
    with use(Context(cast.national.id, FOUNDER, "owner")):
        before = set(Event.objects.values_list("id", flat=True))
    report = released(cast)

    with use(Context(cast.national.id, FOUNDER, "owner")):
        written = Event.objects.exclude(id__in=before)
        found = {(e.action, e.actor) for e in written}
    assert found == {
        ("report.started", cast.compiler.person),
        ("report.released", cast.releaser.person),
    }
    assert report.content_hash in str([e.payload for e in written])


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE reporting_cell SET value = 1 WHERE status = 'ok'",
        "UPDATE reporting_cell SET label = 'x'",
        "DELETE FROM reporting_cell",
        "TRUNCATE reporting_cell",
        "DELETE FROM reporting_report",
        "UPDATE reporting_report SET content_hash = repeat('0', 64)",
        "UPDATE reporting_report SET state = 'DRAFT'",
        "UPDATE reporting_report SET released_at = now()",
        "UPDATE reporting_report SET quarter = '2020Q1'",
        "UPDATE reporting_reportfile SET content = ''",
        "DELETE FROM reporting_reportfile",
    ],
)
@pytest.mark.parametrize("role", ["national", "reporting", "owner"])
def test_what_is_released_never_changes(cast, frozen, role, sql):
    before = (queries.cells(frozen.id), frozen.content_hash)

    with (
        use(Context(cast.national.id, cast.releaser.person, role)),
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert (queries.cells(frozen.id), read(cast, frozen.id).content_hash) == before


@pytest.mark.parametrize("role", ["national", "reporting", "owner"])
def test_no_cell_is_added_to_a_released_report(cast, frozen, role):
    one = Cell(
        report_id=frozen.id, table="age", row="X", column="people", position=999,
        label="x", status="ok", value=3,
    )  # fmt: skip

    with (
        use(Context(cast.national.id, cast.releaser.person, role)),
        pytest.raises(DatabaseError),
        transaction.atomic(),
    ):
        one.save(force_insert=True)


def test_a_hidden_cell_can_hold_no_value(cast):
    started = services.start(cast.compiler, Kind.OPERATIONAL, Q3, at=LATER).report
    one = Cell(
        report_id=started.id, table="age", row="X", column="people", position=999,
        label="x", status="c", value=3,
    )  # fmt: skip

    with (
        use(Context(cast.national.id, cast.releaser.person, "reporting")),
        pytest.raises(DatabaseError, match="only_hidden_cells_have_no_value"),
        transaction.atomic(),
    ):
        one.save(force_insert=True)


def test_a_correction_is_the_next_revision_and_replaces(cast):
    first = released(cast)
    cells = queries.cells(first.id)

    second = released(cast)

    assert second.revision == 2
    assert read(cast, first.id).state == State.REPLACED
    # Nothing moved meanwhile, so nothing changes.
    assert queries.cells(second.id) == cells


def test_a_draft_set_aside_makes_room_for_another(cast):
    draft = built(cast)

    services.set_aside(cast.compiler, draft.id, at=LATER)

    assert built(cast).revision == 2
    assert read(cast, draft.id).state == State.REPLACED


def test_a_released_report_cannot_be_set_aside(cast):
    report = released(cast)

    with pytest.raises(AccessDenied):
        services.set_aside(cast.compiler, report.id, at=LATER)


def test_a_report_that_stopped_can_be_tried_again(cast, settings):
    started = services.start(cast.compiler, Kind.OPERATIONAL, Q3, at=LATER).report
    key, settings.MSA_ROUNDING_KEY = settings.MSA_ROUNDING_KEY, b"short"
    do_jobs(cast)
    assert queries.latest_job(queries.BUILD_JOB, started.id).state == "FAILED"
    assert queries.cells(started.id) == []
    settings.MSA_ROUNDING_KEY = key

    services.try_again(cast.compiler, started.id, at=LATER)
    do_jobs(cast)

    assert read(cast, started.id).state == State.DRAFT


def test_trying_again_asks_only_when_nothing_is_under_way(cast):
    started = services.start(cast.compiler, Kind.OPERATIONAL, Q3, at=LATER).report

    services.try_again(cast.compiler, started.id, at=LATER)

    assert Job.objects.filter(arguments__report=str(started.id)).count() == 1


def test_a_job_done_twice_changes_nothing(cast):
    report = released(cast)
    cells = queries.cells(report.id)

    for kind in (queries.BUILD_JOB, queries.FILES_JOB):
        services._ask(cast.compiler, kind, report.id, LATER)
    do_jobs(cast)

    assert queries.cells(report.id) == cells
    files = ReportFile.objects.filter(report=report.id)
    assert sorted(files.values_list("format", flat=True)) == ["csv", "pdf"]


def _update(report: Report, **columns):
    with transaction.atomic():
        Report.objects.filter(id=report.id).update(released_at=LATER, **columns)
