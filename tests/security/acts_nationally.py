"""What the national body and funders' programs send."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from msa.tenancy.context import use
from reporting.enums import Kind
from reporting.funders.enums import Scope
from reporting.funders.services import access
from reporting.funders.services.access import Given
from reporting.narratives.models import Narrative
from reporting.narratives.services import inclusion
from reporting.quarters import Quarter
from reporting.services import reports
from tests.databases import superuser
from tests.narratives.conftest import CLEAN, approved, written
from tests.security.acting import World, act
from tests.standards import world as standards

#: When the quarters of these reports are over.
AT = datetime(2026, 11, 10, 1, 0, tzinfo=UTC)


def plant_reports(w: World) -> None:
    """Store a draft, and one whose building stopped, without building anything."""
    with use(w.cast.compiler.context), transaction.atomic():
        for number in (1, 2):
            quarter = Quarter(2025, number)
            reports.start(w.cast.compiler, Kind.OPERATIONAL, quarter, at=AT)
    with superuser(w.database) as admin:
        admin.execute("SET session_replication_role = 'replica'")
        admin.execute(
            "UPDATE reporting_report SET state = 'DRAFT', compiled_at = now(),"
            " content_hash = 'x', attack = '{\"passes\": true}'"
            " WHERE quarter = '2025Q1'"
        )
        admin.execute("UPDATE jobs_job SET state = 'FAILED'")


def _report(w: World, quarter: str) -> UUID:
    with superuser(w.database) as admin:
        row = admin.execute(
            "SELECT id FROM reporting_report WHERE quarter = %s", [quarter]
        ).fetchone()
    assert row is not None
    return UUID(str(row[0]))


@act("national:report-start", "national")
def start(w: World) -> None:
    told = {"kind": "OPERATIONAL", "quarter": "2026Q3"}
    w.post("compiler", "national:report-start", **told)


@act("national:report-release", "national")
def release(w: World) -> None:
    w.post("releaser", "national:report-release", _report(w, "2025Q1"))


@act("national:report-set-aside", "national")
def set_aside(w: World) -> None:
    w.post("compiler", "national:report-set-aside", _report(w, "2025Q1"))


@act("national:report-try-again", "national")
def try_again(w: World) -> None:
    w.post("compiler", "national:report-try-again", _report(w, "2025Q2"))


def _submitted(w: World) -> Narrative:
    return approved(w.deputy, written(w.cast.manager, CLEAN))


@act("national:narrative-include", "national")
def include(w: World) -> None:
    w.post("compiler", "national:narrative-include", _submitted(w).id)


@act("national:narrative-leave-out", "national")
def leave_out(w: World) -> None:
    row = _submitted(w)
    with use(w.cast.compiler.context):
        inclusion.include(w.cast.compiler, row.id, at=timezone.now())
    w.post("compiler", "national:narrative-leave-out", row.id)


@act("national:standards-review", "national")
def remark(w: World) -> None:
    cycle = standards.submitted(w.cast.manager)
    told = {"standard": "1.1", "text": "Show how men are asked", "asks_for_more": "on"}
    w.post("compiler", "national:standards-review", cycle.id, **told)


@act("national:funder-new", "national")
def give_access(w: World) -> None:
    last = timezone.localdate() + timedelta(days=90)
    told = {"name": "Ministry", "last_day": f"{last:%d/%m/%Y}"}
    w.post("compiler", "national:funder-new", **told)


def _given(w: World) -> Given:
    with use(w.cast.compiler.context):
        now = timezone.now()
        return access.give(
            w.cast.compiler,
            name="Ministry",
            scopes=[Scope.READ.value],
            organisations=[],
            networks=[],
            expires_at=now + timedelta(days=90),
            at=now,
        )


@act("national:funder-end", "national")
def end_access(w: World) -> None:
    w.post("compiler", "national:funder-end", _given(w).client.id)


@act("api-token", "national")
def token(w: World) -> None:
    given = _given(w)
    pair = f"{given.client.client_id}:{given.secret}"
    program = w.browser(None)
    basic = base64.b64encode(pair.encode()).decode()
    program.defaults["HTTP_AUTHORIZATION"] = f"Basic {basic}"
    w.post(program, "api-token", grant_type="client_credentials")
