"""The key files of a process: the key in use, and those that are accepted besides it.

A key lies in ``NAME.key``, on the first line. While it is being replaced there is a
second line: first the next key, which every process knows before any uses it, later the
one before, since what it made still counts. So no two processes ever disagree,
whichever of them is started anew first (SEC-07).
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

#: Which keys the process of each site needs; bin/secret_files.py hands out as many.
NEEDED_BY = {
    "casework": ("root", "context", "accounts", "submissions", "django"),
    "national": ("context", "accounts", "submissions", "django"),
    "reports": ("context", "rounding", "django"),
    "signer": ("audit",),
    "destroyer": ("context",),
    "owner": ("root", "context", "accounts", "submissions", "rounding", "django"),
    "test": (
        *("root", "context", "accounts", "submissions", "rounding", "django"),
        "audit",
    ),
    "build": (),
}
#: Keys without which a process starts all the same: it is refused the one act they are
#: for. Nothing is destroyed without the ledger's.
MAY_HOLD = {"destroyer": ("ledger",), "owner": ("ledger",), "test": ("ledger",)}
_HEXADECIMAL = re.compile(r"[0-9a-fA-F]{64}")
_SHORTEST_TEXT = 32


class KeyFileWrong(ImproperlyConfigured):
    """A key's file is missing or damaged; the message names the file, never the key."""


@dataclass(frozen=True, slots=True, repr=False)
class TextKeys:
    """A secret made of characters, and those accepted besides it."""

    current: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """A key of 32 bytes, and those accepted besides it."""

    current: bytes = b""
    others: tuple[bytes, ...] = ()


def read_text_keys(directory: Path, name: str) -> TextKeys:
    """Return a secret of characters.

    Raises:
        KeyFileWrong: the file is missing, can't be read or holds too little.
    """
    path = directory / f"{name}.key"
    lines = _lines(path, name)
    if any(len(line) < _SHORTEST_TEXT for line in lines):
        raise KeyFileWrong(
            f"the {name} key is wrong: each line of {path} must hold at least "
            f"{_SHORTEST_TEXT} characters"
        )
    return TextKeys(lines[0], tuple(lines[1:]))


def read_keys(directory: Path, name: str) -> Keys:
    """Return a key of 32 bytes.

    Raises:
        KeyFileWrong: the file is missing, can't be read or holds something else.
    """
    path = directory / f"{name}.key"
    lines = _lines(path, name)
    if not all(_HEXADECIMAL.fullmatch(line) for line in lines):
        raise KeyFileWrong(
            f"the {name} key is wrong: each line of {path} must hold 64 hexadecimal "
            "characters"
        )
    first, *others = (bytes.fromhex(line) for line in lines)
    return Keys(first, tuple(others))


def _lines(path: Path, name: str) -> list[str]:
    try:
        lines = path.read_text("ascii").split()
    except FileNotFoundError:
        raise KeyFileWrong(
            f"the {name} key is missing: this process expects it in {path}"
        ) from None
    except (OSError, UnicodeDecodeError):
        raise KeyFileWrong(
            f"the {name} key can't be read: look at the rights and the content of "
            f"{path}"
        ) from None
    if not lines:
        raise KeyFileWrong(f"the {name} key is missing: {path} is empty")
    return lines


def name_of(key: str) -> str:
    """Return eight characters by which people tell keys apart; they open nothing."""
    return _digest("name", key)


def word_to_drop(key: str) -> str:
    """Return what says that nothing is under a key any more; only settling tells it."""
    return _digest("settled", key)


def _digest(use: str, key: str) -> str:
    return hashlib.sha256(f"msa-key-{use} {key.lower()}".encode()).hexdigest()[:8]
