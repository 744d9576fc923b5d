"""Public holidays of the whole country, so that working days can be counted.

Holidays that fall on a weekend move as the Holidays Act 2003 says (Mondayised).
Anniversary days of provinces are not among them: they differ from place to place.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

_DAY = timedelta(days=1)
_MONDAY, _SATURDAY, _SUNDAY = 0, 5, 6

#: Set by the Te Kāhui o Matariki Public Holiday Act 2022 until 2052: month and day.
_MATARIKI = {
    2022: (6, 24), 2023: (7, 14), 2024: (6, 28), 2025: (6, 20), 2026: (7, 10),
    2027: (6, 25), 2028: (7, 14), 2029: (7, 6), 2030: (6, 21), 2031: (7, 11),
    2032: (7, 2), 2033: (6, 24), 2034: (7, 7), 2035: (6, 29), 2036: (7, 18),
    2037: (7, 10), 2038: (6, 25), 2039: (7, 15), 2040: (7, 6), 2041: (7, 19),
    2042: (7, 11), 2043: (7, 3), 2044: (6, 24), 2045: (7, 7), 2046: (6, 29),
    2047: (7, 19), 2048: (7, 3), 2049: (6, 25), 2050: (7, 15), 2051: (6, 30),
    2052: (6, 21),
}  # fmt: skip
#: Held once: the memorial day for Queen Elizabeth II.
_ONCE = frozenset({date(2022, 9, 26)})


def working_days_after(day: date, count: int) -> date:
    """Return the day that is so many working days after another."""
    while count:
        day += _DAY
        if day.weekday() < _SATURDAY and day not in holidays(day.year):
            count -= 1
    return day


def privacy_working_days_after(day: date, count: int) -> date:
    """Return the day that is so many of the Privacy Act's working days after another.

    That Act (section 7) leaves out 25 December to 15 January besides the holidays.
    """
    while count:
        day = working_days_after(day, 1)
        if not _is_summer(day):
            count -= 1
    return day


def _is_summer(day: date) -> bool:
    return (day.month, day.day) >= (12, 25) or (day.month, day.day) <= (1, 15)


@cache
def holidays(year: int) -> frozenset[date]:
    """Return the days of a year on which the whole country does not work."""
    easter = _easter_sunday(year)
    days = {
        *_pair(date(year, 1, 1)),
        _moved(date(year, 2, 6)),
        easter - 2 * _DAY,
        easter + _DAY,
        _moved(date(year, 4, 25)),
        _monday_from(date(year, 6, 1)),
        _monday_from(date(year, 10, 22)),
        *_pair(date(year, 12, 25)),
    }
    if year in _MATARIKI:
        days.add(date(year, *_MATARIKI[year]))
    return frozenset(days | {day for day in _ONCE if day.year == year})


def _moved(day: date) -> date:
    return _monday_from(day) if day.weekday() in {_SATURDAY, _SUNDAY} else day


def _pair(first: date) -> tuple[date, date]:
    """Return a holiday and the one after it, each moved past the weekend."""
    moved = {_SATURDAY: (2, 3), _SUNDAY: (2, 1), 4: (0, 3)}
    one, other = moved.get(first.weekday(), (0, 1))
    return first + one * _DAY, first + other * _DAY


def _monday_from(day: date) -> date:
    return day + ((_MONDAY - day.weekday()) % 7) * _DAY


def _easter_sunday(year: int) -> date:
    """Return Easter Sunday by the Gregorian computus."""
    golden = year % 19
    century, rest = divmod(year, 100)
    moon = (
        19 * golden + century - century // 4
        - (century - (century + 8) // 25 + 1) // 3 + 15
    ) % 30  # fmt: skip
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
