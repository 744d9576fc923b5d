"""Keep count of what became of each row of a file."""

from __future__ import annotations

from dataclasses import dataclass, field

from msa.exchange.reading.problems import DOUBLED, Cause, Problem, problem
from msa.exchange.reading.staged import FileReport
from msa.exchange.reading.tables import Table


@dataclass(slots=True)
class Ledger:
    """The rows of one file that were not taken, on the way to its report."""

    table: Table
    part: str
    doubled: list[Problem] = field(default_factory=list)
    rejected: list[Problem] = field(default_factory=list)

    def refuse(self, row: int, cause: Cause, field_name: str = "") -> None:
        """Note a row that is not taken, by cause and the field at fault."""
        self.add(problem(row, cause, self.table.header(field_name)))

    def add(self, found: Problem) -> None:
        """Note a row that is not taken."""
        (self.doubled if found.cause in DOUBLED else self.rejected).append(found)

    def report(self, *, accepted: int, withheld: int) -> FileReport:
        """Close the count; the rows come in the order of the file."""
        return FileReport(
            part=self.part,
            file=self.table.mapping.file,
            encoding=self.table.encoding,
            separator=self.table.separator,
            read=accepted + withheld + len(self.doubled) + len(self.rejected),
            accepted=accepted,
            withheld=withheld,
            doubled=tuple(sorted(self.doubled, key=_row)),
            rejected=tuple(sorted(self.rejected, key=_row)),
        )


def _row(found: Problem) -> int:
    return found.row
