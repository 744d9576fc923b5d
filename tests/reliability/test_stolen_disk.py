"""Whoever has the disk finds no word of a survivor on it (C03).

The product runs as its own programs, before a witness that keeps what they delete.
"""

from __future__ import annotations

import json
import os
import re
import signal
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import requests
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from bin import children
from bin.stack import _site_command
from msa.accounts.actor import Actor
from msa.celery import app
from msa.jobs.models import Job
from msa.tenancy.context import use
from reporting.enums import Kind
from reporting.quarters import Quarter
from reporting.services import reports
from tests.cast import TODAY
from tests.conftest import SignIn
from tests.msa.exchange.conftest import Export
from tests.reliability.browsers import form
from tests.reliability.remains import Disk, below, holding
from tests.reliability.server import NAME, Server
from tests.reliability.test_restart import until
from tests.rights.world import asked_for_copy
from tests.security.sites import site
from tests.security.stage import Stage
from tests.standards import world as standards

_RUN = uuid.uuid4().hex[:8]
#: Stands in all that is told in confidence.
WORD = f"Tānenui-{_RUN}"
#: Stands in a policy, which everybody here may read: it is no secret of the database.
POLICY = f"Policywords-{_RUN}"


class Visitor:
    """Somebody signed in, who speaks to a real site."""

    def __init__(self, url: str, session_key: str) -> None:
        self.url, self.session = url, requests.Session()
        self.session.trust_env = False
        self.session.cookies.set("casework-session", session_key)
        self.session.headers["Origin"] = url
        # A busy site may end a kept connection just as the next request goes out.
        self.session.headers["Connection"] = "close"
        self.token = self._token(self.get(reverse("start")).text)

    def get(self, path: str) -> requests.Response:
        return self.session.get(self.url + path, timeout=60)

    def post(self, path: str, data: dict[str, str], **more: Any) -> requests.Response:
        sent = {"csrfmiddlewaretoken": self.token, **data}
        return self.session.post(
            self.url + path, sent, timeout=60, allow_redirects=False, **more
        )

    @staticmethod
    def _token(page: str) -> str:
        (token,) = re.findall(r'csrfmiddlewaretoken" value="(\w+)"', page)[:1]
        return str(token)


@pytest.fixture
def disk(tmp_path: Path) -> Disk:
    directory = tmp_path / "disk"
    directory.mkdir()
    return Disk(directory)


@pytest.fixture
def casework(disk: Disk, server: Server, at_work: Stage) -> Iterator[tuple[str, int]]:
    """The casework site, run as in the product; its address and its process."""
    port = children.free_port()
    env = server.services.env("casework") | {"MSA_DATABASE_NAME": NAME}
    command = [sys.executable, *_site_command(port), "--workers=1"]
    with disk.running("casework", command, env) as process:
        until(lambda: children.answers(port))
        yield f"http://127.0.0.1:{port}", process.pid


@pytest.fixture
def visits(
    casework: tuple[str, int], sign_in: SignIn, django_db_blocker: DjangoDbBlocker
) -> Callable[[Actor], Visitor]:
    def visiting(actor: Actor) -> Visitor:
        with django_db_blocker.unblock(), site("casework", NAME):
            (cookie,) = sign_in(actor).cookies.values()
        return Visitor(casework[0], cookie.value)

    return visiting


def writes_about_him(worker: Visitor, stage: Stage) -> bytes:
    """Log a session, keep a draft, be refused, take a copy; return the copy as PDF."""
    subject = stage.own.subject
    new = reverse("worker:session-new", args=[subject])
    assert worker.post(new, form(WORD)).status_code == 302
    assert worker.post(new, {"body": WORD}).status_code == 200
    assert worker.post(new, {"body": WORD * 60_000}).status_code in {200, 302, 400}
    kept = worker.post(
        reverse("worker:draft-keep", args=[subject, "session"]),
        {"draft": str(uuid.uuid4()), "typed": json.dumps([["body", WORD]])},
    )
    assert kept.json() == {"saved": True}
    asked = asked_for_copy(stage.cast.worker, subject)
    worker.post(reverse("worker:right-make", args=[subject, asked.id]), {})
    page = worker.get(reverse("worker:right", args=[subject, asked.id])).text
    copies = [worker.post(one, {}).content for one in _takes(page)]
    (as_pdf,) = [one for one in copies if one.startswith(b"%PDF")]
    assert any(WORD.encode() in one for one in copies)
    return as_pdf


def _takes(page: str) -> list[str]:
    return re.findall(r'action="([^"]*/take/)"', page)


def adds_files(manager: Visitor, stage: Stage, as_pdf: bytes) -> None:
    """Add evidence of three kinds, large and small, one refused, and a policy."""
    cycle = standards.started(stage.cast.manager)
    standards.rated(stage.cast.manager, cycle)
    at = f"/manage/standards/{cycle.id}/1.1/files/"
    text = f"{WORD} told the panel. ".encode()
    for name, content, answer in (
        (f"{WORD}.txt", text, 302),
        ("large.txt", text * 100_000, 302),
        ("copy.pdf", as_pdf, 302),
        ("broken.pdf", b"%PDF-1.7 " + text, 200),
    ):
        sent = {"title": "Minutes", "id": str(uuid.uuid4())}
        said = manager.post(at, sent, files={"file": (name, content)})
        assert said.status_code == answer, (name, said.text)
    policy = {
        **{"id": str(uuid.uuid4()), "about": "CHILD", "title": "", "text": ""},
        "in_force_from": f"{TODAY:%d/%m/%Y}",
        "review_on": f"{TODAY.replace(year=TODAY.year + 1):%d/%m/%Y}",
    }
    sent = {"file": ("policy.pdf", as_pdf)}
    answer = manager.post("/manage/policies/new/", policy, files=sent)
    assert answer.status_code == 302, answer.text
    policy |= {"id": str(uuid.uuid4()), "about": "CRISIS", "text": POLICY}
    manager.post("/manage/policies/new/", policy)


def imports(disk: Disk, server: Server, folder: Path) -> None:
    """Store another system's export, as an operator does."""
    folder.mkdir()
    export = Export(folder)
    export.person(FirstName=WORD)
    export.engagement()
    export.contact(Notes=WORD)
    command = [
        *(sys.executable, "manage.py", "import_folder", str(export.write())),
        *("--organisation=kauri", f"--json={disk.work / 'import.json'}"),
    ]
    command[1] = str(Path(__file__).resolve().parents[2] / "manage.py")
    env = server.services.env("owner") | {"MSA_DATABASE_NAME": NAME}
    with disk.running("import", command, env) as process:
        assert process.wait(120) == 0, disk.log("import")


def builds_a_report(disk: Disk, server: Server, stage: Stage) -> None:
    """Run the report builder and the clock, as one process, until a draft is there."""
    compiler = stage.cast.compiler
    with use(compiler.context), transaction.atomic():
        asked = reports.start(
            compiler, Kind.OPERATIONAL, Quarter(2025, 2), at=timezone.now()
        ).report
    env = server.services.env("reports") | {"MSA_DATABASE_NAME": NAME}
    command = [
        *(sys.executable, "-m", "celery", "--quiet", "-A", "msa.celery", "worker"),
        *("-B", "-s", "schedule", "-Q", "reports", "-c", "1", "-n", "disk@%h"),
    ]

    def is_done() -> bool:
        with use(compiler.context), transaction.atomic():
            return Job.objects.get(arguments__report=str(asked.id)).state == "DONE"

    with disk.running("reports", command, env) as process:
        with app.connection_for_write(env["MSA_REDIS_URL"]) as to:
            app.send_task("msa.jobs.sweep", ["reports"], queue="reports", connection=to)
        until(is_done)
        assert leaves_no_core(process.pid)


def crashes(pid: int, url: str) -> None:
    """Let the process that has just served all this break."""
    workers = Path(f"/proc/{pid}/task/{pid}/children")
    (before,) = workers.read_text().split()
    assert leaves_no_core(int(before))
    os.kill(int(before), signal.SIGSEGV)
    until(lambda: before not in workers.read_text().split())
    until(lambda: answers(url))


def leaves_no_core(pid: int) -> bool:
    """Say whether a process writes no core, though it was started to write any."""
    limits = Path(f"/proc/{pid}/limits").read_text()
    return re.search(r"Max core file size +0 +0 ", limits) is not None


def answers(url: str) -> bool:
    """Say whether a site is there again."""
    with suppress(requests.RequestException):
        return requests.get(f"{url}/healthz", timeout=5).ok
    return False


@pytest.mark.req("C03")
@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_no_word_is_left_on_the_disk(
    disk: Disk,
    server: Server,
    at_work: Stage,
    casework: tuple[str, int],
    visits: Callable[[Actor], Visitor],
    tmp_path: Path,
) -> None:
    started = time.time()
    worker, manager = visits(at_work.cast.worker), visits(at_work.cast.manager)

    as_pdf = writes_about_him(worker, at_work)
    adds_files(manager, at_work, as_pdf)
    imports(disk, server, tmp_path / "export")
    builds_a_report(disk, server, at_work)
    crashes(casework[1], casework[0])

    with server.superuser() as admin:
        admin.execute("CHECKPOINT")
    words = (WORD, *at_work.own.words)
    servers = below(server.services.servers_directory(), server.services.state)
    touched = [path for path in servers if path.stat().st_mtime >= started]
    assert any("pg_wal" in path.parts for path in touched)
    assert disk.elsewhere() == set()
    assert [path for path in disk.work.iterdir() if path.name.startswith("core")] == []
    assert holding(disk.files(), (*words, POLICY)) == []
    assert holding(touched, words) == []


LEAVES = """
import bz2, gzip, lzma, os, tempfile, zipfile, zlib
from pathlib import Path
word = os.environ["WORD"]
plain = ("About " + word + " and others. ").encode()
for name, content in {
    "plain": plain, "utf-16": plain.decode().encode("utf-16-le"),
    "base64": __import__("base64").b64encode(plain), "hex": plain.hex().encode(),
    "gzip": gzip.compress(plain), "bz2": bz2.compress(plain),
    "xz": lzma.compress(plain),
    "stream": b"%PDF-1.7 stream\\n" + zlib.compress(plain) + b"endstream",
    "deleted": plain, "replaced": plain,
}.items():
    Path(tempfile.gettempdir(), name).write_bytes(content)
with zipfile.ZipFile(Path(tempfile.gettempdir(), "zip"), "w", 8) as archive:
    archive.writestr("inside", plain)
Path(tempfile.gettempdir(), "deleted").unlink()
Path("other").write_bytes(b"nothing")
os.replace("other", Path(tempfile.gettempdir(), "replaced"))
with tempfile.TemporaryDirectory() as directory:
    Path(directory, "in a directory").write_bytes(plain)
with tempfile.TemporaryFile() as unnamed:
    unnamed.write(plain)
Path(os.environ["ELSEWHERE"]).write_bytes(plain)
"""


@pytest.mark.req("C03")
def test_whatever_a_program_left_would_be_found(disk: Disk, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    env = {**os.environ, "WORD": WORD, "ELSEWHERE": str(elsewhere)}

    with disk.running("leaves", [sys.executable, "-c", LEAVES], env) as process:
        assert process.wait(30) == 0, disk.log("leaves")

    found = holding(disk.files(), (WORD,))
    named = {"plain", "utf-16", "base64", "hex", "gzip", "bz2", "xz", "stream", "zip"}
    assert named <= set(found)
    assert len(set(found) - named) == 3  # deleted, replaced, with its directory
    told = disk.elsewhere()
    assert f"named {elsewhere}" in told
    assert any(one.startswith("unnamed") for one in told)


_KEEPS = "from msa.vault.cores import leave_no_core; leave_no_core(); "


def breaks(disk: Disk, before: str) -> list[str]:
    """Let a program crash; return what that left where it ran."""
    command = [sys.executable, "-c", f"{before}import os; os.kill(os.getpid(), 11)"]
    with disk.running("breaks", command, dict(os.environ)) as process:
        assert process.wait(30) == -signal.SIGSEGV
    return [path.name for path in disk.work.iterdir()]


@pytest.mark.req("C03")
def test_a_crash_leaves_no_memory_behind(disk: Disk) -> None:
    assert breaks(disk, _KEEPS) == []
    if not breaks(disk, ""):
        # Then the line above proves nothing; the next test asks the program itself.
        pytest.skip("this system writes no core of any program")


@pytest.mark.req("C03")
@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such word")
@pytest.mark.parametrize(("before", "told"), [("", "1 -1 -1"), (_KEEPS, "0 0 0")])
def test_nothing_is_given_to_a_program_that_collects_crashes(
    disk: Disk, before: str, told: str
) -> None:
    asks = (
        f"{before}import ctypes, resource as r;"
        "print(ctypes.CDLL(None).prctl(3), *r.getrlimit(r.RLIMIT_CORE))"
    )
    with disk.running("asks", [sys.executable, "-c", asks], dict(os.environ)) as one:
        assert one.wait(30) == 0

    assert disk.log("asks").strip() == told


@pytest.mark.parametrize("program", ["manage.py", "msa/wsgi.py", "msa/celery.py"])
def test_every_program_of_ours_keeps_to_it(program: str) -> None:
    text = (Path(__file__).resolve().parents[2] / program).read_text()

    assert "leave_no_core()" in text
