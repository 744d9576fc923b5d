"""The command ./bench: measure against servers of its own."""

from __future__ import annotations

import subprocess
import sys

from bin import command, services


def main() -> int:
    """Run the benchmarks named on the command line; return their exit code."""
    with services.in_free_slot("bench") as running:
        measured = subprocess.run(
            [sys.executable, "-m", "tests.bench", *sys.argv[1:]],
            cwd=services.ROOT,
            env=running.env("test"),
            check=False,
        )
    return measured.returncode


if __name__ == "__main__":
    command.run(main)
