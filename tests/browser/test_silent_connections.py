"""Browsers open connections ahead of need; one that says nothing holds up nobody."""

from __future__ import annotations

import socket
from contextlib import ExitStack
from urllib.parse import urlsplit
from urllib.request import urlopen

from bin.stack import SITE_WORKERS
from tests.browser.product import Product

PATIENCE_SECONDS = 3


def test_as_many_silent_connections_as_processes_keep_nobody_waiting(
    running: Product,
) -> None:
    place = urlsplit(running.casework)
    with ExitStack() as silent:
        for _ in range(SITE_WORKERS + 1):
            silent.enter_context(
                socket.create_connection((place.hostname, place.port or 80))
            )

        answer = urlopen(f"{running.casework}/healthz", timeout=PATIENCE_SECONDS)

        assert answer.status == 200
