from __future__ import annotations

from datetime import date

import pytest
from django import forms
from django.utils import formats, translation

pytestmark = [
    pytest.mark.req("UI-L3"),
    pytest.mark.parametrize("language", ["en-nz", "mi"]),
]
DAY = date(2026, 3, 5)


def test_short_date_is_day_first(language: str) -> None:
    with translation.override(language):
        assert formats.date_format(DAY, "SHORT_DATE_FORMAT") == "05/03/2026"


def test_week_begins_on_monday(language: str) -> None:
    with translation.override(language):
        assert formats.get_format("FIRST_DAY_OF_WEEK") == 1


def test_django_reads_dates_day_first(language: str) -> None:
    with translation.override(language):
        assert forms.DateField().clean("5/3/2026") == DAY


def test_long_date_has_no_month_first(language: str) -> None:
    with translation.override(language):
        assert formats.date_format(DAY).split()[0::2] == ["5", "2026"]


def test_numbers_are_grouped_by_commas(language: str) -> None:
    with translation.override(language):
        assert formats.number_format(1240.5, 1, force_grouping=True) == "1,240.5"
