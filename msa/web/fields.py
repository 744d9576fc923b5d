"""Form fields that read what people in Aotearoa New Zealand write."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from msa.clock.days import local_date
from msa.web.widgets import DateText

MONTHS = (
    "january kohitatea hanuere",
    "february huitanguru pepuere",
    "march poututerangi maehe",
    "april paengawhawha aperira",
    "may haratua mei",
    "june pipiri hune",
    "july hongongoi hurae",
    "august hereturikoka akuhata",
    "september mahuru hepetema",
    "october whiringaanuku oketopa",
    "november whiringaarangi noema",
    "december hakihea tihema",
)
SHORTEST_MONTH_NAME = 3
DAY_ENDING = re.compile(r"(?<=\d)(st|nd|rd|th)\b")
NUMERIC = re.compile(r"(\d{1,2})[\s/.\-]+(\d{1,2})[\s/.\-]+(\d{2}|\d{4})")
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
NAMED = re.compile(r"(\d{1,2})[\s/.,\-]*([a-z]+(?:-a-[a-z]+)?)[\s/.,\-]*(\d{2}|\d{4})")
# A two-digit year this far ahead is meant; one further ahead is a year gone by.
YEARS_AHEAD = 20


class NotADate(ValueError):
    """What was typed is not a date; `code` says in which way."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NZDateField(forms.DateField):
    """A typed date, day first: 5/3/2026 is 5 March 2026 in every language (UI-L3).

    Reads 5/3/2026, 05-03-26, 5.3.2026, 5 3 2026, 5 March 2026, 5th Mar 26, 2026-03-05,
    and month names in te reo Māori. With `past=True` a date after today is refused and
    a two-digit year is never one to come.
    """

    widget = DateText
    default_error_messages = {
        "invalid": _("Enter the date as day, month and year, like 5 3 2026"),
        "month": _("Enter a month from 1 to 12, like 5 3 2026 for 5 March"),
        "day": _("Check the day: that month does not have it"),
        "year": _("Enter the year in full, like 2026"),
        "future": _("Enter a date that is not after today"),
    }

    def __init__(self, *, past: bool = False, **kwargs: Any) -> None:
        self.past = past
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or isinstance(value, date):
            return super().to_python(value)
        today = local_date(timezone.now())
        try:
            typed = read_date(str(value), today=today, past=self.past)
        except NotADate as fault:
            raise ValidationError(
                self.error_messages[fault.code], code=fault.code
            ) from fault
        if self.past and typed > today:
            raise ValidationError(self.error_messages["future"], code="future")
        return typed


def read_date(text: str, *, today: date, past: bool = False) -> date:
    """Return the date that somebody typed, day first.

    Raises: NotADate, with the code of what to put right.
    """
    day, month, year = _parts(_plain(text))
    if not 1 <= month <= len(MONTHS):
        raise NotADate("month")
    if year < 100:
        year = _full_year(year, today=today, past=past)
    if not 1900 <= year <= 2100:
        raise NotADate("year")
    try:
        return date(year, month, day)
    except ValueError as fault:
        raise NotADate("day") from fault


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.strip().lower())
    unmarked = "".join(c for c in decomposed if not unicodedata.combining(c))
    return DAY_ENDING.sub("", re.sub(r"[‐-―]", "-", unmarked))


def _parts(text: str) -> tuple[int, int, int]:
    if match := ISO.fullmatch(text):
        year, month, day = map(int, match.groups())
        return day, month, year
    if match := NUMERIC.fullmatch(text):
        day, month, year = map(int, match.groups())
        return day, month, year
    if match := NAMED.fullmatch(text):
        return int(match[1]), _month(match[2]), int(match[3])
    raise NotADate("invalid")


def _month(name: str) -> int:
    typed = name.replace("-", "")
    if len(typed) >= SHORTEST_MONTH_NAME:
        for number, names in enumerate(MONTHS, start=1):
            if any(known.startswith(typed) for known in names.split()):
                return number
    raise NotADate("invalid")


def _full_year(year: int, *, today: date, past: bool) -> int:
    this_century = today.year // 100 * 100 + year
    latest = today.year if past else today.year + YEARS_AHEAD
    return this_century if this_century <= latest else this_century - 100
