from __future__ import annotations

import hashlib
import io
from decimal import Decimal

import pikepdf
import pytest
from django.db import DatabaseError, connection, transaction

import reporting.tasks  # noqa: F401  registers the handlers, as a worker does
from msa.access.refusals import AccessDenied, Reason
from msa.tenancy.context import use
from reporting.cells import canonical
from reporting.enums import FileFormat, Kind, State
from reporting.kinds import KINDS, describe
from reporting.narratives.models import Passage
from reporting.narratives.queries import narratives as narrative_queries
from reporting.narratives.queries import registers
from reporting.narratives.services import inclusion, narratives
from reporting.narratives.services.inclusion import TellsHiddenFigures
from reporting.quarters import Quarter
from reporting.queries import reports as queries
from reporting.services import reports as services
from reporting.services.publishing import about
from tests.reporting.conftest import (
    LATER,
    builder,
    built,
    country,  # noqa: F401  a fixture
    module_cast,  # noqa: F401  a fixture
    released,
)

Q2 = Quarter(2026, 2)


@pytest.fixture(scope="module")
def frozen(country):  # noqa: F811
    """The Operational report of a quarter, released once and for all."""
    return released(country[0], Q2)


@pytest.fixture(autouse=True)
def own_transaction(country, frozen):  # noqa: F811
    """Undo what a test did to the country all of them share."""
    with use(country[0].compiler.context), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def cast(country):  # noqa: F811
    return country[0]


def submitted(cast, texts, *, actor=None, quarter=Q2):
    actor = actor or cast.manager
    with use(actor.context):
        row = narratives.begin(actor, quarter, at=LATER)
        row = narratives.save(actor, row.id, texts, after=0, at=LATER)
        return narratives.approve(actor, row.id, revision=1, at=LATER)


def included(cast, texts, *, actor=None, quarter=Q2):
    row = submitted(cast, texts, actor=actor, quarter=quarter)
    with use(cast.compiler.context):
        inclusion.include(cast.compiler, row.id, at=LATER)
    return row


def passages(report):
    rows = Passage.objects.filter(report=report.id).order_by("position")
    return list(rows.values_list("code", "prompt", "text"))


@pytest.mark.req("REP-01")
def test_a_report_holds_every_included_narrative_by_prompt(cast):
    included(cast, {"worked": "Walking together.", "ideas": "A men's shed."})
    included(cast, {"worked": "Whakawhanaungatanga."}, actor=cast.outside_manager)

    draft = built(cast, Q2, Kind.QUALITATIVE)

    assert draft.state == State.DRAFT
    assert passages(draft) == [
        ("kauri", "worked", "Walking together."),
        ("rimu", "worked", "Whakawhanaungatanga."),
        ("kauri", "ideas", "A men's shed."),
    ]


@pytest.mark.req("REP-06")
def test_what_is_only_submitted_stays_out(cast):
    submitted(cast, {"worked": "Walking together."})

    assert passages(built(cast, Q2, Kind.QUALITATIVE)) == []


@pytest.mark.req("REP-06")
def test_the_content_hash_covers_every_word(cast):
    included(cast, {"worked": "Walking together."})
    draft = built(cast, Q2, Kind.QUALITATIVE)

    content = canonical(about(draft), queries.cells(draft.id))
    assert b"Walking together." in content
    assert draft.content_hash == hashlib.sha256(content).hexdigest()


@pytest.mark.req("REP-06")
def test_the_compiler_may_not_release(cast):
    draft = built(cast, Q2, Kind.QUALITATIVE)

    with pytest.raises(AccessDenied) as refused:
        services.release(cast.compiler, draft.id, at=LATER)
    assert refused.value.reason is Reason.SAME_PERSON


@pytest.mark.req("REP-06")
def test_frozen_words_stay(cast):
    row = included(cast, {"worked": "Walking together."})
    report = released(cast, Q2, Kind.QUALITATIVE)
    inclusion.leave_out(cast.compiler, row.id)
    with use(cast.manager.context):
        narratives.take_back(cast.manager, row.id, at=LATER)

    assert passages(report) == [("kauri", "worked", "Walking together.")]
    with builder(cast), pytest.raises(DatabaseError), transaction.atomic():
        Passage.objects.filter(report=report.id).update(text="Hemi")


def test_no_passage_joins_a_released_report(cast):
    report = released(cast, Q2, Kind.QUALITATIVE)
    late = Passage(
        report=report, code="kauri", label="K", prompt="ideas", position=9, text="x"
    )

    with builder(cast), pytest.raises(DatabaseError), transaction.atomic():
        late.save(force_insert=True)


@pytest.mark.req("REP-07")
def test_page_and_pdf_say_the_same_with_macrons(cast):
    words = "Kōrero kanohi ki te kanohi."
    included(cast, {"worked": words}, actor=cast.manager)
    report = released(cast, Q2, Kind.QUALITATIVE)

    document = describe(report, (), ())
    file = queries.file(report.id, FileFormat.PDF)
    with pikepdf.open(io.BytesIO(bytes(file.content))) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert (
            pdf.docinfo["/Title"] == "National Qualitative report, April to June 2026"
        )
    assert [p.text for c in document.chapters for p in c.passages] == [words]
    assert KINDS[Kind.QUALITATIVE].formats == (FileFormat.PDF,)


def a_printed_figure(cast):
    with use(cast.manager.context):
        return max(registers.published(Q2, cast.kauri.id))


@pytest.mark.req("D15", "REP-03")
def test_a_released_figure_may_be_repeated(cast):
    figure = a_printed_figure(cast)
    included(cast, {"worked": f"Nationally, {figure:,.0f} were counted."})

    assert len(passages(built(cast, Q2, Kind.QUALITATIVE))) == 1


@pytest.mark.req("D15", "REP-03")
def test_the_figures_of_another_organisation_are_not_its_to_tell(cast, frozen):
    with use(cast.compiler.context):
        rows = [c for c in queries.cells(frozen.id) if c.table == "organisations"]
        own = {c.figure for c in rows if c.row == "kauri"}
        elsewhere = {c.figure for c in queries.cells(frozen.id) if c not in rows}
        others = {c.figure for c in rows if c.figure is not None} - own - elsewhere
    with use(cast.manager.context):
        told = registers.published(Q2, cast.kauri.id)

    assert others
    assert not others & told


@pytest.mark.req("D15", "S05")
def test_the_database_shows_a_manager_no_rows_of_other_organisations(cast, frozen):
    asked = "SELECT DISTINCT in_row FROM sec.published_figures(%s)"
    asked += " WHERE in_table LIKE 'organisation%%'"
    with use(cast.compiler.context):
        everybody = asked_of_the_database(asked, Q2.code)
    with use(cast.manager.context):
        own = asked_of_the_database(asked, Q2.code)

    assert len(everybody) > 1
    assert own == {"kauri"}


def asked_of_the_database(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return {row for (row,) in cursor.fetchall()}


@pytest.mark.req("D15", "REP-03")
def test_no_number_stands_before_its_tables_are_released(cast):
    with use(cast.manager.context):
        row = narratives.begin(cast.manager, Q2.previous(), at=LATER)
        row = narratives.save(
            cast.manager, row.id, {"worked": "We met 45 men."}, after=0, at=LATER
        )
        checked = narrative_queries.checked(cast.manager, row)

    assert [one.must_change for one in checked.findings] == [True]


@pytest.mark.req("D15", "D16")
def test_a_number_that_a_revision_changed_is_not_included(cast):
    figure = a_printed_figure(cast)
    row = submitted(cast, {"worked": f"Nationally, {figure:.0f} were counted."})
    included(cast, {"ideas": f"{figure:.0f} is a lot."}, actor=cast.outside_manager)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE reporting_report SET state = 'REPLACED' WHERE quarter = %s"
            " AND kind = 'OPERATIONAL'",
            [Q2.code],
        )

    with pytest.raises(TellsHiddenFigures):
        inclusion.include(cast.compiler, row.id, at=LATER)
    draft = built(cast, Q2, Kind.QUALITATIVE)
    assert passages(draft) == []
    assert draft.attack["left_out"] == 1


@pytest.mark.req("REP-04", "S09")
def test_the_builder_sees_no_draft_and_no_key(cast):
    with use(cast.manager.context):
        row = narratives.begin(cast.manager, Q2, at=LATER)
        narratives.save(cast.manager, row.id, {"worked": "x"}, after=0, at=LATER)

    with builder(cast), connection.cursor() as cursor:
        cursor.execute("SELECT count(id) FROM narratives_narrative")
        assert cursor.fetchone() == (0,)
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute("SELECT sealed FROM narratives_narrative")


def test_only_the_manager_reads_the_register(cast):
    for actor in (cast.worker, cast.admin, cast.compiler):
        with (
            use(actor.context),
            pytest.raises(DatabaseError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT * FROM sec.narrative_register()")
    assert isinstance(a_printed_figure(cast), Decimal)
