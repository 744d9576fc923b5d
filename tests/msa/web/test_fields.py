from __future__ import annotations

from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from msa.web.fields import NotADate, NZDateField, read_date

TODAY = date(2026, 11, 22)


@pytest.mark.req("UI-L3")
@pytest.mark.parametrize(
    "typed",
    [
        "5/3/2026",
        "05/03/2026",
        "5/3/26",
        "05-03-26",
        "5.3.2026",
        "5 3 2026",
        " 5 / 3 / 2026 ",
        "2026-03-05",
        "5 March 2026",
        "5th Mar 2026",
        "5 MARCH 26",
        "5 Poutūterangi 2026",
        "5 poututerangi 2026",
        "5 Māehe 2026",
    ],
)
def test_fifth_of_march_however_it_is_written(typed: str) -> None:
    assert read_date(typed, today=TODAY) == date(2026, 3, 5)


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("1 Whiringa-ā-nuku 2026", date(2026, 10, 1)),
        ("1 Whiringa-ā-rangi 2026", date(2026, 11, 1)),
        ("29 2 2024", date(2024, 2, 29)),
        ("3 Sept 2026", date(2026, 9, 3)),
        ("31/12/1999", date(1999, 12, 31)),
        ("1/1/46", date(2046, 1, 1)),
        ("1/1/47", date(1947, 1, 1)),
    ],
)
def test_date_is_understood(typed: str, understood: date) -> None:
    assert read_date(typed, today=TODAY) == understood


def test_two_digits_of_a_birth_year_are_in_the_past() -> None:
    assert read_date("1/1/40", today=TODAY, past=True) == date(1940, 1, 1)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("31/2/2026", "day"),
        ("29/2/2026", "day"),
        ("0/3/2026", "day"),
        ("3/13/2026", "month"),
        ("5/3/1066", "year"),
        ("5/3", "invalid"),
        ("5 Marchember 2026", "invalid"),
        ("5 Ma 2026", "invalid"),
        ("soon", "invalid"),
        ("5/3/2026; 6/3/2026", "invalid"),
    ],
)
def test_what_is_wrong_with_a_date_is_said(typed: str, code: str) -> None:
    with pytest.raises(NotADate) as fault:
        read_date(typed, today=TODAY)

    assert fault.value.code == code


def test_message_names_the_fix() -> None:
    with pytest.raises(ValidationError) as fault:
        NZDateField().clean("31/2/2026")

    assert fault.value.messages == ["Check the day: that month does not have it"]


def test_past_field_refuses_tomorrow_and_takes_today() -> None:
    today = timezone.localdate()
    field = NZDateField(past=True)

    assert field.clean(today.strftime("%d/%m/%Y")) == today
    tomorrow = date.fromordinal(today.toordinal() + 1)
    with pytest.raises(ValidationError, match="not after today"):
        field.clean(tomorrow.strftime("%d/%m/%Y"))


def test_nothing_typed_is_no_date() -> None:
    assert NZDateField(required=False).clean("") is None


@pytest.mark.req("UI-L3")
@pytest.mark.parametrize("language", ["en-nz", "mi"])
def test_saved_date_comes_back_day_first(language: str) -> None:
    class Meeting(forms.Form):
        on = NZDateField()

    with translation.override(language):
        drawn = str(Meeting(initial={"on": date(2026, 3, 5)})["on"])

    assert 'value="05/03/2026"' in drawn
