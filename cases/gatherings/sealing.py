"""What is sealed of a group: what its members are called, and how a meeting went."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from uuid import UUID

import orjson

from cases.gatherings.models import Meeting, MeetingWords, Membership
from consent.documents import Binding, Document
from consent.row_keys import key_of, keys_of
from msa.vault.envelope import DataKey, Place, open_sealed, seal
from msa.vault.sealed import Sealed

MEMBERSHIP = Binding("gatherings_membership")


@dataclass(frozen=True, slots=True)
class MemberWords:
    """What he is called in a group, and how it ended as he sees it."""

    called: str
    group: str = ""
    """The group's title when he was invited: his copy says it."""
    why: str = ""
    instead: str = ""
    """What he was offered instead."""


def seal_member(row: Membership, words: MemberWords) -> None:
    """Put the words into a row that has its key."""
    document = orjson.dumps(asdict(words))
    row.sealed = Sealed(seal(key_of(row), _member(row), document))


def member_words(row: Membership) -> MemberWords:
    """Return the words of a membership.

    Raises:
        CannotOpen: it was moved, altered or rolled back.
    """
    return MemberWords(**member_document(row))


def words_of_members(rows: Collection[Membership]) -> dict[UUID, MemberWords]:
    """Return the words of memberships by row, their keys asked for at once.

    Raises:
        CannotOpen: as :func:`member_words`.
    """
    keys = keys_of(rows)
    return {row.id: MemberWords(**_opened(row, keys[row.id])) for row in rows}


def member_document(row: Membership) -> Document:
    """Return the words of a membership as plain values.

    Raises:
        CannotOpen: as :func:`member_words`.
    """
    return _opened(row, key_of(row))


def _opened(row: Membership, key: DataKey) -> Document:
    opened: Document = orjson.loads(open_sealed(key, _member(row), row.sealed.envelope))
    return opened


def seal_summary(row: Meeting, summary: str) -> None:
    """Put the summary into a row that has its key."""
    row.sealed = Sealed(seal(key_of(row), _meeting(row), orjson.dumps(summary)))


def summary_of(row: Meeting) -> str:
    """Return the summary of a meeting as it was logged.

    Raises:
        CannotOpen: it was moved or altered.
    """
    opened = open_sealed(key_of(row), _meeting(row), row.sealed.envelope)
    return str(orjson.loads(opened))


def seal_words(row: MeetingWords, summary: str) -> None:
    """Put the summary of a later version into a row that has its key."""
    row.sealed = Sealed(seal(key_of(row), _words(row), orjson.dumps(summary)))


def later_summary(row: MeetingWords) -> str:
    """Return the summary of a later version of a meeting.

    Raises:
        CannotOpen: it was moved or altered.
    """
    opened = open_sealed(key_of(row), _words(row), row.sealed.envelope)
    return str(orjson.loads(opened))


def _member(row: Membership) -> Place:
    return Place(
        organisation=row.organisation_id,
        subject=row.subject_id,
        table=row._meta.db_table,
        column="sealed",
        row=row.id,
        revision=row.revision,
    )


def _meeting(row: Meeting) -> Place:
    return Place(
        organisation=row.organisation_id,
        subject=row.group_id,
        table=row._meta.db_table,
        column="sealed",
        row=row.id,
        revision=1,
    )


def _words(row: MeetingWords) -> Place:
    return Place(
        organisation=row.organisation_id,
        subject=row.meeting_id,
        table=row._meta.db_table,
        column="sealed",
        row=row.id,
        revision=row.revision,
    )
