"""Read the people file: who said yes, who is there twice, who can't be taken."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum

from msa.exchange.reading.cells import NotReadable, birth_date, fold, phone_digits
from msa.exchange.reading.codes import UNIDENTIFIED_ETHNIC_GROUP
from msa.exchange.reading.fields import (
    Lookup,
    optional_birth_date,
    optional_event_date,
    parts,
    yes_or_no,
)
from msa.exchange.reading.ledger import Ledger
from msa.exchange.reading.mapping import Mapping
from msa.exchange.reading.problems import Cause, CellRefused, Problem
from msa.exchange.reading.staged import FileReport, StagedPerson
from msa.exchange.reading.tables import Row, Table

_AGE_BAND = re.compile(r"\d{1,3}(?:-\d{1,3}|\+)", re.ASCII)
_DASHES = re.compile("[\u2010-\u2015\u2212]")


class Standing(Enum):
    """What became of the row that an id leads to."""

    KEPT = "kept"
    WITHHELD = "withheld"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, repr=False)
class People:
    """The people file, read; `first_ids` leads from a doubled id to the first one."""

    kept: dict[str, StagedPerson]
    withheld: frozenset[str]
    rejected: frozenset[str]
    first_ids: dict[str, str]
    report: FileReport

    def first_id(self, person_id: str) -> str:
        """Give the id under which a person is known, if this one is a doubled row's."""
        if person_id in self.rejected:
            return person_id
        return self.first_ids.get(person_id, person_id)

    def standing(self, person_id: str) -> Standing | None:
        """Tell what became of a first id; None if there is no such person."""
        if person_id in self.rejected:
            return Standing.REJECTED
        if person_id in self.withheld:
            return Standing.WITHHELD
        return Standing.KEPT if person_id in self.kept else None


def read_people(table: Table, *, mapping: Mapping, today: date) -> People:
    """Read everybody; nothing is kept of a person who didn't say yes.

    Raises:
        ExportChanged: the file is not the one that was opened.
    """
    return _Reading(table, mapping, today).result()


def _match_key(row: Row, today: date) -> tuple[str, ...] | None:
    """Give what two rows of one man share; None where too little is known to say.

    Two blanks are no likeness: to take two men for one would mix their records.
    """
    name = fold(row.text("first_name") + row.text("last_name"))
    phone = phone_digits(row.text("mobile"))
    age = _birth_or_age(row, today)
    return (name, age, phone) if name and phone and age else None


def _birth_or_age(row: Row, today: date) -> str:
    born = row.text("birth_date")
    if not born:
        return fold(_age_band(row.text("age_band")))
    try:
        return birth_date(born, today=today).isoformat()
    except NotReadable:
        return ""


def _identity(row: Row) -> tuple[str, str]:
    name = fold(row.text("first_name") + row.text("last_name"))
    return name, fold(row.text("birth_date"))


def _age_band(text: str) -> str:
    return _DASHES.sub("-", text).replace(" ", "")


@dataclass(slots=True, repr=False)
class _Seen:
    """An id met before: its row, who it was, and whether he said yes."""

    row: int
    identity: tuple[str, str]
    said_yes: bool

    def is_somebody_else(self, identity: tuple[str, str]) -> bool:
        # A name or a birth date alone may be corrected in a later row.
        (name, born), (other_name, other_born) = self.identity, identity
        return name != other_name and not (born and born == other_born)


class _Reading:
    def __init__(self, table: Table, mapping: Mapping, today: date) -> None:
        self._table = table
        self._today = today
        self._answers = _Answers(mapping)
        self._ledger = Ledger(table, "people")
        self._kept: dict[str, StagedPerson] = {}
        self._withheld: set[str] = set()
        self._rejected: set[str] = set()
        self._shared: set[str] = set()
        self._first_ids: dict[str, str] = {}
        # Of everybody, so that a doubled row is known; gone when the file is read.
        self._seen: dict[str, _Seen] = {}
        self._by_key: dict[tuple[str, ...], str] = {}

    def result(self) -> People:
        for row in self._table.rows():
            if isinstance(row, Problem):
                self._ledger.add(row)
            else:
                self._take(row)
        return People(
            kept=self._kept,
            withheld=frozenset(self._withheld),
            rejected=frozenset(self._rejected),
            first_ids=self._first_ids,
            report=self._ledger.report(
                accepted=len(self._kept), withheld=len(self._withheld)
            ),
        )

    def _take(self, row: Row) -> None:
        try:
            self._judge(row)
        except CellRefused as fault:
            self._ledger.refuse(row.number, fault.cause, fault.field)
            if person_id := row.text("external_id"):
                self._rejected.add(person_id)

    def _judge(self, row: Row) -> None:
        person_id = row.needed("external_id")
        earlier = self._seen.get(person_id)
        if earlier and self._is_shared(person_id, earlier, row):
            self._refuse_shared(person_id, earlier, row)
        elif earlier and person_id not in self._rejected:
            first = self._first_ids.get(person_id, person_id)
            self._double(row, first, Cause.DOUBLED_ID)
        else:
            self._judge_new(person_id, row)

    def _judge_new(self, person_id: str, row: Row) -> None:
        said_yes = self._answers.consents(row)
        self._seen[person_id] = _Seen(row.number, _identity(row), said_yes)
        # An earlier row with this id may have been refused for a cell now mended.
        self._rejected.discard(person_id)
        key = _match_key(row, self._today)
        if key and (first := self._by_key.get(key)):
            self._first_ids[person_id] = first
            self._double(row, first, Cause.DOUBLED_PERSON)
            return
        if said_yes:
            self._kept[person_id] = self._answers.person(row, self._today)
        else:
            self._withheld.add(person_id)
        if key:
            self._by_key[key] = person_id

    def _is_shared(self, person_id: str, earlier: _Seen, row: Row) -> bool:
        return person_id in self._shared or earlier.is_somebody_else(_identity(row))

    def _refuse_shared(self, person_id: str, earlier: _Seen, row: Row) -> None:
        self._shared.add(person_id)
        self._ledger.refuse(row.number, Cause.ID_OF_ANOTHER, "external_id")
        if self._kept.pop(person_id, None) is not None:
            self._ledger.refuse(earlier.row, Cause.ID_OF_ANOTHER, "external_id")
        if person_id not in self._withheld:
            self._rejected.add(person_id)

    def _double(self, row: Row, first: str, cause: Cause) -> None:
        # A person is kept only if every row about him says yes.
        field = "external_id" if cause is Cause.DOUBLED_ID else ""
        if self._answers.consents(row) != self._seen[first].said_yes:
            cause, field = Cause.DOUBLED_CONSENT_DIFFERS, "consent"
            self._seen[first].said_yes = False
            if self._kept.pop(first, None) is not None:
                self._withheld.add(first)
        self._ledger.refuse(row.number, cause, field)


class _Answers:
    """The cells of a person's row in our terms."""

    def __init__(self, mapping: Mapping) -> None:
        self._consent = frozenset(map(fold, mapping.consent_given))
        self._yes = frozenset(map(fold, mapping.yes))
        self._no = frozenset(map(fold, mapping.no))
        self._ethnicities = Lookup(mapping.ethnicities)
        self._towns = Lookup(mapping.towns)

    def consents(self, row: Row) -> bool:
        """Tell whether he said yes; any other word, and none, is not a yes."""
        return fold(row.text("consent")) in self._consent

    def person(self, row: Row, today: date) -> StagedPerson:
        """Take a row of somebody who said yes.

        Raises:
            CellRefused: a cell can't be taken for what it should mean.
        """
        self._demand_name(row)
        groups = self._ethnic_groups(row)
        town = row.text("town")
        region = self._towns.find(town)
        return StagedPerson(
            external_id=row.needed("external_id"),
            first_name=row.text("first_name"),
            last_name=row.text("last_name"),
            preferred_name=row.text("preferred_name"),
            birth_date=optional_birth_date(row, "birth_date", today=today),
            age_band=self._age_band(row),
            ethnicities=tuple(dict.fromkeys(code[0] for code in groups)),
            ethnic_groups=groups,
            ethnicity_text=row.text("ethnicity"),
            iwi=parts(row, "iwi"),
            gender=row.text("gender"),
            mobile=row.text("mobile"),
            email=row.text("email"),
            town=town,
            region=region[1] if region else "",
            consent=True,
            consent_date=optional_event_date(row, "consent_date", today=today),
            ok_to_leave_message=yes_or_no(
                row, "ok_to_leave_message", yes=self._yes, no=self._no
            ),
        )

    def _demand_name(self, row: Row) -> None:
        # One name to call him by is enough for a record (REC-00).
        names = ("preferred_name", "first_name", "last_name")
        if not any(map(row.text, names)):
            raise CellRefused(Cause.MISSING, "first_name")

    def _age_band(self, row: Row) -> str:
        band = _age_band(row.text("age_band"))
        if band and not _AGE_BAND.fullmatch(band):
            raise CellRefused(Cause.UNKNOWN_VALUE, "age_band")
        return band

    def _ethnic_groups(self, row: Row) -> tuple[str, ...]:
        found = (self._ethnicities.find(text) for text in parts(row, "ethnicity"))
        codes = (each[1] if each else UNIDENTIFIED_ETHNIC_GROUP for each in found)
        return tuple(dict.fromkeys(codes))
