"""Shutting a program in: from then on it opens no file, and reaches no other program.

It runs as the site's own account, which by itself would let it read the site's keys and
memory. Landlock takes that from a program that asks for it, without an administrator:
Linux 5.13 and later. What stays is what Python reads to run; nothing is kept there.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterable
from pathlib import Path

#: The same on every machine that Linux runs on.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_ASK_FOR_VERSION, _PATH_BENEATH = 1, 1
_NO_NEW_PRIVILEGES, _SET_DUMPABLE = 38, 4
_READ_FILE, _READ_DIRECTORY = 1 << 2, 1 << 3
#: How many rights over files each version knows, from the first on; all are taken.
_RIGHTS_OVER_FILES = (13, 14, 15, 15, 16)
#: Taken from the version on that knows it: TCP; sockets without a file, and signals.
_SINCE_NETWORK, _SINCE_SCOPES = 4, 6
_LIBRARIES = ("/lib", "/lib64", "/usr/lib", "/usr/local/lib")


class CanNotShutIn(Exception):
    """This system has no way to take its files from a program."""


class _Ruleset(ctypes.Structure):
    _fields_ = (
        ("files", ctypes.c_uint64),
        ("network", ctypes.c_uint64),
        ("scopes", ctypes.c_uint64),
    )


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("directory", ctypes.c_int32))


def shut_in(code: Path) -> None:
    """Take every file, program and connection from this program but what is open.

    It still reads ``code`` and what Python itself is made of.

    Raises:
        CanNotShutIn: the system can't; nothing was taken.
    """
    system = ctypes.CDLL(None, use_errno=True)
    version = _call(system, _CREATE_RULESET, None, 0, _ASK_FOR_VERSION)
    rules = _Ruleset(
        files=(1 << _RIGHTS_OVER_FILES[min(version, 5) - 1]) - 1,
        network=0b11 if version >= _SINCE_NETWORK else 0,
        scopes=0b11 if version >= _SINCE_SCOPES else 0,
    )
    # An earlier version refuses what is longer than it knows.
    size = 8 * (1 + (version >= _SINCE_NETWORK) + (version >= _SINCE_SCOPES))
    ruleset = _call(system, _CREATE_RULESET, ctypes.byref(rules), size, 0)
    for directory in _read_by_python(code):
        _allow(system, ruleset, directory)
    _asked(system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0))
    # Whoever collects crashes on this system is given nothing of the file.
    _asked(system.prctl(_SET_DUMPABLE, 0, 0, 0, 0))
    _call(system, _RESTRICT_SELF, ruleset, 0)
    os.close(ruleset)


def _allow(system: ctypes.CDLL, ruleset: int, directory: str) -> None:
    there = os.open(directory, os.O_PATH | os.O_CLOEXEC)
    beneath = _Beneath(_READ_FILE | _READ_DIRECTORY, there)
    _call(system, _ADD_RULE, ruleset, _PATH_BENEATH, ctypes.byref(beneath), 0)
    os.close(there)


def _read_by_python(code: Path) -> Iterable[str]:
    """Return the directories of modules and libraries; none that ``code`` stands in."""
    wanted = {Path(path).resolve() for path in (*sys.path, *_LIBRARIES)}
    apart = {path for path in wanted if not code.is_relative_to(path)}
    return sorted(str(path) for path in {*apart, code} if path.is_dir())


def _call(system: ctypes.CDLL, number: int, *told: object) -> int:
    """Ask the kernel itself: the C library has no name for these calls."""
    # It takes whole words, whatever is told.
    words = [ctypes.c_long(one) if isinstance(one, int) else one for one in told]
    return _asked(system.syscall(ctypes.c_long(number), *words))


def _asked(answer: int) -> int:
    if answer < 0:
        raise CanNotShutIn(os.strerror(ctypes.get_errno()))
    return answer
