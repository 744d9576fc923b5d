"""Runs first in each Python program of a test: keeps what it deletes, names its files.

Whoever has the disk has what was deleted from it. So a file keeps a second name before
its own is taken away, and a file that never had one is told of.
"""

from __future__ import annotations

import itertools
import os
import sys
import threading
from contextlib import suppress

_KEPT, _TOLD = os.environ["WITNESS_KEPT"], os.environ["WITNESS_TOLD"]
_numbers = itertools.count()
_inside = threading.local()
_CHANGES = os.O_WRONLY | os.O_RDWR
_UNNAMED = getattr(os, "O_TMPFILE", 0)


def _keep(path: object, directory: object) -> None:
    name = f"{_KEPT}/{os.getpid()}-{next(_numbers)}"
    beside = directory if isinstance(directory, int) and directory >= 0 else None
    with suppress(OSError, TypeError, ValueError):
        os.link(path, name, src_dir_fd=beside, follow_symlinks=False)  # type: ignore[arg-type]


def _tell(path: object, flags: int) -> None:
    is_unnamed = bool(_UNNAMED) and flags & _UNNAMED == _UNNAMED
    line = f"{'unnamed' if is_unnamed else 'named'} {os.fsdecode(path)}\n"  # type: ignore[arg-type]
    to = os.open(_TOLD, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.write(to, line.encode())
    os.close(to)


def _witness(event: str, said: tuple[object, ...]) -> None:
    if getattr(_inside, "one", False):
        return
    _inside.one = True
    try:
        if event == "open" and not isinstance(said[0], int) and said[0] is not None:
            flags = said[2] if isinstance(said[2], int) else 0
            if flags & _CHANGES:
                _tell(said[0], flags)
        elif event == "os.remove":
            _keep(said[0], said[1])
        elif event == "os.rename":
            _keep(said[1], said[3])
        elif event == "os.truncate":
            _keep(said[0], -1)
    finally:
        _inside.one = False


sys.addaudithook(_witness)
