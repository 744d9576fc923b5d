"""Cleaning a file in a program of its own, which holds no key and reaches none.

Readers of old formats have faults. Whatever a file does to them happens to a program
that was started for it, with nothing in its memory and little time, shut in before it
reads a byte of the file, and is killed.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

from msa.uploads.cleaning import Clean, clean
from msa.uploads.kinds import LARGEST, Kind
from msa.uploads.refusals import Fault, Refused
from msa.uploads.shut_in import CanNotShutIn, shut_in

_ROOT = Path(__file__).resolve().parents[2]
#: By the clock; the program itself takes less processor time than this.
_LONGEST, _BUSIEST = 25, 15
_MOST_MEMORY = 3 << 29
_START = (
    f"import sys; sys.path.insert(0, {str(_ROOT)!r});"
    "from msa.uploads.apart import answer, limit; answer()"
)
_TAKEN, _REFUSED = b"+", b"-"


def clean_apart(name: str, content: bytes) -> Clean:
    """Return the clean copy of a file that anybody may have sent.

    Raises:
        Refused: it is not taken, took too much time or memory, or this system can't
            clean files safely.
    """
    if len(content) > LARGEST:
        raise Refused(Fault.TOO_LARGE)
    message = name[-300:].encode("utf-8", "replace") + b"\0" + content
    try:
        ran = subprocess.run(  # noqa: S603  # our own program and no argument of a file
            [sys.executable, "-I", "-c", _START],
            input=message,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # what a reader complains of quotes the file
            env={},
            timeout=_LONGEST,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Refused(Fault.TOO_MUCH) from None
    if ran.returncode or not ran.stdout:
        raise Refused(Fault.TOO_MUCH)
    first, rest = ran.stdout[:1], ran.stdout[1:]
    word, _, made = rest.partition(b"\0")
    if first == _REFUSED:
        raise Refused(Fault[word.decode()])
    return Clean(Kind[word.decode()], made)


def answer() -> None:
    """Clean the file on the standard input. Called in the program that is started."""
    limit()
    try:
        shut_in(_ROOT / "msa")
    except CanNotShutIn:
        # Better no file than one that is read by a program that could read our keys.
        sys.stdout.buffer.write(_REFUSED + Fault.NOT_HERE.name.encode() + b"\0")
        return
    name, _, content = sys.stdin.buffer.read().partition(b"\0")
    try:
        made = clean(name.decode("utf-8", "replace"), content)
    except Refused as refused:
        sys.stdout.buffer.write(_REFUSED + refused.fault.name.encode() + b"\0")
    else:
        sys.stdout.buffer.write(_TAKEN + made.kind.name.encode() + b"\0" + made.content)


def limit() -> None:
    """Let this program take no more than a sound file needs, for as long as it runs."""
    limits = {
        resource.RLIMIT_AS: _MOST_MEMORY,
        resource.RLIMIT_CPU: _BUSIEST,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
    }
    for what, most in limits.items():
        resource.setrlimit(what, (most, most))
