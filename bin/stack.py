"""The processes of the product: two sites, and five that nobody speaks to."""

from __future__ import annotations

import contextlib
import http.client
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

from bin import children, services
from bin.command import CannotRun
from bin.services import ROOT, Services

EXPORT = ROOT.parent / "shared" / "data" / "incumbent-export"
SITE_WORKERS = 2
SITE_THREADS = 4
# One that ends sooner than this would end again at once.
SOUND_AFTER = 10.0


class CommandFailed(CannotRun):
    """A management command of the set-up ended with an error."""


class PortTaken(CannotRun):
    """Somebody else listens on the port that a site was to have."""


class Stack:
    """The whole product on one machine, over services that already run.

    Used with `with`, it prepares the database, fills it with fictional people and
    starts every process, and stops the processes at the end.
    """

    def __init__(self, running: Services, *, port: int | None = None) -> None:
        self.services = running
        self.casework_port = port or children.free_port()
        self.national_port = port + 1 if port else children.free_port()
        self.logs = running.state / "logs"
        self.sign_ins = running.state / "sign-ins.txt"
        self.import_report = running.state / "import.json"
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._started: dict[str, float] = {}

    def __enter__(self) -> Self:
        try:
            self.prepare()
            self.fill()
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def casework_url(self) -> str:
        """The address of the site for workers, managers and survivors."""
        return f"http://localhost:{self.casework_port}"

    @property
    def national_url(self) -> str:
        """The address of the site for the national body and funders."""
        return f"http://localhost:{self.national_port}"

    def env(self, site: str) -> dict[str, str]:
        """Return the environment of a process of this site."""
        return self.services.env(site)

    def prepare(self) -> None:
        """Bring the database to what the code expects.

        Raises: CommandFailed.
        """
        self.manage("migrate", "--verbosity=0")
        self.manage("prepare_database")

    def fill(self) -> None:
        """Fill in the fictional organisations, once; write the sign-ins to a file.

        Raises: CommandFailed.
        """
        self.manage("demo_data")
        # What is sealed under a survivor's key only his peer worker's site can write.
        self.manage("demo_referrals", site="casework")
        if EXPORT.is_dir() and not self.import_report.exists():
            self.manage(*self._import_command())

    def start(self) -> None:
        """Start every process and wait until both sites answer.

        Raises: PortTaken; bin.children.StartFailed.
        """
        for port in (self.casework_port, self.national_port):
            if children.answers(port):
                raise PortTaken(f"port {port} is taken; choose another with --port")
        self.logs.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name in self._commands():
            self._start(name)
        for name, port in self._ports().items():
            children.wait_until(
                partial(is_healthy, port),
                child=self._processes[name],
                name=f"the {name} site",
                log=self._log(name),
            )

    def stop(self) -> None:
        """Stop every process: what hands out work first, what signs it last."""
        first, last = {"beat"}, {"signer"}
        for names in (first, self._processes.keys() - first - last, last):
            running = [self._processes.pop(one, None) for one in names]
            children.stop_all([one for one in running if one], patience=10)

    def revive(self) -> list[str]:
        """Start again what has ended; return the names of those processes.

        Raises: bin.children.StartFailed when one ended soon after its start.
        """
        ended = [name for name, it in self._processes.items() if it.poll() is not None]
        for name in ended:
            if time.monotonic() - self._started[name] < SOUND_AFTER:
                log = children.tail(self._log(name))
                raise children.StartFailed(f"{name} doesn't stay up:\n{log}")
            self._start(name)
        return ended

    def process(self, name: str) -> subprocess.Popen[bytes]:
        """Return one process: signer, destroyer, casework, national, reports, beat."""
        return self._processes[name]

    def manage(self, *command: str, site: str = "owner") -> str:
        """Run a management command as the owner, or a site; return what it printed.

        Raises: CommandFailed with what the command said.
        """
        ran = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=self.env(site) | {"MSA_SIGN_INS": str(self.sign_ins)},
            capture_output=True,
            text=True,
            check=False,
            umask=0o077,
        )
        if ran.returncode:
            said = (ran.stdout + ran.stderr).strip()
            raise CommandFailed(f"manage.py {command[0]} failed:\n{said}")
        return ran.stdout

    def _import_command(self) -> list[str]:
        return [
            "import_folder",
            str(EXPORT),
            "--organisation=imported",
            f"--json={self.import_report}",
        ]

    def _ports(self) -> dict[str, int]:
        return {"casework": self.casework_port, "national": self.national_port}

    def _commands(self) -> dict[str, list[str]]:
        celery = ["-m", "celery", "--quiet", "-A", "msa.celery"]
        return {
            # Stopped last, so that it signs what the others have done to their end.
            "signer": ["manage.py", "audit_sign", "--every=300"],
            "destroyer": ["manage.py", "destroy_due", "--every=3600"],
            "casework": _site_command(self.casework_port),
            "national": _site_command(self.national_port),
            "reports": [
                *[*celery, "worker", "-Q", "reports", "-c", "1", "-n", "reports@%h"],
                *["-l", "WARNING", "--without-gossip", "--without-mingle"],
            ],
            "beat": [
                *[*celery, "beat", "-l", "WARNING", "--pidfile="],
                f"--schedule={self.services.state / 'beat-schedule'}",
            ],
        }

    def _start(self, name: str) -> None:
        site = "reports" if name == "beat" else name
        with self._log(name).open("ab") as log:
            self._processes[name] = children.start(
                [sys.executable, *self._commands()[name]],
                env=self.env(site),
                cwd=ROOT,
                output=log,
                umask=0o077,
            )
        self._started[name] = time.monotonic()

    def _log(self, name: str) -> Path:
        return self.logs / f"{name}.log"


@contextlib.contextmanager
def fresh(prefix: str) -> Iterator[Stack]:
    """Run the whole product in a fresh state directory, deleted at the end."""
    with services.temporary(prefix) as running, Stack(running) as stack:
        yield stack


def is_healthy(port: int) -> bool:
    """Tell whether a site on this machine says that it is well."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    with contextlib.suppress(OSError, http.client.HTTPException):
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    return False


def _site_command(port: int) -> list[str]:
    return [
        *["-m", "gunicorn", "msa.wsgi:application", "--no-control-socket"],
        *[f"--bind=127.0.0.1:{port}", f"--workers={SITE_WORKERS}"],
        # Browsers open connections ahead and say nothing on them: one that is waited
        # on must not keep a whole process from everybody else.
        f"--threads={SITE_THREADS}",
        *["--log-level=warning", "--graceful-timeout=5"],
        "--logger-class=msa.web.serving.TerseLogger",
    ]
