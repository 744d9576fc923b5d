"""The command bin/manage: Django's command line with services behind it."""

from __future__ import annotations

import os
import subprocess
import sys

from bin import command, services


def main() -> int:
    """Run a management command as the owner, or as the site that MSA_SITE names."""
    django = [sys.executable, str(services.ROOT / "manage.py"), *sys.argv[1:]]
    for purpose in ("demo", "dev"):
        found = services.Services(services.STATES / purpose)
        if found.attach():
            os.execve(django[0], django, found.env(_site()))
    return _with_own_services(django)


def _with_own_services(django: list[str]) -> int:
    own = services.Services(services.STATES / "dev", for_tests=True)
    with own:
        ran = subprocess.run(django, env=own.env(_site()), check=False)
    return ran.returncode


def _site() -> str:
    asked = os.environ.get("MSA_SITE", "owner")
    if asked not in services.SITES:
        raise command.CannotRun(f"MSA_SITE is one of: {', '.join(services.SITES)}")
    return asked


if __name__ == "__main__":
    command.run(main)
