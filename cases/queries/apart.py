"""What is set apart: for whoever heard it from him, and for managers (REC-09)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from cases.models import HarmTold
from cases.queries.blocks import blocked_members
from cases.sections import HARM_TOLD, HarmWords
from consent.documents import open_documents
from consent.enums import Purpose
from consent.queries import subject_for, works_with
from handbook.enums import Subject as About
from handbook.queries import is_written
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.accounts.models import Role
from msa.accounts.queries import member_names
from msa.audit.recording import record


@dataclass(frozen=True, slots=True)
class Said:
    """One revision of what somebody wrote down."""

    row: HarmTold
    words: HarmWords


@dataclass(frozen=True, slots=True)
class Account:
    """What one member heard from him: as it stands, and how it stood before."""

    by: str
    is_mine: bool
    now: Said
    earlier: list[Said]


def may_write_here(*, on: date) -> bool:
    """Say whether this organisation has a policy in force that lets it write it down.

    The database asks the same again.
    """
    return is_written(About.WORKING_WITH_OFFENDERS, on=on)


def demand_near(actor: Actor, subject: UUID) -> None:
    """Refuse who may not come near what is set apart, whether anything is there or not.

    Raises:
        NotVisible: absent, foreign, of a colleague who only named the actor, or of a
            survivor who keeps him away.
    """
    subject_for(subject)
    is_near = (
        works_with(subject)
        if actor.role == Role.WORKER
        else actor.role == Role.MANAGER and actor.member not in blocked_members(subject)
    )
    if not is_near:
        raise NotVisible


def opened(actor: Actor, subject: UUID) -> list[Account]:
    """Open what is set apart; that somebody looked is an event, if it is empty as well.

    Raises:
        NotVisible: as :func:`demand_near`.
    """
    demand_near(actor, subject)
    record(actor, "set-apart.opened", subject=subject)
    rows = [row for row in _rows(subject) if may_read(actor, row)]
    documents = open_documents(actor, rows, HARM_TOLD, Purpose.RECORD, act="open")
    said = [
        Said(row, HarmWords.of(documents[row.id]))
        for row in rows
        if row.id in documents
    ]
    names = member_names({row.written_by_id for row in rows})
    return [
        _account(actor, names.get(writer, ""), list(theirs))
        for writer, theirs in groupby(said, key=lambda one: one.row.written_by_id)
    ]


def may_read(actor: Actor, row: HarmTold) -> bool:
    """Say whether an actor who may come near may read this one."""
    return actor.role == Role.MANAGER or row.written_by_id == actor.member


def _account(actor: Actor, by: str, said: list[Said]) -> Account:
    newest, *earlier = said
    return Account(by, newest.row.written_by_id == actor.member, newest, earlier)


def _rows(subject: UUID) -> Iterable[HarmTold]:
    rows = HarmTold.objects.filter(subject=subject)
    # Of each writer the newest first: those of a record he began anew have no earlier.
    return rows.order_by("written_by", "-written_at", "-revision")
