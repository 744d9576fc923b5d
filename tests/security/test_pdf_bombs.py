from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

import msa.pdf
from msa.jobs import registry
from msa.jobs.asking import ask
from msa.jobs.models import Job, State
from msa.jobs.running import run
from msa.pdf import RenderFailed, confined, html_to_pdf
from msa.tenancy.context import Context, use
from tests.cast import Cast
from tests.conftest import SignIn
from tests.standards import world

EXHAUSTIVE = os.environ.get("MSA_EXHAUSTIVE") == "1"
PAGE = '<html lang="en-NZ"><title>Page</title>'
ROW = "<tr><td>He said so</td><td>60</td></tr>"
BOMBS = {
    "100,000 rows": f"<table>{ROW * 100_000}</table>",
    "nested tables": "<table><tr><td>" * 2_000 + "x",
    "nested boxes": "<div style='display:flex'>" * 3_000 + "x",
    "many pages": "<p style='break-after:page'>x</p>" * 60_000,
    "one long word": "Whanaungatanga" * 300_000,
    "one long paragraph": "he korero mo nga tane " * 200_000,
    "many columns": "<p style='columns:100000'>" + "x " * 100_000,
    "many styles": f"<style>{'p:not(:nth-child(2n)) q{color:red}' * 20_000}</style>"
    + "<p><q>x</q></p>" * 20_000,
}
#: Values that no page has room for; they make one page or none.
HUGE = (
    "<p style='height:99999999cm'>x",
    "<p style='font-size:9999999px'>x",
    "<svg width='99999999' height='99999999'><rect width='9' height='9'/></svg>",
    "<p style='margin:-99999999cm;line-height:99999999'>x",
    "<table><tr><td colspan='99999999' rowspan='99999999'>x",
)
#: Bombs that go off in different ways: by time, by depth.
USUAL = ("100,000 rows", "nested boxes", "one long word")


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    began = time.monotonic()
    yield
    assert time.monotonic() - began <= seconds


@pytest.fixture
def limit(monkeypatch: pytest.MonkeyPatch) -> float:
    """The longest time a render may take here: the product's own in a long run."""
    if not EXHAUSTIVE:
        monkeypatch.setattr(confined, "LONGEST", 3.0)
    return confined.LONGEST


@pytest.mark.req("S25")
@pytest.mark.parametrize("name", BOMBS if EXHAUSTIVE else USUAL)
def test_a_bomb_is_killed_and_whoever_asked_lives(name: str, limit: float) -> None:
    bomb = PAGE + BOMBS[name]
    assert len(bomb) <= msa.pdf.MOST_CHARACTERS
    before = children()

    with at_most(limit + 2), pytest.raises(RenderFailed):
        html_to_pdf(bomb, identifier=bytes(16))

    assert children() == before
    assert html_to_pdf(f"{PAGE}<p>x", identifier=bytes(16)).startswith(b"%PDF-")


def children() -> str:
    """Return the ids of the processes that this one has started and not seen off."""
    return Path(f"/proc/self/task/{os.getpid()}/children").read_text()


@pytest.mark.req("S25")
@pytest.mark.parametrize("html", HUGE)
def test_a_huge_value_makes_a_page_or_none_in_time(html: str, limit: float) -> None:
    with at_most(limit + 2), suppress(RenderFailed):
        html_to_pdf(PAGE + html, identifier=bytes(16))


@pytest.mark.req("S25")
def test_the_product_waits_less_than_half_a_minute() -> None:
    assert confined.LONGEST < 30
    assert confined.BUSIEST < 30


@pytest.mark.req("S25")
def test_ten_megabytes_are_not_even_tried() -> None:
    with at_most(0.5), pytest.raises(RenderFailed):
        html_to_pdf(PAGE + "x" * 10_000_000, identifier=bytes(16))


@pytest.mark.req("S25")
def test_memory_ends_before_that_of_the_machine() -> None:
    def hoard() -> bytes:
        return bytes(2 * confined.MOST_MEMORY)

    with at_most(5), pytest.raises(RenderFailed):
        confined.run_confined(hoard)


@pytest.mark.req("S25")
def test_the_work_has_none_of_our_connections(cast: Cast) -> None:
    before = connection.connection.fileno()

    def look() -> bytes:
        try:
            os.fstat(before)
        except OSError:
            return b"closed"
        return b"open"

    assert confined.run_confined(look) == b"closed"
    assert look() == b"open"


@pytest.fixture
def bomb_job(live_cast: Cast, limit: float) -> Iterator[Job]:
    """A job that makes a file which can't be made."""

    def explode(
        job: Job, progress: registry.Progress, publish: registry.Publish
    ) -> None:
        progress(done=0, total=1, step="Setting the pages of the PDF")
        html_to_pdf(PAGE + BOMBS["nested boxes"], identifier=bytes(16))

    registry.handles("tests.bomb")(explode)
    compiler = live_cast.compiler
    with use(compiler.context), transaction.atomic():
        job = ask(
            queue="reports",
            kind="tests.bomb",
            organisation=compiler.organisation,
            person=compiler.person,
            at=timezone.now(),
        )
    yield job
    registry._handlers.pop("tests.bomb")


@pytest.mark.req("S25")
def test_a_job_ends_as_failed_and_its_worker_goes_on(
    live_cast: Cast, bomb_job: Job
) -> None:
    builder = Context(bomb_job.asked_for, bomb_job.asked_by, "reporting")

    with use(builder):
        assert run("reports")
        assert not run("reports")
        with transaction.atomic():
            job = Job.objects.get(id=bomb_job.id)

    assert (job.state, job.fault) == (State.FAILED, "RenderFailed")


@pytest.mark.req("S25")
def test_a_page_says_in_plain_words_that_it_is_too_much(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    cycle = world.started(cast.manager)
    browser: Client = sign_in(cast.manager)
    browser.raise_request_exception = False
    address = reverse("manager:standards-pdf", args=[cycle.id])
    assert browser.get(address).status_code == 200
    monkeypatch.setattr(confined, "LONGEST", 0.01)

    answer = browser.get(address)

    assert answer.status_code == 503
    assert "This is too much for one file" in answer.content.decode()
    assert answer.headers["Content-Type"].startswith("text/html")
