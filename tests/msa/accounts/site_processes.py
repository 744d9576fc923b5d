"""Processes of a site, each forked from one that has loaded the site already.

A fork holds the site's logins and nothing that an earlier one left behind, as a process
started afresh would; loading all the code takes longer than what most of them do.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import traceback
from functools import cache
from typing import IO, Any

from tests.databases import ROOT


def run(program: str, database: str, site: str, *told: str) -> str:
    """Run a program as a site, over a database; return what it wrote.

    Raises:
        AssertionError: it ended with an error.
    """
    started = _started(site)
    assert started.stdin
    assert started.stdout
    asked = {"program": program, "database": database, "told": told}
    started.stdin.write(json.dumps(asked) + "\n")
    started.stdin.flush()
    ended = json.loads(started.stdout.readline())
    assert ended["code"] == 0, ended["faults"][-2000:]
    written: str = ended["written"]
    return written


@cache
def _started(site: str) -> subprocess.Popen[str]:
    # It ends when the tests do: then nothing more comes from its standard input.
    return subprocess.Popen(
        [sys.executable, "-m", "tests.msa.accounts.site_processes"],
        cwd=ROOT,
        env={
            **os.environ,
            "MSA_SITE": site,
            "MSA_REDIS_URL": "",
            "PYTHONPATH": str(ROOT),
        },
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _serve() -> None:
    import django
    from django.urls import get_resolver

    django.setup()
    _ = get_resolver().url_patterns
    for line in sys.stdin:
        print(json.dumps(_forked(json.loads(line))), flush=True)


def _forked(asked: dict[str, Any]) -> dict[str, Any]:
    with tempfile.TemporaryFile() as written, tempfile.TemporaryFile() as faults:
        if not (child := os.fork()):
            _become(asked, written, faults)
        _, status = os.waitpid(child, 0)
        written.seek(0)
        faults.seek(0)
        return {
            "code": os.waitstatus_to_exitcode(status),
            "written": written.read().decode(),
            "faults": faults.read().decode(),
        }


def _become(asked: dict[str, Any], written: IO[bytes], faults: IO[bytes]) -> None:
    """Run the program and end this process, whatever happens."""
    from django.conf import settings
    from django.db import connections

    os.dup2(written.fileno(), 1)
    os.dup2(faults.fileno(), 2)
    code = 1
    try:
        for alias in connections:
            name = {"NAME": asked["database"]}
            settings.DATABASES[alias] |= name
            connections[alias].settings_dict |= name
        sys.argv = ["-c", *asked["told"]]
        exec(compile(asked["program"], "program", "exec"), {"__name__": "__main__"})  # noqa: S102  # our own tests' text
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    _serve()
