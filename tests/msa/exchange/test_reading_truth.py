from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from msa.exchange.reading import Staged, quarter_counts, read_folder

FOLDER = Path(__file__).resolve().parents[4] / "shared/data/incumbent-export"
TODAY = date(2026, 11, 22)

pytestmark = [
    pytest.mark.skipif(
        not FOLDER.is_dir(),
        reason="the incumbent's fictional export is not beside the repository",
    ),
]


@pytest.fixture(scope="module")
def staged() -> Staged:
    return read_folder(FOLDER, today=TODAY)


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((FOLDER / "truth.json").read_text())
    return loaded


def test_people(staged: Staged, truth: dict[str, Any]) -> None:
    report = staged.report("people.csv")

    assert report.accepted + report.withheld == truth["people"]
    assert report.withheld == truth["no_consent"]
    assert len(report.doubled) == truth["duplicates"]
    assert report.rejected == ()


def test_engagements(staged: Staged, truth: dict[str, Any]) -> None:
    report = staged.report("engagements.csv")

    assert report.accepted + report.withheld == truth["engagements"]


def test_contacts(staged: Staged, truth: dict[str, Any]) -> None:
    report = staged.report("contacts.csv")

    assert report.accepted + report.withheld == truth["contacts_ok"]
    assert len(report.rejected) == truth["contacts_bad"]
    assert sum(1 for _ in staged.contacts) == report.accepted


def test_bad_contacts_each_have_their_own_cause(staged: Staged) -> None:
    assert staged.report("contacts.csv").rejected_by_cause() == {
        "unknown_client": 1,
        "impossible_date": 1,
        "future_date": 1,
        "unreadable_hours": 1,
        "missing": 1,
    }


def test_every_quarter(staged: Staged, truth: dict[str, Any]) -> None:
    counted = {
        quarter: counts.as_json() for quarter, counts in quarter_counts(staged).items()
    }

    assert counted == truth["quarters"]


def test_the_one_person_whom_our_own_rule_counts_as_new(staged: Staged) -> None:
    differing = {
        quarter: counts.newly_active - counts.new
        for quarter, counts in quarter_counts(staged).items()
        if counts.newly_active != counts.new
    }

    assert differing == {"2026Q2": 1}


def test_nothing_of_those_without_a_yes_is_returned(staged: Staged) -> None:
    assert staged.report("people.csv").withheld > 0
    assert staged.report("contacts.csv").withheld > 0

    people = {person.external_id for person in staged.people}
    assert all(person.consent for person in staged.people)
    assert {found.person_id for found in staged.engagements} <= people
    assert {contact.person_id for contact in staged.contacts} <= people


@pytest.mark.parametrize(
    ("file", "rows"),
    [("assessments.csv", 214), ("goals.csv", 106), ("interested_parties.csv", 72)],
)
def test_what_hangs_on_engagements_is_taken_or_withheld(
    staged: Staged, file: str, rows: int
) -> None:
    report = staged.report(file)

    assert report.read == rows == report.accepted + report.withheld
    assert report.accepted > 0
