"""What was read from an export: people, engagements, contacts, and a report of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from msa.exchange.reading.codes import Kind, Mode, Progress, Status
from msa.exchange.reading.problems import Problem

# None of the classes that hold a person's data has a repr that would show it.


@dataclass(frozen=True, slots=True, repr=False)
class StagedPerson:
    """One man who agreed to a record; `region` is NFA for no fixed address."""

    external_id: str
    first_name: str
    last_name: str
    preferred_name: str
    birth_date: date | None
    age_band: str
    ethnicities: tuple[str, ...]
    ethnic_groups: tuple[str, ...]
    ethnicity_text: str
    iwi: tuple[str, ...]
    gender: str
    mobile: str
    email: str
    town: str
    region: str
    consent: bool
    consent_date: date | None
    ok_to_leave_message: bool | None


@dataclass(frozen=True, slots=True, repr=False)
class StagedEngagement:
    """One engagement of a staged person, to become an episode."""

    client_id: str
    person_id: str
    programme: str
    status: Status
    initial_date: date | None
    activated_on: date | None
    ended_on: date | None
    exit_reason: str
    worker_name: str
    referred_by: str
    issues: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class StagedContact:
    """One activity within a staged engagement; `person_id` is that engagement's."""

    external_id: str
    client_id: str
    person_id: str
    held_on: date
    kind: Kind
    mode: Mode | None
    original_type: str
    minutes: int
    travel_minutes: int
    worker_name: str
    note: str


@dataclass(frozen=True, slots=True, repr=False)
class StagedSupporter:
    """Somebody who stands by a staged person; `may_contact` is None if not said."""

    person_id: str
    name: str
    relationship: str
    phone: str
    may_contact: bool | None


@dataclass(frozen=True, slots=True, repr=False)
class StagedHope:
    """What a staged person hopes for; `progress` is None where nobody wrote it."""

    person_id: str
    words: str
    named_on: date | None
    progress: Progress | None


@dataclass(frozen=True, slots=True, repr=False)
class StagedCheckIn:
    """A staged person's answers on one day, by item; each is 1 to 5."""

    client_id: str
    person_id: str
    completed_on: date
    ratings: dict[str, int]
    comment: str


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of each row of one file.

    `part` is the part of the mapping that the file is; "" for one only counted.
    `withheld` rows are of people who did not say yes to a record. Every row is
    exactly one of accepted, withheld, doubled, rejected, or not imported yet.
    """

    part: str
    file: str
    encoding: str
    separator: str
    read: int
    accepted: int
    withheld: int
    doubled: tuple[Problem, ...]
    rejected: tuple[Problem, ...]
    not_imported: int = 0
    # Why a file that is only counted couldn't be; "" where it could.
    unreadable: str = ""

    def rejected_by_cause(self) -> dict[str, int]:
        """Count the rejected rows by cause."""
        return dict(Counter(str(found.cause) for found in self.rejected))

    def as_json(self) -> dict[str, Any]:
        """Give the report as plain values, without anything out of the file."""
        return {
            "file": self.file,
            "encoding": self.encoding,
            "separator": self.separator,
            "read": self.read,
            "accepted": self.accepted,
            "withheld": self.withheld,
            "not_imported": self.not_imported,
            "unreadable": self.unreadable,
            "rejected_by_cause": self.rejected_by_cause(),
            "rejected": [_plain(found) for found in self.rejected],
            "doubled": [_plain(found) for found in self.doubled],
        }


@dataclass(frozen=True, slots=True, repr=False)
class Staged:
    """An export, read and judged; nothing in it is of a person without a yes.

    `contacts` are read from the file again each time they are gone through, so that
    they need not all be in memory; going through them can raise `ExportChanged`.
    """

    people: tuple[StagedPerson, ...]
    engagements: tuple[StagedEngagement, ...]
    contacts: Iterable[StagedContact]
    supporters: tuple[StagedSupporter, ...]
    hopes: tuple[StagedHope, ...]
    check_ins: tuple[StagedCheckIn, ...]
    reports: tuple[FileReport, ...]

    def report(self, file: str) -> FileReport:
        """Give the report of a file by its name.

        Raises:
            KeyError: the folder was read without such a file.
        """
        for found in self.reports:
            if found.file == file:
                return found
        raise KeyError(file)


def _plain(found: Problem) -> dict[str, Any]:
    return {
        "row": found.row,
        "cause": str(found.cause),
        "column": found.column,
        "sentence": found.sentence,
    }
