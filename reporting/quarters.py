"""Quarters as reports count them: of the calendar, in Pacific/Auckland (rules)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from msa.clock.days import local_date
from msa.clock.holidays import working_days_after

#: Entries made up to so many working days after its end still belong to a quarter.
DAYS_TO_CLOSE = 20
_CODE = re.compile(r"\A(20\d\d)Q([1-4])\Z")
_SPANS = {
    1: "January to March",
    2: "April to June",
    3: "July to September",
    4: "October to December",
}


class NotAQuarter(ValueError):
    """The code does not read like 2026Q3."""


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """One calendar quarter; days are those of Aotearoa New Zealand."""

    year: int
    number: int

    @classmethod
    def from_code(cls, code: str) -> Quarter:
        """Read a code such as 2026Q3.

        Raises:
            NotAQuarter: it is not such a code.
        """
        match = _CODE.match(code)
        if match is None:
            raise NotAQuarter(code)
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: date) -> Quarter:
        """Return the quarter a day is in."""
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def at(cls, moment: datetime) -> Quarter:
        """Return the quarter it is in Aotearoa New Zealand at a moment."""
        return cls.of(local_date(moment))

    @property
    def code(self) -> str:
        """The name in data and addresses, as in 2026Q3."""
        return f"{self.year}Q{self.number}"

    @property
    def start(self) -> date:
        """The first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def after(self) -> date:
        """The first day of the next quarter."""
        return self.next().start

    @property
    def end(self) -> date:
        """The last day."""
        return self.after - timedelta(days=1)

    @property
    def title(self) -> str:
        """The quarter in words, as in July to September 2026."""
        return f"{_SPANS[self.number]} {self.year}"

    @property
    def short_title(self) -> str:
        """The quarter by its last month, for charts, as in Sep 26."""
        return f"{self.end:%b} {self.year % 100:02}"

    @property
    def financial_year(self) -> str:
        """The year from July to June that it is in, as in 2026/27."""
        first = self.year if self.number > 2 else self.year - 1
        return f"{first}/{(first + 1) % 100:02}"

    @property
    def closes_on(self) -> date:
        """The last day on which entries still count for it."""
        return working_days_after(self.end, DAYS_TO_CLOSE)

    def next(self) -> Quarter:
        """Return the quarter after this one."""
        step = self.year * 4 + self.number
        return Quarter(step // 4, step % 4 + 1)

    def previous(self) -> Quarter:
        """Return the quarter before this one."""
        step = self.year * 4 + self.number - 2
        return Quarter(step // 4, step % 4 + 1)

    def has_ended(self, on: date) -> bool:
        """Say whether the quarter is over on a day."""
        return on > self.end

    def is_closed(self, on: date) -> bool:
        """Say whether nothing may be added to the quarter any more."""
        return on > self.closes_on
