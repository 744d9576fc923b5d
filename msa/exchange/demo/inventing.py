"""Inventing people and two years of support. The same seed and day, the same people."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import TypeVar
from uuid import UUID

from cases.enums import LifeDomain, Mode, Progress, SessionKind
from cases.sections import (
    Contact,
    Hope,
    Hopes,
    Identity,
    Note,
    SectionContent,
    Supporter,
    SupportPeople,
)
from cases.services.sections import age_band
from consent.enums import Given, Purpose
from consent.services.consents import Agreement
from msa.exchange.demo import words
from msa.exchange.demo.answering import check_ins
from msa.exchange.demo.cast import House
from msa.exchange.demo.further import further
from msa.exchange.demo.practising import said_of
from msa.exchange.storing.activity import Activity, Stretch
from msa.exchange.storing.check_ins import CheckIn
from msa.exchange.storing.people import Newcomer, Worker

#: Purposes and in how many of a hundred people they are agreed to.
_AGREED = {
    Purpose.SESSIONS: 91,
    Purpose.ASSESSMENT: 84,
    Purpose.STATISTICS: 93,
    Purpose.SUPERVISION: 40,
    Purpose.CONTACT: 80,
    Purpose.COLLEAGUES: 20,
    Purpose.QUOTATION: 10,
}
_WAYS_OF_GIVING = (Given.SPOKEN, Given.SCREEN, Given.PAPER)
_ETHNICITIES = (
    (("EUROPEAN",), 42),
    (("MAORI",), 22),
    (("MAORI", "EUROPEAN"), 12),
    (("PACIFIC",), 9),
    (("ASIAN",), 6),
    (("MELAA",), 3),
    (("MAORI", "PACIFIC"), 2),
    ((), 4),
)
_IN_ROOM = ((Mode.IN_PERSON, 78), (Mode.HOME_VISIT, 12), (Mode.VIDEO, 10))
_REMOTE = ((Mode.PHONE, 55), (Mode.TEXT, 30), (Mode.EMAIL, 8), (Mode.VIDEO, 7))
_TOGETHER = ((Mode.IN_PERSON, 1),)
_BY_PHONE = ((Mode.PHONE, 1),)
#: Kind, share, ways of meeting, minutes.
_SESSIONS = (
    ((SessionKind.ONE_TO_ONE, _IN_ROOM, (45, 60, 60, 75, 90)), 48),
    ((SessionKind.CONTACT, _REMOTE, (5, 10, 15, 20)), 24),
    ((SessionKind.GROUP, _TOGETHER, (90, 120)), 9),
    ((SessionKind.DID_NOT_ATTEND, _IN_ROOM, (15,)), 7),
    ((SessionKind.ADVOCACY, _BY_PHONE, (20, 30, 45)), 5),
    ((SessionKind.WHANAU, _IN_ROOM, (60, 90)), 4),
    ((SessionKind.REFERRAL, _BY_PHONE, (15, 30)), 2),
    ((SessionKind.WORKSHOP, _TOGETHER, (180,)), 1),
)
_END_REASONS = ("GOALS_MET", "GOALS_MET", "MOVED", "OTHER_SUPPORT", "LOST_TOUCH")
_REFERRED = (
    "SELF",
    "SELF",
    "WHANAU",
    "HEALTH",
    "COUNSELLOR",
    "ACC",
    "POLICE",
    "ONLINE",
)
_EVENING = time(5, 0, tzinfo=UTC)
_BEFORE = timedelta(days=240)
#: What the first of those who have been met for a while take back.
_WITHDRAWN = (Purpose.SESSIONS, Purpose.STATISTICS, Purpose.RECORD, Purpose.SESSIONS)
_T = TypeVar("_T")


@dataclass(slots=True, repr=False)
class Invented:
    """A fictional person and all that happened."""

    newcomer: Newcomer
    stretches: list[Stretch] = field(default_factory=list)
    activities: list[Activity] = field(default_factory=list)
    check_ins: list[CheckIn] = field(default_factory=list)
    withdraws: Purpose | None = None


class Inventor:
    """Invents the people of one organisation."""

    def __init__(
        self, house: House, workers: list[Worker], manager: UUID, *, at: datetime
    ) -> None:
        # Chance that can be repeated is the point: these people are no secret.
        self._chance = Random(f"{house.code} 1")  # noqa: S311
        # What was thought of later draws from its own, and moves nothing before it.
        self._later_chance = Random(f"{house.code} 2")  # noqa: S311
        self._latest_chance = Random(f"{house.code} 3")  # noqa: S311
        self._practice_chance = Random(f"{house.code} practice")  # noqa: S311
        self._house, self._workers, self._manager = house, workers, manager
        self._now = at
        self._today = (at + timedelta(hours=12)).date()
        # Long enough before the two years shown that they begin with people in support.
        self._first_day = date(self._today.year - 2, self._today.month, 1) - _BEFORE

    def people(self) -> list[Invented]:
        """Return everybody: most are met now, some wait, some have taken leave."""
        found = [self._person(number) for number in range(self._house.people)]
        settled = [each for each in found if len(each.activities) > 10]
        for person, purpose in zip(settled, _WITHDRAWN, strict=False):
            if purpose in {each.purpose for each in person.newcomer.agreements}:
                person.withdraws = purpose
        return found

    def _person(self, number: int) -> Invented:
        waiting = number % 14 == 5
        joined = self._joined(waiting)
        worker = self._workers[number % len(self._workers)]
        stretches = [Stretch(joined, referred_by=self._chance.choice(_REFERRED))]
        if not waiting:
            stretches = self._stretches(joined, stretches[0].referred_by)
        present = not waiting and stretches[-1].ended_on is None
        invented = Invented(
            self._newcomer(
                number,
                joined,
                by=self._manager if waiting else worker.member,
                worker=worker if present else None,
            ),
            stretches,
        )
        for stretch in stretches:
            invented.activities += self._activities(stretch, worker)
        invented.check_ins = check_ins(
            stretches, today=self._today, chance=self._later_chance
        )
        return invented

    def _joined(self, waiting: bool) -> date:
        if waiting:
            return self._today - timedelta(days=self._chance.randint(3, 40))
        days = (self._today - self._first_day).days - 14
        return self._first_day + timedelta(days=self._chance.randint(0, days))

    def _stretches(self, joined: date, referred_by: str) -> list[Stretch]:
        first = self._stretch(joined, referred_by)
        back = (
            first.ended_on + timedelta(days=self._chance.randint(60, 200))
            if first.ended_on
            else self._today
        )
        if back < self._today and self._chance.random() < 0.4:
            return [first, self._stretch(back, "SELF")]
        return [first]

    def _stretch(self, opened: date, referred_by: str) -> Stretch:
        activated = min(
            opened + timedelta(days=self._chance.randint(0, 21)), self._today
        )
        lasts = self._chance.choice((120, 200, 300, 420, 600, 900, 1500))
        ends = activated + timedelta(days=lasts + self._chance.randint(-30, 30))
        ended = ends if ends < self._today else None
        reason = self._chance.choice(_END_REASONS) if ended else ""
        return Stretch(opened, activated, ended, reason, referred_by)

    def _activities(self, stretch: Stretch, worker: Worker) -> list[Activity]:
        if stretch.activated_on is None:
            return []
        found = []
        day = stretch.activated_on
        every = self._chance.choice((7, 10, 14, 14, 21, 28))
        last = stretch.ended_on or self._today
        while day <= last:
            found.append(self._activity(day, self._of_the_day(worker)))
            day += timedelta(days=max(1, every + self._chance.randint(-4, 6)))
        return found

    def _of_the_day(self, worker: Worker) -> UUID:
        # Now and then a colleague stands in.
        stands_in = self._chance.random() < 0.06
        return (self._chance.choice(self._workers) if stands_in else worker).member

    def _activity(self, day: date, member: UUID) -> Activity:
        kind, ways, minutes = self._weighted(_SESSIONS)
        return Activity(
            held_on=day,
            minutes=self._chance.choice(minutes),
            kind=kind,
            mode=self._weighted(ways),
            worker=member,
            logged_at=min(datetime.combine(day, _EVENING), self._now),
            note=self._note(kind),
        )

    def _note(self, kind: SessionKind) -> Note:
        if kind is SessionKind.DID_NOT_ATTEND or self._chance.random() > 0.45:
            return Note()
        parts = [
            self._chance.choice(bank)
            for bank in (words.OPENINGS, words.MIDDLES, words.ENDINGS)
        ]
        return Note(
            body="\n".join(filter(None, parts)),
            domains=[self._chance.choice(LifeDomain.values)],
            written_together=self._chance.random() < 0.3,
            practice=said_of(kind, self._practice_chance),
        )

    def _newcomer(
        self, number: int, joined: date, *, by: UUID, worker: Worker | None
    ) -> Newcomer:
        region, town, _ = self._chance.choices(
            self._house.regions, [share for *_, share in self._house.regions]
        )[0]
        born = date(self._today.year - self._age(), self._chance.randint(1, 12), 17)
        identity = self._identity(born)
        return Newcomer(
            agreements=self._agreements(joined),
            identity=identity,
            contact=self._contact(number, town, region, joined),
            recorded_by=by,
            at=datetime.combine(joined, _EVENING),
            age_band=age_band(born, on=self._today).value,
            region=region,
            worker=worker,
            more=[
                *self._around_him(joined),
                *further(number, today=self._today, chance=self._latest_chance),
            ],
        )

    def _around_him(self, joined: date) -> list[SectionContent]:
        chance = self._later_chance
        people = chance.sample(words.SUPPORTERS, k=chance.choice((0, 1, 1, 2)))
        hopes = chance.sample(words.HOPES, k=chance.choice((0, 1, 1, 2)))
        supporters = [
            Supporter(
                name, relationship, may_contact=chance.choice((True, False, None))
            )
            for name, relationship in people
        ]
        hoped = [
            Hope(text, joined.isoformat(), chance.choice(["", *Progress.values]))
            for text in hopes
        ]
        sections: list[SectionContent] = []
        sections += [SupportPeople(supporters)] if supporters else []
        sections += [Hopes(hoped)] if hoped else []
        return sections

    def _age(self) -> int:
        # 18 on whatever day of the year he was born.
        return max(19, min(84, round(self._chance.gauss(44, 14))))

    def _identity(self, born: date) -> Identity:
        ethnicities = list(self._weighted(_ETHNICITIES))
        first = self._chance.choice(words.FIRST_NAMES)
        preferred = self._chance.random() < 0.12
        return Identity(
            name=self._chance.choice(words.PREFERRED) if preferred else first,
            first_name=first,
            last_name=self._chance.choice(words.LAST_NAMES),
            pronouns=self._chance.choice(("he/him", "he/him", "", "ia", "they/them")),
            birth_date=born.isoformat(),
            ethnicities=ethnicities,
            iwi=[self._chance.choice(words.IWI)] if "MAORI" in ethnicities else [],
            gender="Male",
            referred_by=self._chance.choice(words.REFERRERS),
        )

    def _contact(self, number: int, town: str, region: str, joined: date) -> Contact:
        checked = max(joined, self._today - timedelta(days=number * 3 % 120))
        return Contact(
            phone=f"021 555 {number:04d}",
            phone_safe=True,
            text_safe=self._chance.random() < 0.7,
            email=f"person{number}@{self._house.code}.example",
            email_safe=self._chance.random() < 0.3,
            may_say=self._chance.choice(words.MAY_SAY),
            town=town,
            region=region,
            checked_on=checked.isoformat(),
        )

    def _agreements(self, joined: date) -> list[Agreement]:
        given = self._chance.choice(_WAYS_OF_GIVING)
        purposes = [Purpose.RECORD] + [
            purpose
            for purpose, share in _AGREED.items()
            if self._chance.randrange(100) < share
        ]
        return [
            Agreement(
                purpose,
                given,
                joined,
                wording=f"{purpose.value}-en-1",
                of_age=True,
            )
            for purpose in purposes
        ]

    def _weighted(self, options: tuple[tuple[_T, int], ...]) -> _T:
        shares = [share for _, share in options]
        return self._chance.choices([each for each, _ in options], shares)[0]
