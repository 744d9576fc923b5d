"""From which day on a record need no longer be kept (K06). Pure: no database, no clock.

A period runs as the law counts: it begins on the day after the last contact and ends
with the last day before the same date so many years on. What begins on 29 February and
would end in a year without one ends with 28 February.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from consent.retention.enums import Basis
from msa.clock.days import local_date

#: Health (Retention of Health Information) Regulations 1996, regulation 6.
HEALTH_YEARS = 10
#: He may change his mind, or take his copy, on each of so many whole days.
COOLING_OFF_DAYS = 14


@dataclass(frozen=True, slots=True)
class Duty:
    """What an organisation has signed off: the basis, and a contract's years if any."""

    basis: Basis
    contract_years: int = 0

    @property
    def years(self) -> int:
        """How long a record is kept: the longer one if two duties meet."""
        least = HEALTH_YEARS if self.basis is Basis.HEALTH_10Y else 0
        return max(least, self.contract_years)


def counted_from(contacts: Iterable[date], withdrawn_at: datetime | None) -> date:
    """Return the day of the last contact; taking consent back is one as well.

    Raises:
        ValueError: there was neither.
    """
    days = [*contacts, *([local_date(withdrawn_at)] if withdrawn_at else [])]
    return max(days)


def due_on(duty: Duty | None, last_contact: date) -> date | None:
    """Return the first day on which a record may go; None while nothing is signed."""
    if duty is None:
        return None
    return _years_on(last_contact + timedelta(days=1), duty.years)


def latest_contact_due(duty: Duty, today: date) -> date:
    """Return a day such that whoever was met after it is not due today."""
    # Two days more than enough: leap days move the border by one.
    return _years_on(today, -duty.years) + timedelta(days=1)


def first_day_to_destroy(asked_at: datetime) -> date:
    """Return the day after the cooling-off: whole days, as people here count them."""
    return local_date(asked_at) + timedelta(days=COOLING_OFF_DAYS + 1)


def _years_on(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return date(day.year + years, 3, 1)
