"""The moments at which a quarter ends here, and at which clocks are changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from msa.clock.days import AUCKLAND
from reporting.quarters import Quarter

SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment, and the day and quarter that it is in Aotearoa New Zealand."""

    name: str
    at: datetime
    day: date
    quarter: Quarter


def midnight_after(day: date) -> datetime:
    """Return the end of a day in UTC."""
    after = day + timedelta(days=1)
    return datetime(after.year, after.month, after.day, tzinfo=AUCKLAND).astimezone(UTC)


def around(day: date, name: str) -> list[Moment]:
    """Return the last second of a day and the first of the next."""
    end, after = midnight_after(day), day + timedelta(days=1)
    return [
        Moment(f"last second of {name}", end - SECOND, day, Quarter.of(day)),
        Moment(f"first second after {name}", end, after, Quarter.of(after)),
    ]


#: The ends of four quarters: two in summer time, one in winter time, one just changed.
ENDS = {
    "March, NZDT": (date(2026, 3, 31), 13),
    "June, NZST": (date(2026, 6, 30), 12),
    "September, NZDT": (date(2025, 9, 30), 13),
    "December, NZDT": (date(2025, 12, 31), 13),
}
#: The days on which clocks go back and forward, and the hours that they have.
CHANGES = {"clocks back": (date(2026, 4, 5), 25), "clocks on": (date(2026, 9, 27), 23)}
MOMENTS = [
    moment
    for name, (day, _) in {**ENDS, **CHANGES}.items()
    for moment in around(day, name)
] + [
    # Half past two comes twice on the one day, and never on the other.
    Moment("half past two", datetime(2026, 4, 4, 13, 30, tzinfo=UTC),
           date(2026, 4, 5), Quarter(2026, 2)),
    Moment("half past two again", datetime(2026, 4, 4, 14, 30, tzinfo=UTC),
           date(2026, 4, 5), Quarter(2026, 2)),
    Moment("a second before three", datetime(2026, 9, 26, 13, 59, 59, tzinfo=UTC),
           date(2026, 9, 27), Quarter(2026, 3)),
    Moment("three at once", datetime(2026, 9, 26, 14, 0, tzinfo=UTC),
           date(2026, 9, 27), Quarter(2026, 3)),
]  # fmt: skip
EACH = {"argvalues": MOMENTS, "ids": [moment.name for moment in MOMENTS]}
