"""A process that runs the tests of one control after another, each in a fork.

Most of a short run is loading libraries; here they are loaded once. The product itself
is loaded only when controls are left that change none of its source.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import django
import pytest

from tests.ablation.control import Control
from tests.ablation.controls import CONTROLS
from tests.ablation.switching import Switch

LONGEST_SECONDS = 900
#: Nothing of them reads the settings while it is being imported.
_LIBRARIES = (
    "_pytest.assertion.rewrite",
    "cryptography.hazmat.primitives.ciphers.aead",
    "django.core.handlers.wsgi",
    "django.db.backends.postgresql.base",
    "django.db.migrations.executor",
    "django.forms",
    "django.template.defaulttags",
    "django.test",
    "hypothesis",
    "orjson",
    "psycopg",
    "pytest_django.plugin",
    "rapidfuzz",
    "scipy.optimize",
    "weasyprint",
)
_PRODUCT = ("msa.urls.casework", "msa.urls.national", "reporting.tasks")
#: What pytest is told in every run.
_QUIET = ("-q", "--tb=no", "-p", "no:cacheprovider")


def main() -> None:
    """Take controls from standard input, a line each, until it ends."""
    for name in _LIBRARIES:
        importlib.import_module(name)
    for line in sys.stdin:
        asked = json.loads(line)
        control = CONTROLS[asked["name"]]
        if not control.edits:
            _load_product()
        _run(control, Path(asked["answer"]))
        print("done", flush=True)


def _load_product() -> None:
    # Loaded, not used: a connection made here would be shared by every fork.
    django.setup()
    for name in _PRODUCT:
        importlib.import_module(name)


def _run(control: Control, answer: Path) -> None:
    child = os.fork()
    if not child:
        _become(control, answer)
    until = time.monotonic() + LONGEST_SECONDS
    while os.waitpid(child, os.WNOHANG) == (0, 0):
        if time.monotonic() > until:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return
        time.sleep(0.05)


def _become(control: Control, answer: Path) -> None:
    """Run the tests and be gone; never return to the loop of the parent."""
    try:
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
        switch = Switch(control, answer)
        switch.install()
        _test(control.tests, switch)
    finally:
        os._exit(0)


def _test(tests: Sequence[str], switch: Switch) -> None:
    pytest.main([*_QUIET, *tests], plugins=[switch])


if __name__ == "__main__":
    main()
