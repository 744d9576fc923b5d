"""What the commands have in common: how they end."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from typing import NoReturn


class CannotRun(Exception):
    """Something outside the code stops a command; the message is for its user."""


def run(main: Callable[[], int]) -> NoReturn:
    """Run a command and exit with its code, after it has put everything away."""
    _exit_on_signals()
    try:
        sys.exit(main())
    except CannotRun as failure:
        print(f"error: {failure}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


def _exit_on_signals() -> None:
    # As an exception, so that every `finally` on the way out runs.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda received, _frame: sys.exit(128 + received))
    # A shell that starts us in the background has it ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)
