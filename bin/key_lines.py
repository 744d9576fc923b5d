"""The command bin/keys: replace a key step by step, or keep the root key in shares."""

from __future__ import annotations

import argparse
import os
import secrets
from pathlib import Path

from bin import command, services
from bin.command import CannotRun
from bin.key_shares import recover, show_shares
from bin.secret_files import SecretFiles
from msa.vault.custody import ENOUGH, HOLDERS
from msa.vault.key_files import name_of, word_to_drop

COMPOSE = services.ROOT / ".local" / "compose-secrets"
REPLACEABLE = ("root", "context", "accounts", "submissions", "django")
#: Why a key is never replaced like the others.
KEPT = {
    "rounding": (
        "the rounding key stays for as long as a series of figures goes on: with "
        "another, the same people would be rounded differently, and two releases "
        "beside each other would tell how many they are"
    ),
    "audit": "signed heads name their key: docs/audit.md says how it is followed",
}


class Refused(CannotRun):
    """This can't be done with this key, or not now."""


class KeyLines:
    """One key's file: the key in use on the first line, one accepted on the second."""

    def __init__(self, directory: Path, name: str) -> None:
        if name in KEPT:
            raise Refused(f"{name} can't be replaced: {KEPT[name]}")
        if name not in REPLACEABLE:
            raise Refused(f"a key is one of: {', '.join(REPLACEABLE)}")
        self.name, self._path = name, directory / f"{name}.key"
        if not self._path.exists():
            raise Refused(f"there is no {self._path}")

    @property
    def lines(self) -> list[str]:
        """The key in use, then the one accepted besides it if there is one."""
        return self._path.read_text().split()

    def add(self) -> None:
        """Put a fresh key beside the one in use.

        Raises: Refused when two are there already.
        """
        if len(self.lines) > 1:
            raise Refused(f"{self.name} has two keys already: switch or drop first")
        self._write([*self.lines, secrets.token_hex(32)])

    def switch(self) -> None:
        """Use the other key from now on; switching again goes back.

        Raises: Refused when there is one only.
        """
        if len(self.lines) < 2:
            raise Refused(f"{self.name} has one key only: add another first")
        first, second = self.lines
        self._write([second, first])

    def drop(self, word: str) -> None:
        """Delete the key that is not in use, with the word that settling gave for it.

        Raises: Refused when it is another word: something may still be under the key.
        """
        first, *others = self.lines
        if word not in map(word_to_drop, others):
            raise Refused(
                f"{word} is not the word for {self.name}: settle_keys gives it when "
                "nothing is under the key any more"
            )
        self._write([first])

    def _write(self, lines: list[str]) -> None:
        # The same rights as before: a container's own account has to read it.
        mode = self._path.stat().st_mode & 0o777
        unfinished = self._path.with_name(f".{self._path.name}.{os.getpid()}")
        unfinished.unlink(missing_ok=True)
        unfinished.touch(0o600, exist_ok=False)
        unfinished.write_text("\n".join(lines) + "\n" * (len(lines) > 1))
        unfinished.chmod(mode)
        unfinished.replace(self._path)


def main() -> int:
    """Do what the command line asks for."""
    asked = _arguments().parse_args()
    directory = asked.directory or COMPOSE
    stack = None
    if asked.demo:
        stack = SecretFiles(services.STATES / "demo" / "secrets")
        directory = stack.directory / "launcher"
    if asked.act == "show":
        return _show(directory)
    if asked.act == "split":
        return show_shares(directory, asked.enough, asked.holders, following=asked.next)
    if asked.act == "recover":
        return recover(directory)
    key = KeyLines(directory, asked.key)
    if asked.act == "drop":
        key.drop(asked.word)
    else:
        {"add": key.add, "switch": key.switch}[asked.act]()
    if stack:
        stack.prepare()
    _tell(key)
    return 0


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bin/keys", description=__doc__)
    parser.add_argument("--in", dest="directory", type=Path, help="the key files")
    parser.add_argument("--demo", action="store_true", help="the demo's own keys")
    acts = parser.add_subparsers(dest="act", required=True)
    acts.add_parser("show", help="say which keys there are, by short names")
    for act, says in (
        ("add", "put a fresh key beside the one in use"),
        ("switch", "use the other key from now on"),
        ("drop", "delete the key that is no longer in use"),
    ):
        one = acts.add_parser(act, help=says)
        one.add_argument("key")
        if act == "drop":
            one.add_argument("word", help="what settle_keys gave for it")
    split = acts.add_parser("split", help="show the root key as shares, one by one")
    split.add_argument("--enough", type=int, default=ENOUGH, help="shares needed")
    split.add_argument("--holders", type=int, default=HOLDERS, help="shares made")
    split.add_argument("--next", action="store_true", help="of the key that was added")
    acts.add_parser("recover", help="write root.key again from shares")
    return parser


def _show(directory: Path) -> int:
    for name in REPLACEABLE:
        _tell(KeyLines(directory, name))
    return 0


def _tell(key: KeyLines) -> None:
    first, *others = map(name_of, key.lines)
    besides = f", accepted besides: {', '.join(others)}" if others else ""
    print(f"{key.name}: in use {first}{besides}")


if __name__ == "__main__":
    command.run(main)
