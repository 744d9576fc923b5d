"""Doing something again and again until the process is told to stop."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable


def until_stopped(turn: Callable[[], object], *, every: float) -> None:
    """Take a turn now and each time so many seconds have gone by, until told to stop.

    What is under way when SIGTERM or SIGINT comes is done to its end. Only the main
    thread can wait like this.
    """
    stopped = threading.Event()
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, lambda *_: stopped.set())
    while not stopped.is_set():
        turn()
        stopped.wait(every)
