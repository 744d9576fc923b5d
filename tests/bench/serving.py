"""Serving over HTTP from child processes, and being signed in there."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.test import Client, override_settings

from msa.accounts.actor import Actor
from msa.accounts.models import Person
from msa.tenancy.context import use
from tests import databases

_WORKERS = 2
_PATIENCE = 30.0


class Unexpected(Exception):
    """The server answered something else than the page that is measured."""


@dataclass(frozen=True, slots=True)
class Server:
    """A web server of ours on this machine."""

    port: int

    def get(self, path: str, cookie: str) -> bytes:
        """Return the page at ``path``.

        Raises:
            Unexpected: the answer's status is not 200.
        """
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE)
        asked.request("GET", path, headers={"Cookie": cookie} if cookie else {})
        answer = asked.getresponse()
        page = answer.read()
        asked.close()
        if answer.status != 200:
            raise Unexpected(f"{path}: {answer.status}")
        return page


@contextmanager
def served(application: str, database: str, *, site: str) -> Iterator[Server]:
    """Serve a WSGI application with two sync workers until the block ends."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    process = subprocess.Popen(
        [
            *[sys.executable, "-m", "gunicorn", application, "--no-control-socket"],
            *[f"--bind=127.0.0.1:{port}", f"--workers={_WORKERS}"],
            "--log-level=error",
        ],
        cwd=databases.ROOT,
        env={**os.environ, "MSA_SITE": site, "MSA_DATABASE_NAME": database},
    )
    try:
        _wait_for(port, process)
        yield Server(port)
    finally:
        process.terminate()
        process.wait()


def signed_in(actor: Actor) -> str:
    """Return the cookie of a session in which an actor went past his second factor."""
    browser = Client()
    # A session is good for one site only.
    with override_settings(MSA_SITE="casework"), use(None), transaction.atomic():
        browser.force_login(
            Person.objects.get(id=actor.person),
            backend="allauth.account.auth_backends.AuthenticationBackend",
        )
        session = browser.session
        session["account_authentication_methods"] = [
            {"method": "password"},
            {"method": "mfa", "type": "totp"},
        ]
        session.save()
    return f"casework-session={session.session_key}"


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    give_up = time.monotonic() + _PATIENCE
    while time.monotonic() < give_up and process.poll() is None:
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise Unexpected("the server did not start")
