"""The meaning of one cell: text, a name folded for comparison, a date, minutes."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from msa.exchange.reading.problems import Cause

AOTEAROA = ZoneInfo("Pacific/Auckland")

# Dates before these are an exporter's stand-in for "unknown", or a slip.
EARLIEST_BIRTH_YEAR = 1900
EARLIEST_EVENT_YEAR = 1980

_MINUTES_A_DAY = 24 * 60

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}

_TIME = r"(?:[ T]+\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?(?: ?[ap]\.?m\.?)?)?"
_DAY_FIRST = re.compile(
    rf"(\d{{1,2}})([/.-])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_TIME}", re.ASCII | re.I
)
_YEAR_FIRST = re.compile(
    rf"(\d{{4}})([/-])(\d{{1,2}})\2(\d{{1,2}}){_TIME}", re.ASCII | re.I
)
_WORDED = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[ -]+([a-z]+)\.?,?[ -]+(\d{4}|\d{2})", re.ASCII | re.I
)
_WITH_OFFSET = re.compile(
    r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.*(?:Z|[+-]\d{2}:?\d{2})", re.ASCII
)
_HOURS = re.compile(r"([+-]?)(\d{1,9}(?:[.,]\d{0,9})?|[.,]\d{1,9})", re.ASCII)
_HOURS_AND_MINUTES = re.compile(r"(\d{1,4}):([0-5]\d)", re.ASCII)
_INNER_SPACE = re.compile(r"\s+")
# UTF-8 that was once taken for Windows text: a lead byte shown as a capital letter,
# then what no word has after it; and the sign for a character already lost.
_GARBLED = re.compile(
    r"[\u00c2-\u00c5\u00ca\u00cb][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d"
    r"\u017e\u0192\u02c6\u02dc\u2013\u2014\u2018-\u201e\u2020-\u2022\u2026\u2030"
    r"\u2039\u203a\u20ac\u2122]|\u00e2\u20ac|\u00ef\u00bf\u00bd|\ufffd|[\ud800-\udfff]"
)


class NotReadable(ValueError):
    """The text doesn't mean what its column asks for; `cause` says how."""

    def __init__(self, cause: Cause) -> None:
        self.cause = cause
        super().__init__(cause)


def line(text: str) -> str:
    """Give the text of a one-line cell: composed, without stray space.

    A leading =, +, - or @ stays: it is text here, and whoever writes it to a
    spreadsheet again has to disarm it.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return _INNER_SPACE.sub(" ", text).strip()


def prose(text: str) -> str:
    """Give the text of a cell that may have several lines, with plain line ends."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def fold(text: str) -> str:
    """Give what two spellings have in common: no case, macrons, or space."""
    if not text.isascii():
        # "Tu\u02bbipulotu" is typed with any of these.
        text = re.sub("[\u02bb\u02bc\u2018\u2019`\u00b4]", "'", text)
        parts = unicodedata.normalize("NFKD", text)
        text = "".join(part for part in parts if not unicodedata.combining(part))
    return "".join(text.casefold().split())


def phone_digits(text: str) -> str:
    """Give a phone number as dialled within the country, digits only.

    Empty where there is no digit in the cell.
    """
    digits = "".join(sign for sign in text if sign in "0123456789")
    if digits.startswith("0064"):
        digits = digits[2:]
    if digits.startswith("64") and (len(digits) >= 10 or text.strip()[:1] == "+"):
        digits = "0" + digits[2:].removeprefix("0")
    return digits


def is_damaged(text: str) -> bool:
    """Tell whether letters were lost or garbled before the text came here."""
    return not text.isascii() and _GARBLED.search(text) is not None


def event_date(text: str, *, today: date) -> date:
    """Read a date on which something happened; a two-digit year is of this century.

    Raises:
        NotReadable: not a date, not in the calendar, in the future, or too far back.
    """
    return _checked(_parse(text, today=today, birth=False), EARLIEST_EVENT_YEAR, today)


def birth_date(text: str, *, today: date) -> date:
    """Read a date of birth; a two-digit year is the latest that is not to come.

    Raises:
        NotReadable: not a date, not in the calendar, in the future, or too far back.
    """
    return _checked(_parse(text, today=today, birth=True), EARLIEST_BIRTH_YEAR, today)


def minutes(text: str) -> int:
    """Read hours, 0.25 or 0:15, as whole minutes; half a minute goes up.

    Raises:
        NotReadable: not a number of hours, negative, or more than a day.
    """
    if clock := _HOURS_AND_MINUTES.fullmatch(text):
        return _within_a_day(int(clock[1]) * 60 + int(clock[2]))
    number = _HOURS.fullmatch(text)
    if number is None:
        raise NotReadable(Cause.UNREADABLE_HOURS)
    hours = Decimal(number[1] + number[2].replace(",", "."))
    if hours < 0:
        raise NotReadable(Cause.HOURS_OUT_OF_RANGE)
    return _within_a_day(int((hours * 60).quantize(Decimal(1), ROUND_HALF_UP)))


def _within_a_day(amount: int) -> int:
    if amount > _MINUTES_A_DAY:
        raise NotReadable(Cause.HOURS_OUT_OF_RANGE)
    return amount


def _checked(value: date, earliest_year: int, today: date) -> date:
    if value > today:
        raise NotReadable(Cause.FUTURE_DATE)
    if value.year < earliest_year:
        raise NotReadable(Cause.DATE_TOO_EARLY)
    return value


def _parse(text: str, *, today: date, birth: bool) -> date:
    if _WITH_OFFSET.fullmatch(text):
        return _local_date(text)
    day, month, year = _day_month_year(text)
    if len(year) == 2:
        year = _full_year(int(year), today=today, birth=birth)
    try:
        return date(int(year), month, day)
    except ValueError:
        raise NotReadable(Cause.IMPOSSIBLE_DATE) from None


def _day_month_year(text: str) -> tuple[int, int, str]:
    if found := _DAY_FIRST.fullmatch(text):
        return int(found[1]), int(found[3]), found[4]
    if found := _YEAR_FIRST.fullmatch(text):
        return int(found[4]), int(found[3]), found[1]
    if (found := _WORDED.fullmatch(text)) and found[2].lower() in _MONTHS:
        return int(found[1]), _MONTHS[found[2].lower()], found[3]
    raise NotReadable(Cause.UNREADABLE_DATE)


def _full_year(last_two: int, *, today: date, birth: bool) -> str:
    century = today.year - today.year % 100
    if birth and century + last_two > today.year:
        century -= 100
    return str(century + last_two)


def _local_date(text: str) -> date:
    # A time with an offset can fall on the next day, and in the next quarter, here.
    try:
        return datetime.fromisoformat(text).astimezone(AOTEAROA).date()
    except (ValueError, OverflowError):
        raise NotReadable(Cause.IMPOSSIBLE_DATE) from None
