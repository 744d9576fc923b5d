"""What a record ought to be after anything that happened: plain data, no database.

The machine in ``test_life_of_a_record`` does the same to the product and to this, and
compares. Nothing here knows of keys, policies or grants.
"""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass, field
from uuid import UUID

from cases.enums import SessionKind
from consent.enums import Purpose
from msa.accounts.actor import Actor
from msa.accounts.models import Role

#: Peer groups ask for a clearance, which has tests of its own (REC-09, GRP-02).
KINDS = [kind for kind in SessionKind if kind not in {"GROUP", "MISTAKEN"}]


@dataclass(eq=False)
class House:
    """An organisation: who works there, who has left, and what was tallied."""

    id: UUID
    workers: list[Actor]
    managers: list[Actor]
    admin: Actor
    away: set[UUID] = field(default_factory=set)
    tallies: list[tuple[str, int]] = field(default_factory=list)

    @property
    def staff(self) -> list[Actor]:
        """Everybody who ever worked with people here."""
        return [*self.workers, *self.managers]

    def works(self, actor: Actor) -> bool:
        """Is he of this organisation, and has he not left?"""
        return actor.organisation == self.id and actor.member not in self.away


@dataclass
class Met:
    """A session: how it counts and, if any were kept, its words."""

    kind: SessionKind
    minutes: int
    words: str


@dataclass
class Answered:
    """A finished check-in."""

    words: str
    worker_may_see: bool


@dataclass(eq=False)
class Man:
    """A survivor: what he agrees to now, and what was written under it."""

    id: UUID
    house: House
    agreed: set[Purpose] = field(default_factory=set)
    worker: Actor | None = None
    #: The words of each section as it stands, and its revision.
    written: dict[str, tuple[str, int]] = field(default_factory=dict)
    sessions: dict[UUID, Met] = field(default_factory=dict)
    check_ins: dict[UUID, Answered] = field(default_factory=dict)
    #: The secret of a check-in that was offered and not finished, and its words so far.
    offered: str = ""
    said: str = ""
    described: bool = False
    counted: int = 0
    #: What must never be read again by anybody.
    sealed: set[str] = field(default_factory=set)
    events: Counter[str] = field(default_factory=Counter)

    @property
    def has_record(self) -> bool:
        """Is there a record of him in force?"""
        return Purpose.RECORD in self.agreed

    def seen_by(self, actor: Actor) -> bool:
        """May this actor know of him at all?"""
        if actor.organisation != self.house.id:
            return False
        if actor.role == Role.MANAGER:
            return True
        return self.worker is not None and self.worker.member == actor.member

    def reads_words(self, actor: Actor) -> bool:
        """May this actor read the words of sessions with him?"""
        if not self.seen_by(actor) or Purpose.SESSIONS not in self.agreed:
            return False
        return actor.role == Role.WORKER or Purpose.SUPERVISION in self.agreed

    def reads_answers(self, actor: Actor, answered: Answered) -> bool:
        """May this actor read what he answered?"""
        if not self.seen_by(actor) or not answered.worker_may_see:
            return False
        return actor.role == Role.WORKER or Purpose.SUPERVISION in self.agreed

    def agree(self, purposes: set[Purpose]) -> None:
        """Let him agree to these besides."""
        self.events["consent.given"] += len(purposes - self.agreed)
        self.agreed |= purposes

    def withdraw(self, purpose: Purpose) -> None:
        """Let him take back one purpose; with the record goes everything."""
        gone = set(self.agreed) if purpose is Purpose.RECORD else {purpose}
        self.events["consent.withdrawn"] += len(gone)
        self.agreed -= gone
        if Purpose.RECORD in gone:
            self.sealed |= {words for words, _ in self.written.values()}
            self.written = {}
        if Purpose.SESSIONS in gone:
            self._tally_sessions()
        if Purpose.ASSESSMENT in gone:
            self.sealed |= {one.words for one in self.check_ins.values()}
            self.sealed |= {self.said} - {""}
            self.check_ins, self.offered, self.said = {}, "", ""
            self.counted = 0
        if Purpose.STATISTICS in gone:
            self.described, self.counted = False, 0

    def _tally_sessions(self) -> None:
        for met in self.sessions.values():
            self.house.tallies.append((met.kind.value, met.minutes))
            self.sealed |= {met.words} - {""}
        self.sessions = {}

    def everything(self) -> set[str]:
        """Return all words about him that stand now, whoever may read them."""
        words = {words for words, _ in self.written.values()}
        words |= {met.words for met in self.sessions.values()}
        words |= {one.words for one in self.check_ins.values()}
        return words - {""}


def mark(what: str) -> str:
    """Return words that stand nowhere else."""
    return f"{what}-{uuid.uuid4().hex}"


@dataclass(frozen=True)
class Figures:
    """What an organisation's counts ought to be."""

    contacts: int
    sessions: int
    minutes: int
    people: int
    by_kind: dict[str, int]


def figures(house: House, men: list[Man]) -> Figures:
    """Count what the model holds of one organisation."""
    here = [man for man in men if man.house is house]
    met = [(m.kind.value, m.minutes) for man in here for m in man.sessions.values()]
    every = met + house.tallies
    missed = SessionKind.DID_NOT_ATTEND.value
    supported = [
        man
        for man in here
        if any(m.kind.value != missed for m in man.sessions.values())
    ]
    return Figures(
        contacts=len(every),
        sessions=sum(kind != missed for kind, _ in every),
        minutes=sum(minutes for _, minutes in every),
        people=len(supported),
        by_kind=dict(Counter(kind for kind, _ in every)),
    )
