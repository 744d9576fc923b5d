"""A full disk: what can't be stored whole is refused whole, and the page says so."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

import reporting.tasks  # noqa: F401  registers the handlers, as a worker does
from consent.models import Consent
from msa.jobs.models import Job
from msa.jobs.running import run
from msa.tenancy.context import Context, use
from reporting.enums import Kind, State
from reporting.models import Report
from reporting.quarters import Quarter
from reporting.services import reports
from tests.reliability.browsers import Browser, form, send_again
from tests.reliability.server import Server
from tests.security.stage import Stage, found_in

_FULL = """
CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION USING ERRCODE = 'disk_full', MESSAGE =
        format('could not extend file for %s', NEW), HINT = 'Check free disk space.';
END $$;
GRANT EXECUTE ON FUNCTION full_disk() TO PUBLIC;
"""


@contextmanager
def no_room_for(server: Server, *tables: str) -> Iterator[None]:
    """Let these tables have no room for another row inside the block."""
    with server.superuser() as admin:
        admin.execute(_FULL)
        for table in tables:
            admin.execute(
                f"CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE ON {table}"
                " FOR EACH ROW EXECUTE FUNCTION full_disk()".encode()
            )
        try:
            yield
        finally:
            admin.execute("DROP FUNCTION full_disk() CASCADE")


def rows(server: Server) -> dict[str, int]:
    """Return how many rows each table of records, consents and audit has."""
    tables = ("cases_session", "cases_sessionnote", "consent_consent",
              "consent_subjectkey", "audit_event", "audit_link")  # fmt: skip
    with server.superuser() as admin:
        return {
            table: admin.execute(f"SELECT FROM {table}".encode()).rowcount
            for table in tables
        }


@pytest.mark.req("R05")
@pytest.mark.parametrize(
    "table", ["cases_session", "cases_sessionnote", "audit_event", "audit_link"]
)
def test_a_session_is_refused_whole_and_kept_to_be_sent_again(
    browser: Browser, server: Server, at_work: Stage, table: str
) -> None:
    words = f"Hetoldmethat-{uuid.uuid4().hex[:8]}"
    sent, url = form(words), reverse("worker:session-new", args=[at_work.own.subject])
    before = rows(server)

    with no_room_for(server, table):
        answer = browser.post(url, sent)

    assert answer.status_code == 503
    assert "Go on with what you sent" in answer.content.decode()
    assert found_in(answer.content, (words, *at_work.own.words)) == []
    assert rows(server) == before
    send_again(browser, url)
    after = rows(server)
    assert after["cases_sessionnote"] == before["cases_sessionnote"] + 1
    assert after["audit_link"] == after["audit_event"]


@pytest.mark.req("R05")
def test_without_room_for_anything_the_page_says_how_to_go_on(
    browser: Browser, server: Server, at_work: Stage
) -> None:
    url = reverse("worker:session-new", args=[at_work.own.subject])
    before = rows(server)

    with no_room_for(server, "cases_session", "accounts_session"):
        answer = browser.post(url, form("Hetoldmethat"))

    assert answer.status_code == 503
    assert "load this page again" in answer.content.decode()
    assert rows(server) == before


@pytest.mark.req("R05")
@pytest.mark.parametrize("table", ["consent_consent", "consent_subjectkey"])
def test_a_consent_is_given_whole_or_not_at_all(
    browser: Browser, server: Server, at_work: Stage, table: str
) -> None:
    subject = at_work.own.subject
    url = reverse("worker:consent-give", args=[subject, "assessment"])
    sent = {"given": "SPOKEN", "given_on": "1/8/2026"}
    before = rows(server)

    with no_room_for(server, table):
        answer = browser.post(url, sent)

    assert answer.status_code == 503
    assert rows(server) == before
    with use(at_work.cast.worker.context), transaction.atomic():
        given = Consent.objects.filter(subject=subject)
        assert not given.filter(purpose="ASSESSMENT").exists()


@pytest.mark.req("R05")
def test_a_report_waits_for_room_and_is_whole(server: Server, at_work: Stage) -> None:
    compiler = at_work.cast.compiler
    with use(compiler.context), transaction.atomic():
        asked = reports.start(
            compiler, Kind.OPERATIONAL, Quarter(2025, 4), at=timezone.now()
        ).report

    with use(Context(compiler.organisation, compiler.person, "reporting")):
        with no_room_for(server, "reporting_cell"):
            assert run("reports")
        with transaction.atomic():
            job = Job.objects.get(arguments__report=str(asked.id))
            assert (job.state, job.fault) == ("RUNNING", "")
        with server.superuser() as admin:
            admin.execute("UPDATE jobs_job SET lease_until = now() - interval '1 s'")
        assert run("reports")

    with use(compiler.context), transaction.atomic():
        assert Report.objects.get(id=asked.id).state == State.DRAFT
        assert Job.objects.get(id=job.id).state == "DONE"
