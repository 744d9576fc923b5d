from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from consent.enums import Given, Purpose
from consent.forms import HowGiven, Welcome
from consent.models import Wording
from consent.services.consents import Agreement

WORDINGS = {
    purpose: Wording(id=f"{purpose}-1", purpose=purpose, explanation=f"Why {purpose}")
    for purpose in Purpose
}
ANSWERED = {
    "id": str(uuid.uuid4()),
    "age": "ADULT",
    "given": "SPOKEN",
    "given_on": "5/3/2026",
}


def welcome(**data: Any) -> Welcome:
    return Welcome(ANSWERED | data, wordings=WORDINGS)


def test_nothing_is_chosen_beforehand() -> None:
    form = Welcome(wordings=WORDINGS)

    assert [form[purpose.value].value() for purpose in Purpose] == [None] * 9
    assert form["given"].value() is None


def test_the_day_is_today_until_another_is_typed() -> None:
    today = timezone.localdate()

    form = Welcome(wordings=WORDINGS)

    assert form["given_on"].value() == f"{today.day}/{today.month}/{today.year}"


def test_each_purpose_is_put_in_its_own_words() -> None:
    form = Welcome(wordings=WORDINGS)

    asked = [field for _, fields in form.groups() for field in fields]
    assert {field.name: field.help_text for field in asked} == {
        purpose.value: f"Why {purpose}" for purpose in Purpose
    }


def test_only_a_yes_is_a_consent() -> None:
    form = welcome(RECORD="yes", SESSIONS="no", CONTACT="")

    assert form.is_valid()
    assert form.agreements() == [
        Agreement(
            Purpose.RECORD,
            Given.SPOKEN,
            date(2026, 3, 5),
            wording="RECORD-1",
            of_age=True,
        )
    ]


def test_a_record_has_to_be_answered() -> None:
    assert list(welcome(SESSIONS="yes").errors) == ["RECORD"]


@pytest.mark.parametrize(("answer", "refuses"), [("no", True), ("yes", False)])
def test_a_no_to_a_record_is_seen_whatever_else_is_missing(
    answer: str, refuses: bool
) -> None:
    form = Welcome({"RECORD": answer}, wordings=WORDINGS)

    assert form.refuses_record() is refuses


@pytest.mark.parametrize("answer", ["maybe", "on", "YES"])
def test_anything_but_yes_and_no_is_refused(answer: str) -> None:
    assert "RECORD" in welcome(RECORD=answer).errors


def test_nobody_here_takes_a_consent_over_from_elsewhere() -> None:
    form = HowGiven({"given": "IMPORTED", "given_on": "5/3/2026"}, wordings=WORDINGS)

    assert "given" in form.errors
