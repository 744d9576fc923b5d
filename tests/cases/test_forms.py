from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from cases.enums import Mode, SessionKind
from cases.forms.record import (
    ContactFields,
    EditContact,
    IdentityFields,
    identity_values,
)
from cases.forms.sessions import LogSession
from cases.queries.sessions import Habits
from cases.sections import Contact, Identity

NO_HABITS = Habits([], [])


def log_form(**data: Any) -> LogSession:
    usual = {
        "id": str(uuid.uuid4()),
        "when": timezone.localdate().isoformat(),
        "mode": "IN_PERSON",
        "kind": "ONE_TO_ONE",
        "length": "60",
    }
    return LogSession(usual | data, habits=NO_HABITS, offers_note=True)


# What he likes to be called


def test_a_name_to_call_him_by_is_enough() -> None:
    form = IdentityFields({"name": "Hēmi"})

    assert form.is_valid()
    assert form.identity() == Identity(name="Hēmi")


def test_a_missing_name_is_named() -> None:
    form = IdentityFields({"name": " "})

    assert form.errors["name"] == ["Fill in “What he likes to be called”"]


def test_a_macron_typed_as_two_letters_is_kept_as_one() -> None:
    form = IdentityFields({"name": "Ta\u0304ne"})

    assert form.is_valid()
    assert form.cleaned_data["name"] == "T\u0101ne"


@pytest.mark.req("UI-L3")
@pytest.mark.parametrize("typed", ["5/3/1984", "05-03-1984", "5 March 1984", "5.3.84"])
def test_a_date_of_birth_is_read_day_first(typed: str) -> None:
    form = IdentityFields({"name": "Hēmi", "birth_date": typed})

    assert form.is_valid()
    assert form.identity().birth_date == "1984-03-05"


def test_a_day_that_month_does_not_have_is_refused() -> None:
    form = IdentityFields({"name": "Hēmi", "birth_date": "31/2/1984"})

    assert form.errors["birth_date"] == ["Check the day: that month does not have it"]


def test_iwi_are_several_names_with_commas() -> None:
    form = IdentityFields({"name": "Hēmi", "iwi": "Ngāi Tahu, Te Āti Awa,, Ngāi Tahu"})

    assert form.is_valid()
    assert form.cleaned_data["iwi"] == ["Ngāi Tahu", "Te Āti Awa"]


def test_what_the_form_does_not_ask_stays() -> None:
    before = Identity(name="Hēmi", birth_date="1984-03-05", iwi=["Ngāi Tahu"])
    values = identity_values(before) | {"iwi": "Ngāi Tahu", "name": "James"}

    form = IdentityFields(values)

    assert form.is_valid()
    assert form.identity(before) == Identity(
        name="James", birth_date="1984-03-05", iwi=["Ngāi Tahu"]
    )


# Safe contact


@pytest.mark.parametrize(
    "data",
    [
        {"phone": "021 555 0101", "phone_safe": "on"},
        {"phone": "+64 21 555 0101", "text_safe": "on"},
        {"email": "a@example.nz", "email_safe": "on"},
        {"address": "1 High Street", "post_safe": "on"},
        {"other": "Through his sister"},
    ],
)
def test_one_safe_way_is_enough(data: dict[str, str]) -> None:
    form = ContactFields(data)

    assert form.is_valid()
    assert len(form.contact().safe_ways()) == 1


@pytest.mark.parametrize("data", [{}, {"phone": "021 555 0101"}, {"may_say": "Hi"}])
def test_no_safe_way_is_too_little(data: dict[str, str]) -> None:
    form = ContactFields(data)

    assert form.errors["phone"] == [
        "Fill in one way to reach him and tick that it is safe"
    ]


@pytest.mark.parametrize(
    ("tick", "field"),
    [("phone_safe", "phone"), ("email_safe", "email"), ("post_safe", "address")],
)
def test_a_tick_without_its_value_is_named(tick: str, field: str) -> None:
    form = ContactFields({tick: "on", "other": "Through his sister"})

    assert [*form.errors] == [field]
    assert "or take the tick away" in form.errors[field][0]


@pytest.mark.parametrize("typed", ["12345", "ring me", "=1+1+555555", "021-555-01O1"])
def test_what_is_no_phone_number_is_refused(typed: str) -> None:
    form = ContactFields({"phone": typed, "phone_safe": "on"})

    assert form.errors["phone"] == ["Enter a phone number, like 021 555 0101"]


def test_saving_contact_does_not_say_that_he_was_asked() -> None:
    before = Contact(phone="021 555 0101", phone_safe=True, checked_on="2026-05-05")
    form = EditContact({"phone": "021 555 0101", "phone_safe": "on", "revision": "1"})

    assert form.is_valid()
    assert form.contact(before).checked_on == "2026-05-05"


def test_the_tick_says_that_he_was_asked_today() -> None:
    form = EditContact({"other": "At the group", "revision": "1", "checked": "on"})

    assert form.is_valid()
    assert form.contact().checked() == timezone.localdate()


# A session


def test_today_is_chosen_already() -> None:
    form = LogSession(habits=NO_HABITS, offers_note=True)

    assert form["when"].initial == timezone.localdate().isoformat()


def test_yesterday_is_yesterday() -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    form = log_form(when=yesterday.isoformat())

    assert form.is_valid()
    assert form.held().held_on == yesterday


def test_another_day_is_read_day_first() -> None:
    form = log_form(when="other", other_day="5/3/2026")

    assert form.is_valid()
    assert form.held().held_on == date(2026, 3, 5)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Fill in which day it was"),
        ("31/2/2026", "Check the day: that month does not have it"),
        ("1/1/2099", "Enter a date that is not after today"),
        ("soon", "Enter the date as day, month and year, like 5 3 2026"),
    ],
)
def test_another_day_has_to_be_a_day_gone_by(typed: str, message: str) -> None:
    form = log_form(when="other", other_day=typed)

    assert form.errors["other_day"] == [message]


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Fill in how many minutes"),
        ("0", "Enter at least 1 minute"),
        ("-5", "Enter at least 1 minute"),
        ("2000", "Enter at most 1,440 minutes, a whole day"),
        ("an hour", "Enter the minutes as a number, like 45"),
    ],
)
def test_other_minutes_have_to_be_some(typed: str, message: str) -> None:
    form = log_form(length="other", other_minutes=typed)

    assert form.errors["other_minutes"] == [message]


def test_five_minutes_are_a_session() -> None:
    form = log_form(length="other", other_minutes="5")

    assert form.is_valid()
    assert form.held().minutes == 5


def test_what_stands_in_a_field_that_was_not_asked_for_does_no_harm() -> None:
    form = log_form(other_day="soon", other_minutes="0")

    assert form.is_valid()
    assert form.held().minutes == 60


def test_a_day_before_yesterday_can_not_be_slipped_in() -> None:
    form = log_form(when="2020-01-01")

    assert "when" in form.errors


def test_kinds_used_of_late_come_first_and_the_last_is_chosen() -> None:
    habits = Habits(["WORKSHOP", "GROUP"], ["VIDEO"])

    form = LogSession(habits=habits, offers_note=True)

    kinds = [value for value, _ in form.fields["kind"].choices]  # type: ignore[attr-defined]
    assert kinds[:3] == ["WORKSHOP", "GROUP", "ONE_TO_ONE"]
    assert len(kinds) == len(SessionKind.chosen())
    assert form["kind"].initial == "WORKSHOP"
    assert form["mode"].initial == Mode.VIDEO
