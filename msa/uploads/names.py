"""Names of files, and titles, made safe to show."""

from __future__ import annotations

import unicodedata

_LONGEST_SHOWN = 60


def plain(text: str) -> str:
    """Return text in composed form, without control and direction characters.

    Whoever turns the direction of writing can make ``exe.pdf`` out of ``fdp.exe``.
    """
    composed = unicodedata.normalize("NFC", text)
    kept = "".join(
        one if one == "\u200d" or unicodedata.category(one) not in _UNSEEN else " "
        for one in composed
    )
    return " ".join(kept.split())


#: Control, format, private and surrogate characters, and line and paragraph ends.
_UNSEEN = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}


def shown(name: str) -> str:
    """Return a file's name as a page may show it: no path, no tricks, not too long."""
    last = plain(name.replace("\\", "/").rsplit("/", 1)[-1])
    if len(last) > _LONGEST_SHOWN:
        half = _LONGEST_SHOWN // 2 - 1
        last = f"{last[:half]} … {last[-half:]}"
    return last or "The file"


def ending(name: str) -> str:
    """Return what follows the last dot of a name, in small letters; may be empty."""
    last = plain(name.replace("\\", "/").rsplit("/", 1)[-1])
    _, dot, after = last.rpartition(".")
    return after.lower() if dot else ""
