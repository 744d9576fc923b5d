"""The words of the register: sealed in each row, under the row's own key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import orjson

from cases.overrides.models import Disclosure, EmergencyReading
from consent.documents import Binding, Document
from consent.row_keys import give_key, key_of
from msa.accounts.actor import Acting
from msa.vault.envelope import Place, open_sealed, seal
from msa.vault.sealed import Sealed

DISCLOSURE = Binding("overrides_disclosure")
READING = Binding("overrides_emergencyreading")
#: Written once and never again.
_REVISION = 1
Row = Disclosure | EmergencyReading


@dataclass(frozen=True, slots=True)
class Telling:
    """What is told to whom, and why."""

    recipient: str = ""
    recipient_role: str = ""
    told: str = ""
    """Exactly what is told, and nothing besides."""
    reason: str = ""

    def document(self) -> dict[str, str]:
        """Return it as plain values, ready to be sealed."""
        return asdict(self)

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Telling:
        """Return the words of a document."""
        return cls(**{name: str(document.get(name, "")) for name in cls.__match_args__})


def seal_words(actor: Acting, row: Row, document: Mapping[str, str]) -> None:
    """Give a new row its key and its words.

    Raises:
        KeyUnavailable: as :func:`consent.row_keys.give_key`.
    """
    give_key(actor, row)
    row.sealed = Sealed(seal(key_of(row), _place(row), orjson.dumps(document)))


def words_of(row: Row) -> Document:
    """Return the words of a row.

    Raises:
        CannotOpen: it was moved or altered.
        KeyUnavailable: the root key of this process does not open it.
    """
    opened: Document = orjson.loads(
        open_sealed(key_of(row), _place(row), row.sealed.envelope)
    )
    return opened


def _place(row: Row) -> Place:
    return Place(
        organisation=row.organisation_id,
        subject=row.subject_id,
        table=row._meta.db_table,
        column="sealed",
        row=row.id,
        revision=_REVISION,
    )
