"""A survivor's time here: where he is now, and how he came and went (REC-11)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Max, Q

from cases.enums import EndReason, Pace, Phase, TurnKind
from cases.models import Episode, EpisodeTurn
from cases.sections import TURN, TurnWords
from consent.documents import open_documents
from consent.enums import Purpose
from consent.queries import subject_for
from msa.accounts.actor import Actor
from msa.accounts.queries import member_names
from msa.audit.recording import record
from msa.clock.days import AUCKLAND


@dataclass(frozen=True, slots=True)
class Stay:
    """One stretch of support as it stands: since when, which phase, paused or over."""

    id: UUID
    started_on: date
    ended_on: date | None
    reason: EndReason | None
    phase: Phase | None
    """None where nobody has noted one: what came from an earlier system has none."""
    paused_on: date | None
    back_on: date | None
    revision: int
    """How many turns were noted, those taken back among them."""
    last_on: date
    """The day of the last thing known of it: nothing can have happened before that."""

    @property
    def pace(self) -> Pace:
        """Does it go on, rest, or is it over?"""
        if self.is_over:
            return Pace.ENDED
        return Pace.PAUSED if self.paused_on else Pace.UNDER_WAY

    @property
    def is_over(self) -> bool:
        """Has it ended?"""
        return self.ended_on is not None


@dataclass(frozen=True, slots=True)
class HisTime:
    """All stretches of a survivor that are shown, those that go on first."""

    stays: list[Stay] = field(default_factory=list)

    @property
    def present(self) -> list[Stay]:
        """Those that go on: one, or several that an earlier system brought along."""
        return [stay for stay in self.stays if not stay.is_over]

    @property
    def past(self) -> list[Stay]:
        """Those that have ended, the last one first."""
        return [stay for stay in self.stays if stay.is_over]

    @property
    def latest(self) -> Stay | None:
        """The stretch that goes on, or the one that ended last."""
        return self.stays[0] if self.stays else None

    def stay(self, id: UUID) -> Stay | None:
        """Return one of them by its id, or None."""
        return next((stay for stay in self.stays if stay.id == id), None)


@dataclass(frozen=True, slots=True)
class Noted:
    """A turn as it was noted: what, on which day, in which words, and by whom."""

    id: UUID
    kind: TurnKind
    on: date
    phase: Phase | None
    back_on: date | None
    reason: EndReason | None
    words: str
    by: str
    written_at: datetime
    taken_back_at: datetime | None
    taken_back_by: str
    is_first: bool
    """Is it the turn that the stretch began with?"""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One stretch, and what was noted in it, the newest first."""

    stay: Stay
    turns: list[Noted]
    may_take_back: UUID | None = None
    """The turn that could still be taken back, if any."""


def his_time(subject: UUID) -> HisTime:
    """Return a survivor's stretches of support, those that go on first.

    Read from what stands in clear, so that nothing need be opened for it.

    Raises:
        NotVisible: absent, foreign or none of the actor's people.
    """
    subject_for(subject)
    rows = list(Episode.objects.filter(subject=subject))
    turns = {
        episode: (revision, last_on)
        for episode, revision, last_on in EpisodeTurn.objects.filter(subject=subject)
        .values_list("episode")
        .annotate(
            noted=Max("revision"),
            noted_on=Max("happened_on", filter=Q(taken_back_at=None)),
        )
    }
    found = [_stay(row, *turns.get(row.id, (0, None))) for row in rows]
    found.sort(key=lambda stay: stay.ended_on or stay.started_on, reverse=True)
    return HisTime(sorted(found, key=lambda stay: stay.is_over))


def away(subject: UUID) -> Stay | None:
    """Return the stretch that rests or ended last, or None while one is under way.

    Raises:
        NotVisible: absent, foreign or none of the actor's people.
    """
    latest = his_time(subject).latest
    if latest is None or latest.pace == Pace.UNDER_WAY:
        return None
    return latest


def history(actor: Actor, subject: UUID, *, on: date | None = None) -> list[Chapter]:
    """Return all that was noted of a survivor's time here; the audit learns who looked.

    With ``on`` as it was known when that day in New Zealand had ended (REC-12).

    Raises:
        NotVisible: absent, foreign or none of the actor's people.
    """
    time_here = his_time(subject)
    record(actor, "episode.looked-back", subject=subject)
    rows = list(EpisodeTurn.objects.filter(subject=subject).order_by("-revision"))
    if on is not None:
        rows = _known_by(rows, _end_of(on))
    opened = open_documents(actor, rows, TURN, Purpose.RECORD, act="open")
    names = member_names(
        {row.written_by_id for row in rows}
        | {row.taken_back_by_id for row in rows if row.taken_back_by_id}
    )
    began = {stay.started_on for stay in time_here.stays}
    turns = [
        (row.episode_id, _noted(row, TurnWords.of(opened[row.id]), names, began))
        for row in rows
        if row.id in opened
    ]
    chapters = [
        Chapter(
            stay,
            [turn for episode, turn in turns if episode == stay.id],
            None if on else _last(stay, time_here, rows),
        )
        for stay in time_here.stays
    ]
    if on is None:
        return chapters
    return [one for one in chapters if one.turns or _began(one.stay, on)]


def _began(stay: Stay, on: date) -> bool:
    # What an earlier system brought has no turns; its own dates say when it was.
    return not stay.revision and stay.started_on <= on


def _end_of(on: date) -> datetime:
    return datetime.combine(on + timedelta(days=1), time.min, AUCKLAND)


def _known_by(rows: Sequence[EpisodeTurn], until: datetime) -> list[EpisodeTurn]:
    known = [row for row in rows if row.written_at < until]
    for row in known:
        if row.taken_back_at and row.taken_back_at >= until:
            row.taken_back_at, row.taken_back_by_id = None, None
    return known


def _last(stay: Stay, all_: HisTime, rows: Sequence[EpisodeTurn]) -> UUID | None:
    """Return the turn that stands last, if nothing came after it."""
    standing = (row for row in rows if row.episode_id == stay.id)
    last = next((row for row in standing if row.taken_back_at is None), None)
    if last is None or (last.revision == 1 and last.happened_on == stay.started_on):
        return None  # with its first turn the stretch itself would go
    later = (other for other in all_.stays if other.id != stay.id)
    if last.kind == TurnKind.ENDED and any(
        other.started_on >= last.happened_on for other in later
    ):
        return None
    return last.id


def _stay(row: Episode, revision: int, noted_on: date | None) -> Stay:
    known = (row.started_on, row.ended_on, noted_on)
    return Stay(
        id=row.id,
        started_on=row.started_on,
        ended_on=row.ended_on,
        reason=_reason(row.end_reason),
        phase=_phase(row.phase),
        paused_on=row.paused_on,
        back_on=row.back_on,
        revision=revision,
        last_on=max(day for day in known if day),
    )


def _noted(
    row: EpisodeTurn, words: TurnWords, names: dict[UUID, str], began: set[date]
) -> Noted:
    return Noted(
        id=row.id,
        kind=TurnKind(row.kind),
        on=row.happened_on,
        phase=_phase(row.phase),
        back_on=row.back_on,
        reason=_reason(row.reason),
        words=words.words,
        by=names.get(row.written_by_id, ""),
        written_at=row.written_at,
        taken_back_at=row.taken_back_at,
        taken_back_by=names.get(row.taken_back_by_id, "")
        if row.taken_back_by_id
        else "",
        is_first=row.revision == 1 and row.happened_on in began,
    )


def _phase(code: str) -> Phase | None:
    return Phase(code) if code else None


def _reason(code: str) -> EndReason | None:
    return EndReason(code) if code else None
