"""What a reader of an export must be ready to catch."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


class ReadingError(Exception):
    """The export, or the mapping given for it, can't be read."""


class MappingRefused(ReadingError):
    """The mapping file says something that the reader can't follow."""


class ExportChanged(ReadingError):
    """A file of the export was changed while it was being read."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One file that can't be read as a whole, and what would mend it."""

    file: str
    cause: str
    sentence: str


class FolderRefused(ReadingError):
    """One or more files of the export can't be read; nothing of it was taken."""

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        self.refusals = tuple(refusals)
        super().__init__(" ".join(refusal.sentence for refusal in self.refusals))
