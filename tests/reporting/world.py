"""A made-up country: people, episodes and sessions, stored in bulk as bare facts.

The gates of consent are tested elsewhere; here a superuser goes round them, so that a
world of thousands of sessions takes a moment.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connection

from assessments.instruments import CURRENT
from cases.enums import NOT_HELD, AgeBand, Ethnicity, Mode, Region, SessionKind
from tests import databases

KINDS = [kind.value for kind in SessionKind if kind not in NOT_HELD]
MISSED = SessionKind.DID_NOT_ATTEND.value
MADE = datetime(2024, 1, 1, tzinfo=UTC)
Met = tuple[date, int, str, str]
#: The day of a check-in, its instrument and its answers; None is "rather not say".
Checked = tuple[date, str, dict[str, int | None]]


@dataclass(eq=False)
class Man:
    """What counts of one man: episodes (opened, begun, ended) and sessions."""

    organisation: uuid.UUID
    episodes: list[tuple[date, date | None, date | None]] = field(default_factory=list)
    sessions: list[Met] = field(default_factory=list)
    check_ins: list[Checked] = field(default_factory=list)
    age: str = ""
    ethnicities: Sequence[str] = ()
    region: str = ""
    may_be_described: bool = True
    id: uuid.UUID = field(default_factory=uuid.uuid4)
    rounding_key: int = field(default_factory=lambda: random.getrandbits(62))


@dataclass
class Tallied:
    """Support of somebody who wants no notes kept."""

    organisation: uuid.UUID
    month: date
    minutes: int
    kind: str = SessionKind.ONE_TO_ONE.value
    mode: str = Mode.IN_PERSON.value


def store(men: Iterable[Man], tallies: Iterable[Tallied] = ()) -> None:
    """Put a world into the database that Django's default connection points at."""
    men = list(men)
    name = connection.settings_dict["NAME"]
    with databases.superuser(name) as admin, admin.transaction():
        admin.execute("SET LOCAL session_replication_role = replica")
        for table, rows in _tables(men, list(tallies)).items():
            _insert(admin, table, rows)
        admin.execute("ANALYZE")


def made_up(
    organisations: Sequence[uuid.UUID], *, each: int, start: date, days: int, seed: int
) -> list[Man]:
    """Return men whose lives are drawn by lot; the same seed gives the same men."""
    chance = random.Random(seed)
    return [
        _drawn(chance, organisation, start, days)
        for organisation in organisations
        for _ in range(each)
    ]


def _drawn(
    chance: random.Random, organisation: uuid.UUID, start: date, days: int
) -> Man:
    opened = start + timedelta(days=chance.randrange(days))
    begun = opened + timedelta(days=chance.randrange(20))
    last = start + timedelta(days=days)
    lasts = timedelta(days=chance.randrange(60, 600))
    ended = begun + lasts if begun + lasts < last else None
    episodes: list[tuple[date, date | None, date | None]] = [(opened, begun, ended)]
    if ended and chance.random() < 0.4:
        again = ended + timedelta(days=chance.randrange(10, 200))
        if again < last:
            episodes.append((again, again, None))
    sessions = list(_sessions(chance, begun, ended or last))
    ethnicities = chance.choices(
        list(Ethnicity.values),
        weights=[50, 30, 10, 6, 2, 1],
        k=chance.choice([1, 1, 2]),
    )
    return Man(
        organisation,
        episodes,
        sessions,
        # Lots of its own, so that the world without check-ins stays what it was.
        list(_answers(random.Random(str(sessions)), sessions)),
        age=chance.choices(AgeBand.values, weights=[8, 20, 26, 24, 16, 8])[0],
        ethnicities=sorted(set(ethnicities)) if chance.random() < 0.95 else (),
        region=chance.choices(Region.values, weights=range(1, 17))[0],
        may_be_described=chance.random() < 0.9,
        id=uuid.UUID(int=chance.getrandbits(128), version=4),
        rounding_key=chance.getrandbits(63),
    )


def _sessions(chance: random.Random, begun: date, until: date) -> Iterable[Met]:
    day = begun
    while day < until:
        missed = chance.random() < 0.08
        kind = (
            MISSED
            if missed
            else chance.choices(KINDS, weights=[55, 15, 3, 14, 1, 5, 3, 4])[0]
        )
        mode = chance.choices(Mode.values, weights=[55, 5, 20, 10, 6, 4])[0]
        yield day, chance.choice([15, 30, 45, 60, 60, 75, 90]), kind, mode
        day += timedelta(days=chance.randrange(5, 25))


def _answers(chance: random.Random, sessions: list[Met]) -> Iterable[Checked]:
    """Check in after three months, then every half year, a little better each time."""
    if not sessions:
        return
    mood = chance.gauss(3.2, 0.5)
    day = sessions[0][0] + timedelta(days=91)
    while day <= sessions[-1][0]:
        yield (
            day,
            CURRENT.code,
            {item.code: _answer(chance, mood) for item in CURRENT.items},
        )
        mood += chance.uniform(0, 0.4)
        day += timedelta(days=183 + chance.randrange(30))


def _answer(chance: random.Random, mood: float) -> int | None:
    if chance.random() < 0.03:
        return None
    return min(5, max(1, round(chance.gauss(mood, 0.9))))


def _tables(men: list[Man], tallies: list[Tallied]) -> dict[str, list[dict[str, Any]]]:
    def of(man: Man, **columns: Any) -> dict[str, Any]:
        return {
            "id": uuid.uuid4(),
            "organisation_id": man.organisation,
            "subject_id": man.id,
            **columns,
        }

    gate = {"key_id": uuid.UUID(int=0), "withheld": False}
    return {
        "consent_subject": [
            {
                "id": man.id,
                "organisation_id": man.organisation,
                "created_at": MADE,
                "rounding_key": man.rounding_key,
            }
            for man in men
        ],
        "cases_episode": [
            of(
                man, **gate, started_on=opened, activated_on=begun, ended_on=ended,
                end_reason="", referred_by="",
            )
            for man in men
            for opened, begun, ended in man.episodes
        ],
        "cases_session": [
            of(
                man, **gate, held_on=day, minutes=minutes, kind=kind, mode=mode,
                worker_id=uuid.UUID(int=0), logged_at=MADE,
            )
            for man in men
            for day, minutes, kind, mode in man.sessions
        ],
        "cases_statisticalprofile": [
            of(
                man, age_band=man.age, ethnicities=list(man.ethnicities),
                region=man.region,
            )
            for man in men
            if man.may_be_described
        ],
        **_check_ins(men, of, gate),
        "cases_tally": [
            {
                "id": uuid.uuid4(), "organisation_id": one.organisation,
                "month": one.month, "kind": one.kind, "mode": one.mode,
                "minutes": one.minutes,
            }
            for one in tallies
        ],
    }  # fmt: skip


def _check_ins(
    men: list[Man], of: Callable[..., dict[str, Any]], gate: dict[str, Any]
) -> dict[str, list[dict[str, Any]]]:
    done, ratings = [], []
    for man in men:
        for day, instrument, answers in man.check_ins:
            row = of(
                man, **gate, instrument=instrument, way="ROOM", state="FINISHED",
                opened_at=MADE, finished_at=MADE, completed_on=day,
                worker_may_see=False, show_next_time=False,
            )  # fmt: skip
            done.append(row)
            if man.may_be_described:
                ratings += [
                    of(
                        man, assessment_id=row["id"], instrument=instrument, item=item,
                        value=value, completed_on=day,
                    )
                    for item, value in answers.items()
                ]  # fmt: skip
    return {"assessments_assessment": done, "assessments_rating": ratings}


def _insert(admin: Any, table: str, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    columns = list(rows[0])
    with admin.cursor().copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row([row[column] for column in columns])
