"""What a foreign system calls its files, columns and values."""

from __future__ import annotations

import json
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Final

from msa.exchange.reading.cells import fold
from msa.exchange.reading.codes import (
    ETHNIC_GROUP_CODES,
    ETHNIC_GROUPS,
    Kind,
    Mode,
    Progress,
    Status,
)
from msa.exchange.reading.errors import MappingRefused
from msa.exchange.reading.places import REGION_OF_TOWN, REGIONS

ContactType = tuple[Kind, Mode | None]


@dataclass(frozen=True, slots=True)
class FileMapping:
    """One file: its name, and for each of our fields the header of its column.

    A field whose header is None is one that the export doesn't have.
    """

    file: str
    columns: AnyMapping[str, str | None]
    required: frozenset[str]


@dataclass(frozen=True, slots=True)
class Mapping:
    """All that has to be known of a foreign system to read its export.

    Values are compared without regard to case, macrons and space.
    """

    people: FileMapping
    engagements: FileMapping
    contacts: FileMapping
    supporters: FileMapping
    hopes: FileMapping
    check_ins: FileMapping
    counted: tuple[str, ...] = ()
    consent_given: tuple[str, ...] = ("Yes",)
    yes: tuple[str, ...] = ("Y", "Yes")
    no: tuple[str, ...] = ("N", "No")
    contact_types: AnyMapping[str, ContactType] = field(default_factory=dict)
    statuses: AnyMapping[str, Status] = field(default_factory=dict)
    progress: AnyMapping[str, Progress] = field(default_factory=dict)
    ethnicities: AnyMapping[str, str] = field(default_factory=dict)
    towns: AnyMapping[str, str] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path) -> Mapping:
        """Read a mapping saved as JSON; what it leaves out is the incumbent's.

        Raises:
            MappingRefused: not JSON, an unknown key, or a value of the wrong kind.
        """
        try:
            data = json.loads(path.read_text(encoding="utf-8-sig"))
        except (OSError, ValueError, RecursionError):
            raise MappingRefused("The mapping is not a readable JSON file.") from None
        return _merged(INCUMBENT_MAPPING, data)


_PEOPLE: Final = FileMapping(
    file="people.csv",
    columns={
        "external_id": "PersonID",
        "first_name": "FirstName",
        "last_name": "LastName",
        "preferred_name": "PreferredName",
        "birth_date": "DOB",
        "age_band": "AgeRange",
        "ethnicity": "Ethnicity",
        "iwi": "Iwi",
        "gender": "Gender",
        "mobile": "Mobile",
        "email": "Email",
        "town": "Town",
        "consent": "ConsentToRecord",
        "consent_date": "ConsentDate",
        "ok_to_leave_message": "OKToLeaveMessage",
    },
    required=frozenset({"external_id", "first_name", "last_name", "consent"}),
)

_ENGAGEMENTS: Final = FileMapping(
    file="engagements.csv",
    columns={
        "client_id": "ClientID",
        "person_id": "PersonID",
        "programme": "Programme",
        "status": "Status",
        "initial_date": "InitialDate",
        "activated_on": "ActivationDate",
        "ended_on": "ExitDate",
        "exit_reason": "ExitReason",
        "worker_name": "Worker",
        "referred_by": "ReferredBy",
        "issues": "Issues",
    },
    required=frozenset(
        {"client_id", "person_id", "status", "initial_date", "activated_on", "ended_on"}
    ),
)

_CONTACTS: Final = FileMapping(
    file="contacts.csv",
    columns={
        "external_id": "ContactID",
        "client_id": "ClientID",
        "held_on": "ContactDate",
        "type": "Type",
        "hours": "Hours",
        "travel_hours": "TravelHours",
        "worker_name": "Worker",
        "note": "Notes",
    },
    required=frozenset({"external_id", "client_id", "held_on", "type", "hours"}),
)

_SUPPORTERS: Final = FileMapping(
    file="interested_parties.csv",
    columns={
        "client_id": "ClientID",
        "name": "Name",
        "relationship": "Relationship",
        "phone": "Phone",
        "may_contact": "MayContact",
    },
    required=frozenset({"client_id", "name"}),
)

_HOPES: Final = FileMapping(
    file="goals.csv",
    columns={
        "client_id": "ClientID",
        "words": "Goal",
        "named_on": "Set",
        "progress": "Progress",
    },
    required=frozenset({"client_id", "words"}),
)

_CHECK_INS: Final = FileMapping(
    file="assessments.csv",
    columns={
        "client_id": "ClientID",
        "completed_on": "CompletedDate",
        **{f"q{number:02}": f"Q{number:02}" for number in range(1, 13)},
        "comment": "Comment",
    },
    required=frozenset({"client_id", "completed_on"}),
)

INCUMBENT_MAPPING: Final = Mapping(
    people=_PEOPLE,
    engagements=_ENGAGEMENTS,
    contacts=_CONTACTS,
    supporters=_SUPPORTERS,
    hopes=_HOPES,
    check_ins=_CHECK_INS,
    contact_types={
        "Face to Face": (Kind.ONE_TO_ONE, Mode.IN_PERSON),
        "Home Visit": (Kind.ONE_TO_ONE, Mode.HOME_VISIT),
        "Phone Call": (Kind.CONTACT, Mode.PHONE),
        "Text Message": (Kind.CONTACT, Mode.TEXT),
        # Only a mail that was put on file whole is EMAIL_KEPT.
        "Email": (Kind.CONTACT, Mode.EMAIL),
        "Video Call": (Kind.CONTACT, Mode.VIDEO),
        "Whanau Meeting": (Kind.WHANAU, None),
        "Support Person Meeting": (Kind.WHANAU, None),
        "Advocacy": (Kind.ADVOCACY, None),
        "Did Not Attend": (Kind.DID_NOT_ATTEND, None),
    },
    statuses={
        "Waitlist": Status.WAITING,
        "Active": Status.ACTIVE,
        "Exited": Status.ENDED,
    },
    progress={
        "Not started": Progress.NOT_BEGUN,
        "Some": Progress.UNDER_WAY,
        "Achieved": Progress.REACHED,
    },
    ethnicities=ETHNIC_GROUPS,
    towns=REGION_OF_TOWN,
)


def _merged(base: Mapping, data: Any) -> Mapping:
    changes: dict[str, Any] = {}
    known = {item.name for item in fields(base)}
    for key, value in _object(data, "The mapping").items():
        if key not in known:
            raise MappingRefused(
                f'The mapping has no "{key}"; it can have {", ".join(sorted(known))}.'
            )
        changes[key] = _READERS[key](key, value, getattr(base, key))
    merged = replace(base, **changes)
    _demand_plain_consent(merged)
    return merged


def _demand_plain_consent(mapping: Mapping) -> None:
    given = {fold(word) for word in mapping.consent_given}
    if not given or "" in given or given & {fold(word) for word in mapping.no}:
        raise MappingRefused(
            '"consent_given" must be words that say yes; an empty cell never does.'
        )


def _object(value: Any, what: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise MappingRefused(f"{what} must be a JSON object.")
    return value


def _texts(key: str, value: Any, _base: tuple[str, ...]) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise MappingRefused(f'"{key}" must be a list of texts.')
    return tuple(value)


def _file_names(key: str, value: Any, base: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_bare_name(key, name) for name in _texts(key, value, base))


def _bare_name(key: str, name: Any) -> str:
    # A mapping must not lead the reader out of the folder it was given.
    if not isinstance(name, str) or name in {"", ".", ".."} or set(name) & set("/\\\0"):
        raise MappingRefused(f'A file in "{key}" must be a plain file name.')
    return name


def _file(key: str, value: Any, base: FileMapping) -> FileMapping:
    data = _object(value, f'"{key}"')
    if unknown := set(data) - {"file", "columns"}:
        raise MappingRefused(
            f'"{key}" has only "file" and "columns", not "{min(unknown)}".'
        )
    name = _bare_name(key, data.get("file", base.file))
    columns = {**base.columns, **_columns(key, data.get("columns", {}), base)}
    return FileMapping(file=name, columns=columns, required=base.required)


def _columns(key: str, value: Any, base: FileMapping) -> dict[str, str | None]:
    columns = _object(value, f'"columns" of "{key}"')
    for name, header in columns.items():
        if name not in base.columns:
            raise MappingRefused(
                f'"{key}" has no field "{name}"; it has {", ".join(base.columns)}.'
            )
        if header is None and name in base.required:
            raise MappingRefused(f'The field "{name}" of "{key}" needs a column.')
        if header is not None and not (isinstance(header, str) and header.strip()):
            raise MappingRefused(f'The column of "{name}" in "{key}" must be a text.')
    return columns


def _contact_types(
    key: str, value: Any, base: AnyMapping[str, ContactType]
) -> dict[str, ContactType]:
    read = {
        name: _contact_type(name, pair)
        for name, pair in _object(value, f'"{key}"').items()
    }
    return {**base, **read}


def _contact_type(name: str, pair: Any) -> ContactType:
    try:
        kind, mode = pair
        return Kind(kind), None if mode is None else Mode(mode)
    except (TypeError, ValueError):
        raise MappingRefused(
            f'The contact type "{name}" must be a pair: one of {", ".join(Kind)}; '
            f"and null or one of {', '.join(Mode)}."
        ) from None


def _statuses(key: str, value: Any, base: AnyMapping[str, Status]) -> dict[str, Status]:
    coded = _coded(key, value, frozenset(Status))
    return {**base, **{name: Status(code) for name, code in coded.items()}}


def _progress(
    key: str, value: Any, base: AnyMapping[str, Progress]
) -> dict[str, Progress]:
    coded = _coded(key, value, frozenset(Progress))
    return {**base, **{name: Progress(code) for name, code in coded.items()}}


def _ethnicities(key: str, value: Any, base: AnyMapping[str, str]) -> dict[str, str]:
    return {**base, **_coded(key, value, ETHNIC_GROUP_CODES)}


def _towns(key: str, value: Any, base: AnyMapping[str, str]) -> dict[str, str]:
    return {**base, **_coded(key, value, REGIONS)}


def _coded(key: str, value: Any, codes: frozenset[str]) -> dict[str, str]:
    read = _object(value, f'"{key}"')
    for name, code in read.items():
        if not isinstance(code, str) or code not in codes:
            raise MappingRefused(
                f'"{name}" in "{key}" must be one of {", ".join(sorted(codes))}.'
            )
    return read


_READERS: Final[dict[str, Any]] = {
    "people": _file,
    "engagements": _file,
    "contacts": _file,
    "supporters": _file,
    "hopes": _file,
    "check_ins": _file,
    "counted": _file_names,
    "consent_given": _texts,
    "yes": _texts,
    "no": _texts,
    "contact_types": _contact_types,
    "statuses": _statuses,
    "progress": _progress,
    "ethnicities": _ethnicities,
    "towns": _towns,
}
