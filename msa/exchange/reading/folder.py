"""Read the folder into which a foreign system wrote its export."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from msa.exchange.reading.attached import Attaching
from msa.exchange.reading.contacts import Contacts
from msa.exchange.reading.engagements import read_engagements
from msa.exchange.reading.errors import FolderRefused, Refusal
from msa.exchange.reading.mapping import INCUMBENT_MAPPING, FileMapping, Mapping
from msa.exchange.reading.people import read_people
from msa.exchange.reading.staged import FileReport, Staged
from msa.exchange.reading.tables import FileRefused, Table, count_rows, open_table


def read_folder(
    path: Path, *, mapping: Mapping = INCUMBENT_MAPPING, today: date
) -> Staged:
    """Read and judge an export without storing anything (IMP-01).

    Rows that can't be taken are reported one by one. Nothing of a person who didn't
    say yes, nor of what hangs on him, is in what is returned.

    Raises:
        FolderRefused: a file is absent, can't be read, or lacks a column; all such
            files are told at once.
        ExportChanged: a file was changed meanwhile.
    """
    people_table, engagements_table, contacts_table = _open_all(
        path, (mapping.people, mapping.engagements, mapping.contacts)
    )
    supporters_table, hopes_table, check_ins_table = _open_some(
        path, (mapping.supporters, mapping.hopes, mapping.check_ins)
    )
    people = read_people(people_table, mapping=mapping, today=today)
    engagements = read_engagements(
        engagements_table, people=people, mapping=mapping, today=today
    )
    contacts = Contacts(
        contacts_table, engagements=engagements, mapping=mapping, today=today
    )
    attaching = Attaching(engagements, mapping, today)
    supporters = attaching.supporters(supporters_table)
    hopes = attaching.hopes(hopes_table)
    check_ins = attaching.check_ins(check_ins_table)
    attached = (supporters.report, hopes.report, check_ins.report)
    return Staged(
        people=tuple(people.kept.values()),
        engagements=tuple(engagements.kept.values()),
        contacts=contacts,
        supporters=supporters.kept,
        hopes=hopes.kept,
        check_ins=check_ins.kept,
        reports=(
            people.report,
            engagements.report,
            contacts.report(),
            *filter(None, attached),
            *_counted(path, mapping.counted),
        ),
    )


def _open_some(folder: Path, files: tuple[FileMapping, ...]) -> list[Table | None]:
    """Open the files that are there: an export may do without them."""
    there = tuple(file for file in files if (folder / file.file).exists())
    opened = iter(_open_all(folder, there))
    return [next(opened) if file in there else None for file in files]


def _open_all(folder: Path, files: tuple[FileMapping, ...]) -> list[Table]:
    tables: list[Table] = []
    refusals: list[Refusal] = []
    for file in files:
        try:
            tables.append(open_table(folder, file))
        except FileRefused as fault:
            refusals.append(fault.refusal)
    if refusals:
        raise FolderRefused(refusals)
    return tables


def _counted(folder: Path, files: tuple[str, ...]) -> Iterator[FileReport]:
    for file in files:
        if (folder / file).exists():
            yield _count(folder, file)


def _count(folder: Path, file: str) -> FileReport:
    rows, unreadable = 0, ""
    try:
        rows = count_rows(folder, file)
    except FileRefused as fault:
        unreadable = fault.refusal.sentence
    return FileReport(
        part="",
        file=file,
        encoding="",
        separator="",
        read=rows,
        accepted=0,
        withheld=0,
        doubled=(),
        rejected=(),
        not_imported=rows,
        unreadable=unreadable,
    )
