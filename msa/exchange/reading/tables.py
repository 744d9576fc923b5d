"""Open one file of an export and give its rows one by one."""

from __future__ import annotations

import csv
import io
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from msa.exchange.reading.cells import fold, is_damaged, line, prose
from msa.exchange.reading.encoding import EncodingUnclear, find_encoding
from msa.exchange.reading.errors import ExportChanged, Refusal
from msa.exchange.reading.mapping import FileMapping
from msa.exchange.reading.problems import Cause, CellRefused, Problem, problem

SEPARATORS = (",", ";", "\t")

# A file without line ends must not come into memory whole.
_LONGEST_LINE = 1_000_000
_LINES_BEFORE_HEADER = 50
# The line with which a spreadsheet notes the separator it used.
_SEPARATOR_LINE = re.compile(r'"?sep=.[",;\t]*')
_SPREADSHEET_START = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


class FileRefused(Exception):
    """A file can't be read as a whole; caught by the reader of the folder."""

    def __init__(self, file: str, cause: str, sentence: str) -> None:
        self.refusal = Refusal(file, cause, f"{file} {sentence}")
        super().__init__(cause)


class Row:
    """One row, its cells to be asked for by the name of our field."""

    __slots__ = ("_cells", "_places", "number")

    def __init__(self, number: int, cells: Sequence[str], places: dict[str, int]):
        self.number = number
        self._cells = cells
        self._places = places

    def text(self, field: str) -> str:
        """Give the cell on one line; empty also where the export lacks the column."""
        place = self._places.get(field)
        return "" if place is None else line(self._cells[place])

    def prose(self, field: str) -> str:
        """Give the cell with its line breaks; empty as in `text`."""
        place = self._places.get(field)
        return "" if place is None else prose(self._cells[place])

    def needed(self, field: str) -> str:
        """Give the cell on one line.

        Raises:
            CellRefused: the cell is empty.
        """
        found = self.text(field)
        if not found:
            raise CellRefused(Cause.MISSING, field)
        return found


@dataclass(frozen=True, slots=True)
class Table:
    """A file that was found readable: how it is written, and where its columns are."""

    path: Path
    mapping: FileMapping
    encoding: str
    separator: str
    places: dict[str, int]
    width: int
    signature: tuple[int, int]

    def rows(self) -> Iterator[Row | Problem]:
        """Read the file once more from its start; rows that can't be read are told.

        Raises:
            ExportChanged: the file is not the one that was opened.
        """
        self._demand_unchanged()
        with _opened(self.path, self.encoding) as stream:
            records = enumerate(_records(_lines(stream), self.separator), start=1)
            header = next((cells for _, cells in records if _is_header(cells)), None)
            # Two exports joined into one have the header twice, and not as row 1.
            for number, cells in records:
                if cells is None:
                    yield problem(number, Cause.UNREADABLE_ROW)
                elif any(cell.strip() for cell in cells):
                    yield self._row(number, cells, header or [])

    def header(self, field: str) -> str:
        """Name the column of a field as the mapping spells it."""
        return self.mapping.columns.get(field) or ""

    def _demand_unchanged(self) -> None:
        try:
            unchanged = _signature(self.path) == self.signature
        except OSError:
            unchanged = False
        if not unchanged:
            raise ExportChanged(f"{self.mapping.file} was changed during the reading.")

    def _row(self, number: int, cells: list[str], header: list[str]) -> Row | Problem:
        if cells == header:
            return problem(number, Cause.REPEATED_HEADER)
        if len(cells) < self.width or any(map(str.strip, cells[self.width :])):
            return problem(number, Cause.RAGGED_ROW)
        for field, place in self.places.items():
            if "\0" in cells[place]:
                return problem(number, Cause.NUL_BYTE, self.header(field))
            if is_damaged(cells[place]):
                return problem(number, Cause.DAMAGED_TEXT, self.header(field))
        return Row(number, cells, self.places)


def open_table(folder: Path, mapping: FileMapping) -> Table:
    """Find out how a file is written and that it has the columns it must have.

    Raises:
        FileRefused: absent, empty, not text, or a column is missing or doubled.
    """
    path = folder / mapping.file
    try:
        signature, encoding = _signature(path), _encoding(path, mapping.file)
        with _opened(path, encoding) as stream:
            first = [*islice(_lines(stream), _LINES_BEFORE_HEADER)]
    except OSError:
        raise FileRefused(
            mapping.file,
            "no_file",
            "is not there or can't be opened; put it into the folder.",
        ) from None
    separator, header = _header(first, mapping)
    places = _places(header, mapping)
    return Table(path, mapping, encoding, separator, places, len(header), signature)


def count_rows(folder: Path, file: str) -> int:
    """Count the rows of a file that is not taken apart further, header left out.

    Raises:
        FileRefused: absent, empty, or not text.
    """
    bare = FileMapping(file=file, columns={}, required=frozenset())
    return sum(1 for _ in open_table(folder, bare).rows())


def _signature(path: Path) -> tuple[int, int]:
    if not path.is_file():
        raise FileNotFoundError
    status = path.stat()
    return status.st_size, status.st_mtime_ns


def _encoding(path: Path, file: str) -> str:
    with path.open("rb") as stream:
        start = stream.read(4)
    if start.startswith(_SPREADSHEET_START):
        raise FileRefused(
            file, "spreadsheet", "is a spreadsheet; save it as CSV UTF-8."
        )
    try:
        return find_encoding(path)
    except EncodingUnclear:
        raise FileRefused(
            file,
            "encoding",
            "doesn't show how its letters are written; save it as CSV UTF-8.",
        ) from None


def _opened(path: Path, encoding: str) -> io.TextIOWrapper:
    # Lost bytes show as U+FFFD, for which the row is refused, not the file.
    return path.open(encoding=encoding, errors="replace", newline="")


def _lines(stream: io.TextIOWrapper) -> Iterator[str]:
    return iter(lambda: stream.readline(_LONGEST_LINE), "")


class _Replay:
    """Lines that can be given again from the second line of the current record on."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._waiting: deque[str] = deque()
        self._taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        text = self._waiting.popleft() if self._waiting else next(self._lines)
        self._taken.append(text)
        return text

    def start_record(self) -> None:
        self._taken.clear()

    def give_again(self) -> None:
        self._waiting.extendleft(reversed(self._taken[1:]))


def _records(lines: Iterable[str], separator: str) -> Iterator[list[str] | None]:
    """Give the cells of each record, None for one that can't be taken apart.

    A quotation mark left open would swallow the rows after it, and so put one man's
    notes into another's: only its first line is given up, the rest is read again.
    """
    source = _Replay(lines)
    reader = csv.reader(source, delimiter=separator, strict=True)
    while True:
        source.start_record()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            source.give_again()
            yield None
        else:
            yield cells


def _is_header(cells: list[str] | None) -> bool:
    # Separators alone are blank too, whichever of them the file turns out to use.
    if cells is None or not any(cell.strip(" ,;\t\r\n") for cell in cells):
        return False
    return not (
        len([cell for cell in cells if cell]) <= 1
        and _SEPARATOR_LINE.fullmatch(",".join(cells))
    )


def _header(first: Sequence[str], mapping: FileMapping) -> tuple[str, list[str]]:
    wanted = {fold(header) for header in mapping.columns.values() if header}
    candidates = [
        (separator, header)
        for separator in SEPARATORS
        if (header := next(filter(_is_header, _records(first, separator)), None))
    ]
    if not candidates:
        raise FileRefused(mapping.file, "empty", "is empty; export it again.")

    def fitting(candidate: tuple[str, list[str]]) -> tuple[int, int]:
        cells = [fold(cell) for cell in candidate[1]]
        return len(wanted.intersection(cells)), len(cells)

    return max(candidates, key=fitting)


def _places(header: Sequence[str], mapping: FileMapping) -> dict[str, int]:
    folded = [fold(cell) for cell in header]
    wanted = {field: name for field, name in mapping.columns.items() if name}
    if missing := [name for name in wanted.values() if fold(name) not in folded]:
        raise FileRefused(
            mapping.file,
            "missing_columns",
            f"lacks {', '.join(missing)}; add what is missing, or name the columns in "
            "the mapping.",
        )
    doubled = [name for name in wanted.values() if folded.count(fold(name)) > 1]
    if doubled:
        raise FileRefused(
            mapping.file,
            "doubled_columns",
            f"has {', '.join(doubled)} more than once; keep one of each.",
        )
    return {field: folded.index(fold(name)) for field, name in wanted.items()}
