"""The root key as shares: shown to each holder once, and put together again."""

from __future__ import annotations

import sys
from pathlib import Path

from bin.command import CannotRun
from msa.vault.custody import SharesWrong, collect, join, split

#: The whole screen and what was scrolled away.
_WIPE = "\033[2J\033[3J\033[H"
_WORDS_ON_A_LINE = 3


def show_shares(
    directory: Path, enough: int, holders: int, *, following: bool = False
) -> int:
    """Show each share alone on the screen, until its holder has written it down.

    Of the key in use, or of the one that was added to follow it. Each call makes a new
    set; shares of two sets don't go together.

    Raises:
        CannotRun: there is no such key, or nobody is looking at the screen.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise CannotRun("shares are shown on a screen, and go into no file")
    try:
        shares = split(_root_key(directory, following), enough=enough, holders=holders)
    except SharesWrong as fault:
        raise CannotRun(str(fault)) from None
    for number, share in enumerate(shares, start=1):
        input(f"Share {number} of {holders}: let its holder alone look, press Enter. ")
        print(f"{_WIPE}Share {number}\n\n{_in_lines(share)}\n")
        input("Written down and compared? Press Enter. ")
        print(_WIPE, end="")
    print(f"Any {enough} of {holders} give the root key. Now try them: docs/keys.md.")
    return 0


def recover(directory: Path) -> int:
    """Write the root key's file again from shares that are typed in.

    Raises:
        CannotRun: there is a root key already, or the shares don't give one.
    """
    path = directory / "root.key"
    if path.exists():
        raise CannotRun(f"there is a root key in {path}: move it away first")
    try:
        key = join(collect(input))
    except SharesWrong as fault:
        raise CannotRun(f"{fault}; nothing was written") from None
    _write(path, key)
    print(f"The root key is in {path} again. Start a process: it says if it fits.")
    return 0


def _root_key(directory: Path, following: bool) -> bytes:
    path = directory / "root.key"
    if not path.exists():
        raise CannotRun(f"there is no {path}")
    lines = path.read_text().split()
    if following and len(lines) < 2:
        raise CannotRun("root has one key only: add another first")
    return bytes.fromhex(lines[1 if following else 0])


def _in_lines(share: str) -> str:
    words = [f"{n:2} {word:10}" for n, word in enumerate(share.split(), start=1)]
    starts = range(0, len(words), _WORDS_ON_A_LINE)
    return "\n".join("  ".join(words[at : at + _WORDS_ON_A_LINE]) for at in starts)


def _write(path: Path, key: bytes) -> None:
    # As closed as its neighbours: in containers an account of its own has to read it.
    beside = next(path.parent.glob("*.key"), None)
    mode = beside.stat().st_mode & 0o777 if beside else 0o400
    path.touch(0o600, exist_ok=False)
    path.write_text(key.hex())
    path.chmod(mode)
