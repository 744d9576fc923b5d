"""Work in a process of its own that can't take more than its share (S25).

The layout of a page may take any time and any memory, depending on what somebody wrote.
It is done in a fork that is killed when it takes too much, so that whoever asked lives.
"""

from __future__ import annotations

import os
import resource
import select
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

#: Seconds by the clock, and of processor time.
LONGEST, BUSIEST = 28.0, 20
#: Bytes beyond what the process had at the fork, and of the file it makes.
MOST_MEMORY, LARGEST = 1 << 30, 64 << 20
_MADE, _REFUSED = b"+", b"-"


class RenderFailed(Exception):
    """A file took more time or memory than one may; nothing of it is left."""


class Refused(ValueError):
    """The work asked for something that it may not have."""


def run_confined(make: Callable[[], bytes]) -> bytes:
    """Return what ``make`` makes in a process of its own.

    It runs without this process's connections, output and signal handlers.

    Raises:
        RenderFailed: it took too long, too much memory, or broke.
        Refused: it raised this.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        _work(make, writer)
    os.close(writer)
    try:
        answer = _read(reader, until=time.monotonic() + LONGEST)
    finally:
        os.close(reader)
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    if answer[:1] == _REFUSED:
        raise Refused(answer[1:].decode())
    if answer[:1] != _MADE:
        raise RenderFailed
    return answer[1:]


def _read(reader: int, *, until: float) -> bytes:
    parts: list[bytes] = []
    size = 0
    while True:
        ready, _, _ = select.select(
            [reader], [], [], max(0.0, until - time.monotonic())
        )
        part = os.read(reader, 1 << 20) if ready else None
        if part is None or size > LARGEST:
            return b""
        if not part:
            return b"".join(parts)
        parts.append(part)
        size += len(part)


def _work(make: Callable[[], bytes], writer: int) -> NoReturn:
    # Whatever happens here, this copy never goes on with the work of the original.
    try:
        _be_alone(writer)
        _limit()
        _answer(writer, _outcome(make))
        os._exit(0)
    finally:
        os._exit(1)


def _outcome(make: Callable[[], bytes]) -> bytes:
    try:
        return _MADE + make()
    except Refused as fault:
        return _REFUSED + str(fault).encode()


def _answer(writer: int, content: bytes) -> None:
    with os.fdopen(writer, "wb") as pipe:
        pipe.write(content)


def _be_alone(writer: int) -> None:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGALRM, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    # What a library complains of quotes the text: it reaches no log.
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in range(3):
        os.dup2(nowhere, standard)
    # Databases and clients are the original's.
    os.closerange(3, writer)
    os.closerange(writer + 1, 1 << 16)


def _limit() -> None:
    limits = {
        resource.RLIMIT_CPU: BUSIEST,
        resource.RLIMIT_CORE: 0,  # it would hold everything that is written here
        resource.RLIMIT_FSIZE: LARGEST,
    }
    if sys.platform == "linux":
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        limits[resource.RLIMIT_AS] = pages * resource.getpagesize() + MOST_MEMORY
    for limit, most in limits.items():
        resource.setrlimit(limit, (most, most))
