"""Leaving nothing of this process's memory behind when it dies (C03)."""

from __future__ import annotations

import ctypes
import resource
import sys

_SET_DUMPABLE = 4


def leave_no_core() -> None:
    """Let no crash write this process, keys and confidences included, to a disk.

    Programs that collect crashes are given nothing either, and no debugger of the same
    account may look in. Children have it from their parent, other programs do not.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # The limit alone doesn't stop a system that hands crashes to a program of its own.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_DUMPABLE, 0, 0, 0, 0)
