"""Reading a file in a program of its own, which holds no key and reaches none.

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
from msa.uploads.emails import Email, read_email
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
#: What the program is asked to make of the file.
_CLEAN, _EMAIL, _EMAIL_ALONE = "clean", "email", "email-alone"


def clean_apart(name: str, content: bytes) -> Clean:
    """Return the clean copy of a file that anybody may have sent.

    Raises:
        Refused: it is not taken, took too much time or memory, or this system can't
            clean files safely.
    """
    kind, made = _ask(_CLEAN, name, content)
    return Clean(Kind[kind], made)


def read_email_apart(content: bytes) -> Email:
    """Return an email that anybody may have sent, its attachments cleaned (SES-01).

    An attachment that takes too much costs itself and the others, not the words.

    Raises:
        Refused: it is no email, too large, or this system can't read files safely.
    """
    try:
        _, made = _ask(_EMAIL, "", content)
    except Refused as refused:
        if refused.fault is not Fault.TOO_MUCH:
            raise
        _, made = _ask(_EMAIL_ALONE, "", content)
    return Email.of(made)


def _ask(task: str, name: str, content: bytes) -> tuple[str, bytes]:
    """Return what the program made of a file: a word about it, and its bytes."""
    if len(content) > LARGEST:
        raise Refused(Fault.TOO_LARGE)
    told = name[-300:].replace("\0", "").encode("utf-8", "replace")
    try:
        ran = subprocess.run(  # noqa: S603  # our own program and no argument of a file
            [sys.executable, "-I", "-c", _START],
            input=b"\0".join((task.encode(), told, content)),
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
    return word.decode(), made


def answer() -> None:
    """Read the file on the standard input. Called in the program that is started."""
    limit()
    try:
        shut_in(_ROOT / "msa")
    except CanNotShutIn:
        # Better no file than one that is read by a program that could read our keys.
        sys.stdout.buffer.write(_REFUSED + Fault.NOT_HERE.name.encode() + b"\0")
        return
    task, name, content = sys.stdin.buffer.read().split(b"\0", 2)
    try:
        word, made = _made(task.decode(), name.decode("utf-8", "replace"), content)
    except Refused as refused:
        sys.stdout.buffer.write(_REFUSED + refused.fault.name.encode() + b"\0")
    else:
        sys.stdout.buffer.write(_TAKEN + word.encode() + b"\0" + made)


def _made(task: str, name: str, content: bytes) -> tuple[str, bytes]:
    if task == _CLEAN:
        made = clean(name, content)
        return made.kind.name, made.content
    email = read_email(content, with_attachments=task == _EMAIL)
    return task, email.as_bytes()


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
