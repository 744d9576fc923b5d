"""A small export to read, made cell by cell; everybody in it is invented."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping as AnyMapping
from datetime import date
from pathlib import Path

import pytest

from msa.exchange.reading import INCUMBENT_MAPPING, Mapping, Staged, read_folder

TODAY = date(2026, 11, 22)

PERSON = {
    "PersonID": "P1",
    "FirstName": "Tāne",
    "LastName": "Example",
    "PreferredName": "",
    "DOB": "27/02/1951",
    "AgeRange": "",
    "Ethnicity": "Māori; Samoan",
    "Iwi": "Ngāpuhi",
    "Gender": "Male",
    "Mobile": "021 555 0101",
    "Email": "tane@example.org",
    "Town": "Whangārei",
    "ConsentToRecord": "Yes",
    "ConsentDate": "01/02/2026",
    "OKToLeaveMessage": "N",
}
ENGAGEMENT = {
    "ClientID": "1001",
    "PersonID": "P1",
    "Programme": "Peer Support 1:1",
    "Status": "Active",
    "InitialDate": "01/02/2026",
    "ActivationDate": "05/02/2026",
    "ExitDate": "",
    "ExitReason": "",
    "Worker": "Ana Example",
    "ReferredBy": "Self",
    "Issues": "Housing; Relationships",
}
CONTACT = {
    "ContactID": "1",
    "ClientID": "1001",
    "ContactDate": "06/02/2026",
    "Type": "Face to Face",
    "Hours": "0.50",
    "TravelHours": "0.25",
    "Worker": "Ana Example",
    "Notes": "Talked.",
}


SUPPORTER = {
    "ClientID": "1001",
    "Name": "Aroha Example",
    "Relationship": "Sister",
    "Phone": "021 555 0109",
    "MayContact": "Y",
}
HOPE = {
    "ClientID": "1001",
    "Goal": "See my kids more",
    "Set": "07/02/2026",
    "Progress": "Some",
}
CHECK_IN = {
    "ClientID": "1001",
    "CompletedDate": "08/05/2026",
    **{f"Q{number:02}": "4" for number in range(1, 13)},
    "Comment": "Easier to talk than I thought",
}
COLUMNS = {
    "people.csv": PERSON,
    "engagements.csv": ENGAGEMENT,
    "contacts.csv": CONTACT,
    "interested_parties.csv": SUPPORTER,
    "goals.csv": HOPE,
    "assessments.csv": CHECK_IN,
}


class Export:
    """A folder with three files, or more; each call adds a row to one of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._rows: dict[str, list[AnyMapping[str, str]]] = {
            "people.csv": [],
            "engagements.csv": [],
            "contacts.csv": [],
        }
        self._raw: dict[str, bytes] = {}

    def person(self, **cells: str) -> None:
        self._rows["people.csv"].append({**PERSON, **cells})

    def engagement(self, **cells: str) -> None:
        self._rows["engagements.csv"].append({**ENGAGEMENT, **cells})

    def contact(self, **cells: str) -> None:
        self._rows["contacts.csv"].append({**CONTACT, **cells})

    def supporter(self, **cells: str) -> None:
        self._add("interested_parties.csv", cells)

    def hope(self, **cells: str) -> None:
        self._add("goals.csv", cells)

    def check_in(self, **cells: str) -> None:
        self._add("assessments.csv", cells)

    def _add(self, file: str, cells: AnyMapping[str, str]) -> None:
        self._rows.setdefault(file, []).append({**COLUMNS[file], **cells})

    def text(self, file: str, separator: str = ",") -> str:
        """Give a file as it would be written from the rows added so far."""
        blank = COLUMNS[file]
        out = io.StringIO()
        writer = csv.DictWriter(out, list(blank), delimiter=separator)
        writer.writeheader()
        writer.writerows(self._rows[file])
        return out.getvalue()

    def put(self, file: str, content: bytes | str) -> None:
        """Write a file as it is, in place of the rows added."""
        raw = content if isinstance(content, bytes) else content.encode()
        self._raw[file] = raw

    def leave_out(self, file: str) -> None:
        """Write no such file."""
        del self._rows[file]

    def write(self) -> Path:
        for file in self._rows:
            self.folder.joinpath(file).write_bytes(self.text(file).encode())
        for file, content in self._raw.items():
            self.folder.joinpath(file).write_bytes(content)
        return self.folder

    def read(self, mapping: Mapping = INCUMBENT_MAPPING) -> Staged:
        return read_folder(self.write(), mapping=mapping, today=TODAY)


@pytest.fixture
def empty_export(tmp_path: Path) -> Export:
    return Export(tmp_path)


@pytest.fixture
def export(empty_export: Export) -> Export:
    """One man who said yes, and his one engagement."""
    empty_export.person()
    empty_export.engagement()
    return empty_export
