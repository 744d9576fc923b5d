"""Reading how a meeting was told, version by version (GRP-03, SES-04)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from cases.gatherings.enums import Attended
from cases.gatherings.models import (
    Attendance,
    EarlierAttendance,
    EarlierMeeting,
    Meeting,
    MeetingWords,
    Membership,
)
from cases.gatherings.policies import was_in
from cases.gatherings.sealing import later_summary, summary_of, words_of_members
from cases.models import Session
from cases.policies import note_locks_at
from msa.accounts.queries import member_names


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a meeting, for whoever may read the meeting."""

    revision: int
    held_on: date
    minutes: int
    mode_label: str
    guests: int
    run_by: list[str]
    summary: str
    came: list[str]
    told_us: list[str]
    absent: list[str]
    written_at: datetime
    written_by: str
    is_dated: bool
    """A correction from after the ten days: it stands beside what it replaced."""
    is_taken_back: bool

    @property
    def is_first(self) -> bool:
        """Is it the meeting as it was logged?"""
        return self.revision == 1


def versions(row: Meeting) -> list[Version]:
    """Return every version of a meeting that the actor may read, the newest first."""
    earlier = EarlierMeeting.objects.filter(meeting=row.id).order_by("-revision")
    told = [_as_it_stands(row), *earlier]
    wrote = {_writer(row, version) for version in told}
    names = member_names(wrote | {one for version in told for one in version.run_by})
    words = list(MeetingWords.objects.filter(meeting=row.id).order_by("-revision"))
    stays = _stays(row)
    called = _Called(row.group_id, told, stays)
    return [_version(row, one, names, words, stays, called) for one in told]


def words_of(row: Meeting) -> str:
    """Return the summary of a meeting as its newest version has it.

    Raises:
        CannotOpen: it was moved or altered.
    """
    words = MeetingWords.objects.filter(meeting=row.id).order_by("-revision").first()
    return later_summary(words) if words else summary_of(row)


def replaced(told: Sequence[Version]) -> list[Version]:
    """Return what each dated correction replaced, the newest first."""
    return [told[i + 1] for i in range(len(told) - 1) if told[i].is_dated]


def whose_sessions_he_reads(met: UUID) -> frozenset[UUID]:
    """Return of which men the actor may read the session that a meeting made."""
    made = Attendance.objects.filter(meeting=met).values("id")
    read = Session.objects.filter(id__in=made)
    return frozenset(read.values_list("subject", flat=True))


@dataclass(frozen=True, slots=True)
class _Stay:
    """How somebody is noted from one version on, until before another."""

    subject: UUID
    how: str
    since: int
    until: int | None

    def holds_in(self, revision: int) -> bool:
        """Does it hold in this version?"""
        return self.since <= revision and (self.until is None or revision < self.until)


class _Called:
    """What members were called in the group when it met, opened at once."""

    def __init__(
        self, group: UUID, told: Sequence[EarlierMeeting], stays: Sequence[_Stay]
    ) -> None:
        there = {stay.subject for stay in stays}
        rows = Membership.objects.filter(group=group, subject__in=there)
        days = {version.held_on for version in told}
        self._rows = [row for row in rows if any(was_in(row, on=day) for day in days)]
        self._words = words_of_members(self._rows)

    def name(self, subject: UUID, on: date) -> str:
        """Return what somebody was called in the group on a day."""
        for row in self._rows:
            if row.subject_id == subject and was_in(row, on=on):
                return self._words[row.id].called
        return ""


def _as_it_stands(row: Meeting) -> EarlierMeeting:
    return EarlierMeeting(
        revision=row.revision,
        held_on=row.held_on,
        minutes=row.minutes,
        mode=row.mode,
        guests=row.guests,
        run_by=row.run_by,
        written_at=row.put_right_at or row.logged_at,
        written_by=row.put_right_by,
    )


def _writer(row: Meeting, version: EarlierMeeting) -> UUID:
    return version.written_by or row.logged_by_id


def _stays(row: Meeting) -> list[_Stay]:
    now = Attendance.objects.filter(meeting=row.id)
    before = EarlierAttendance.objects.filter(meeting=row.id)
    return [
        *(_Stay(one.subject_id, one.how, one.revision, None) for one in now),
        *(_Stay(one.subject_id, one.how, one.since, one.until) for one in before),
    ]


def _version(
    row: Meeting,
    one: EarlierMeeting,
    names: dict[UUID, str],
    words: Sequence[MeetingWords],
    stays: Sequence[_Stay],
    called: _Called,
) -> Version:
    def they(how: Attended) -> list[str]:
        there = (
            called.name(stay.subject, one.held_on)
            for stay in stays
            if stay.how == how and stay.holds_in(one.revision)
        )
        return sorted(name for name in there if name)

    written = next((each for each in words if each.revision <= one.revision), None)
    return Version(
        revision=one.revision,
        held_on=one.held_on,
        minutes=one.minutes,
        mode_label=str(one.get_mode_display()),
        guests=one.guests,
        run_by=sorted(names.get(each, "") for each in one.run_by),
        summary=later_summary(written) if written else summary_of(row),
        came=they(Attended.CAME),
        told_us=they(Attended.TOLD_US),
        absent=they(Attended.ABSENT),
        written_at=one.written_at,
        written_by=names.get(_writer(row, one), ""),
        is_dated=one.revision > 1 and one.written_at >= note_locks_at(row.logged_at),
        is_taken_back=row.taken_back_at is not None and one.revision == row.revision,
    )
