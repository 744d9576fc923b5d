"""What is sealed of a group: what its members are called, and how a meeting went."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

import orjson

from cases.gatherings.models import (
    Attendance,
    Meeting,
    MeetingDraft,
    MeetingWords,
    MemberDraft,
    Membership,
)
from consent.documents import Binding, Document
from consent.row_keys import RowWithKey, give_keys, key_of, keys_of
from msa.accounts.actor import Actor
from msa.vault.envelope import DataKey, Place, digest, open_sealed, seal
from msa.vault.sealed import Sealed

MEMBERSHIP = Binding("gatherings_membership")
#: What was typed by row: a draft, or fields by name and value.
Typed = dict[UUID, Any]


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


def outcome_digest(meeting: DataKey, row: Attendance, outcome: str) -> bytes:
    """Return by what an outcome that was sent of a man is known again.

    The key is his meeting's: whoever runs the group is never given his own to compare.
    """
    place = Place(
        organisation=row.organisation_id,
        subject=row.subject_id,
        table=row._meta.db_table,
        column="sent_digest",
        row=row.id,
        revision=1,
    )
    return digest(meeting, place, outcome.encode())


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


def seal_typed(
    actor: Actor, rows: Collection[MeetingDraft | MemberDraft], typed: Typed
) -> None:
    """Give new rows their keys, and put what was typed into them, by row."""
    keys = give_keys(actor, rows)
    for row in rows:
        document = orjson.dumps(typed[row.id])
        row.sealed = Sealed(seal(keys[row.id], _drafted(row), document))


def typed_in(rows: Collection[MeetingDraft | MemberDraft]) -> Typed:
    """Return what was typed by row, of rows of one table.

    Raises:
        CannotOpen: a row was moved or altered.
    """
    keys = keys_of(rows)
    return {
        row.id: orjson.loads(
            open_sealed(keys[row.id], _drafted(row), row.sealed.envelope)
        )
        for row in rows
    }


def _member(row: Membership) -> Place:
    return _place(row, row.subject_id, row.revision)


def _meeting(row: Meeting) -> Place:
    return _place(row, row.group_id, 1)


def _words(row: MeetingWords) -> Place:
    return _place(row, row.meeting_id, row.revision)


def _drafted(row: MeetingDraft | MemberDraft) -> Place:
    belongs_to = row.group_id if isinstance(row, MeetingDraft) else row.subject_id
    return _place(row, belongs_to, 1)


def _place(row: RowWithKey, belongs_to: UUID, revision: int) -> Place:
    return Place(
        organisation=row.organisation_id,
        subject=belongs_to,
        table=row._meta.db_table,
        column="sealed",
        row=row.id,
        revision=revision,
    )
