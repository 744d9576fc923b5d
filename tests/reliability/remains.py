"""What programs leave on a disk, deleted or not, and whether a word stands in it."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import re
import resource
import subprocess
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from bin.services import ROOT
from tests.security.stage import disguises

_WITNESS = Path(__file__).parent / "witness"
_NOWHERE = ("/dev/null", "/dev/tty", "/dev/shm/", "/proc/")
_DEFLATED = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
_MOST = 1 << 24


class Disk:
    """All that the programs of a test may write to."""

    def __init__(self, directory: Path) -> None:
        self.directory, self.work = directory, directory / "work"
        self.kept, self.told = directory / "kept", directory / "told"
        for name in ("work", "kept", "tmp", "home", "logs"):
            (directory / name).mkdir()
        self.told.touch()

    def env(self, given: Mapping[str, str]) -> dict[str, str]:
        """Return an environment in which a program writes here, before a witness."""
        here = {
            **{name: str(self.directory / "tmp") for name in ("TMPDIR", "TEMP", "TMP")},
            "HOME": str(self.directory / "home"),
            "XDG_CACHE_HOME": str(self.directory / "home" / "cache"),
            "PYTHONPATH": f"{_WITNESS}:{ROOT}",
            "WITNESS_KEPT": str(self.kept),
            "WITNESS_TOLD": str(self.told),
        }
        return {**given, **here}

    @contextmanager
    def running(
        self, name: str, command: Sequence[str], env: Mapping[str, str]
    ) -> Iterator[subprocess.Popen[bytes]]:
        """Run a program here, which may leave a core of any size for all we do."""
        with (self.directory / "logs" / name).open("wb") as log:
            process = subprocess.Popen(
                command,
                cwd=self.work,
                env=self.env(env),
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=_let_dump,
            )
            try:
                yield process
            finally:
                process.terminate()
                process.wait(30)

    def log(self, name: str) -> str:
        """Return what a program printed."""
        return (self.directory / "logs" / name).read_text(errors="replace")

    def files(self) -> list[Path]:
        """Return every file that is here, or was before somebody deleted it."""
        found = [path for path in self.directory.rglob("*") if path.is_file()]
        return [path for path in found if path != self.told]

    def elsewhere(self) -> set[str]:
        """Return what was written to and lies outside, or never had a name.

        Compiled modules are none of it: they are made of our own files.
        """
        lines = dict.fromkeys(self.told.read_text().splitlines())
        return {
            line
            for how, _, path in (line.partition(" ") for line in lines)
            if (line := f"{how} {path}")
            and "__pycache__" not in path
            and not path.startswith(_NOWHERE)
            and (how == "unnamed" or not self._is_here(path))
        }

    def _is_here(self, path: str) -> bool:
        return (self.work / path).resolve().is_relative_to(self.directory.resolve())


def _let_dump() -> None:
    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    with suppress(ValueError, OSError):
        hard = resource.RLIM_INFINITY
        resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))


def holding(paths: Sequence[Path], words: Sequence[str]) -> list[str]:
    """Return the names of files in which a word stands in any form, packed or not."""
    forms = [form for word in words for form in disguises(word)]
    found = []
    for path in paths:
        with suppress(FileNotFoundError):
            if any(
                form in part for part in unpacked(path.read_bytes()) for form in forms
            ):
                found.append(path.name)
    return found


def unpacked(data: bytes, depth: int = 2) -> Iterator[bytes]:
    """Return some bytes, and whatever is packed anywhere in them."""
    yield data
    if depth:
        for part in (*_streams(data), *_archived(data), *_whole(data)):
            yield from unpacked(part, depth - 1)


def _streams(data: bytes) -> Iterator[bytes]:
    for start in _DEFLATED.finditer(data):
        with suppress(zlib.error):
            part = zlib.decompressobj().decompress(data[start.start() :], _MOST)
            if part:
                yield part


def _archived(data: bytes) -> Iterator[bytes]:
    if b"PK\x03\x04" not in data:
        return
    with suppress(zipfile.BadZipFile), zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            yield name.encode()
            with suppress(RuntimeError, zipfile.BadZipFile, zlib.error):
                yield archive.read(name)


def _whole(data: bytes) -> Iterator[bytes]:
    openers = {b"\x1f\x8b": gzip.decompress, b"BZh": bz2.decompress,
               b"\xfd7zXZ": lzma.decompress}  # fmt: skip
    for magic, opened in openers.items():
        if data.startswith(magic):
            with suppress(OSError, EOFError, ValueError, lzma.LZMAError):
                yield opened(data)


def below(*directories: Path) -> list[Path]:
    """Return every file below some directories that can be read."""
    found = [path for one in directories for path in one.rglob("*")]
    return [path for path in found if path.is_file() and os.access(path, os.R_OK)]
