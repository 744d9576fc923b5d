from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from msa.exchange.reading import Cause, Staged

if TYPE_CHECKING:
    from tests.msa.exchange.conftest import Export


def rejected(staged: Staged) -> list[tuple[int, Cause, str]]:
    return [
        (found.row, found.cause, found.column)
        for found in staged.report("people.csv").rejected
    ]


def doubled(staged: Staged) -> list[tuple[int, Cause]]:
    return [(found.row, found.cause) for found in staged.report("people.csv").doubled]


def ids(staged: Staged) -> list[str]:
    return [person.external_id for person in staged.people]


def test_a_person_in_our_terms(export: Export) -> None:
    (person,) = export.read().people

    assert person.birth_date == date(1951, 2, 27)
    assert person.ethnicities == ("2", "3")
    assert person.ethnic_groups == ("21", "31")
    assert person.ethnicity_text == "Māori; Samoan"
    assert person.iwi == ("Ngāpuhi",)
    assert person.region == "NTL"
    assert person.ok_to_leave_message is False


def test_an_unknown_ethnicity_is_kept_but_not_guessed(empty_export: Export) -> None:
    empty_export.person(Ethnicity="Klingon")

    (person,) = empty_export.read().people

    assert (person.ethnicities, person.ethnicity_text) == (("9",), "Klingon")


@pytest.mark.parametrize(
    ("town", "region"),
    [("otepoti", "OTA"), ("NFA", "NFA"), ("Atlantis", ""), ("", "")],
)
def test_regions(empty_export: Export, town: str, region: str) -> None:
    empty_export.person(Town=town)

    assert empty_export.read().people[0].region == region


@pytest.mark.parametrize("answer", ["", "No", "no ", "Maybe", "Not yes", "0"])
def test_anything_but_yes_is_counted_and_not_kept(export: Export, answer: str) -> None:
    export.person(PersonID="P2", ConsentToRecord=answer, Mobile="021 555 0102")
    export.engagement(ClientID="1002", PersonID="P2")
    export.contact(ClientID="1002")

    staged = export.read()

    assert ids(staged) == ["P1"]
    assert [found.client_id for found in staged.engagements] == ["1001"]
    assert list(staged.contacts) == []
    assert [report.withheld for report in staged.reports] == [1, 1, 1]


def test_a_bad_cell_of_a_man_without_a_yes_is_not_even_read(
    empty_export: Export,
) -> None:
    empty_export.person(ConsentToRecord="No", DOB="31/02/1950")

    assert rejected(empty_export.read()) == []


@pytest.mark.parametrize(
    "same",
    [
        {"FirstName": "TANE ", "Mobile": "+64 21 5550101"},
        {"LastName": "Exam ple", "DOB": "1951-02-27"},
    ],
)
def test_a_doubled_man_is_reported_and_kept_once(
    export: Export, same: dict[str, str]
) -> None:
    export.person(PersonID="P1D", **same)

    staged = export.read()

    assert ids(staged) == ["P1"]
    assert doubled(staged) == [(3, Cause.DOUBLED_PERSON)]


def test_the_age_range_stands_in_where_both_lack_a_birth_date(
    empty_export: Export,
) -> None:
    empty_export.person(DOB="", AgeRange="45-54")
    empty_export.person(PersonID="P2", DOB="", AgeRange="45 – 54")
    empty_export.person(PersonID="P3", DOB="", AgeRange="35-44")

    staged = empty_export.read()

    assert ids(staged) == ["P1", "P3"]
    assert doubled(staged) == [(3, Cause.DOUBLED_PERSON)]


@pytest.mark.parametrize(
    "other",
    [
        {"Mobile": "021 555 0199"},
        {"DOB": "28/02/1951"},
        {"LastName": "Sample"},
    ],
)
def test_two_men_are_not_taken_for_one(export: Export, other: dict[str, str]) -> None:
    export.person(PersonID="P2", **other)

    assert ids(export.read()) == ["P1", "P2"]


@pytest.mark.parametrize("blank", [{"Mobile": ""}, {"DOB": "", "AgeRange": ""}])
def test_two_blanks_are_no_likeness(
    empty_export: Export, blank: dict[str, str]
) -> None:
    empty_export.person(**blank)
    empty_export.person(PersonID="P2", **blank)

    assert ids(empty_export.read()) == ["P1", "P2"]


def test_what_hangs_on_a_doubled_man_goes_to_the_first(export: Export) -> None:
    export.person(PersonID="P1D")
    export.engagement(ClientID="1002", PersonID="P1D")
    export.contact(ClientID="1002")

    staged = export.read()

    assert [found.person_id for found in staged.engagements] == ["P1", "P1"]
    assert [contact.person_id for contact in staged.contacts] == ["P1"]


@pytest.mark.parametrize(("first", "second"), [("Yes", "No"), ("", "Yes")])
def test_one_row_without_a_yes_is_enough_to_keep_nothing(
    empty_export: Export, first: str, second: str
) -> None:
    empty_export.person(ConsentToRecord=first)
    empty_export.person(PersonID="P1D", ConsentToRecord=second)
    empty_export.engagement()
    empty_export.engagement(ClientID="1002", PersonID="P1D")

    staged = empty_export.read()

    assert (staged.people, staged.engagements) == ((), ())
    assert staged.report("people.csv").withheld == 1
    assert staged.report("engagements.csv").withheld == 2
    assert doubled(staged) == [(3, Cause.DOUBLED_CONSENT_DIFFERS)]


def test_a_repeated_id_of_the_same_man(export: Export) -> None:
    export.person(Mobile="021 555 0999")

    staged = export.read()

    assert ids(staged) == ["P1"]
    assert doubled(staged) == [(3, Cause.DOUBLED_ID)]


@pytest.mark.parametrize("born", ["01/01/1980", ""])
def test_an_id_of_two_men_leads_to_neither(export: Export, born: str) -> None:
    export.person(FirstName="Hōne", DOB=born)
    export.contact()

    staged = export.read()

    assert (staged.people, staged.engagements, list(staged.contacts)) == ((), (), [])
    assert rejected(staged) == [
        (2, Cause.ID_OF_ANOTHER, "PersonID"),
        (3, Cause.ID_OF_ANOTHER, "PersonID"),
    ]
    assert staged.report("engagements.csv").rejected_by_cause() == {
        "person_rejected": 1
    }
    assert staged.report("contacts.csv").rejected_by_cause() == {"client_rejected": 1}


def test_a_row_mended_further_down_is_taken(empty_export: Export) -> None:
    empty_export.person(ConsentDate="31/02/2026")
    empty_export.person()
    empty_export.engagement()

    staged = empty_export.read()

    assert ids(staged) == ["P1"]
    assert len(staged.engagements) == 1
    assert rejected(staged) == [(2, Cause.IMPOSSIBLE_DATE, "ConsentDate")]


@pytest.mark.parametrize(
    ("cells", "cause", "column"),
    [
        ({"PersonID": " "}, Cause.MISSING, "PersonID"),
        ({"FirstName": "", "LastName": ""}, Cause.MISSING, "FirstName"),
        ({"DOB": "31/02/1950"}, Cause.IMPOSSIBLE_DATE, "DOB"),
        ({"DOB": "01/01/2027"}, Cause.FUTURE_DATE, "DOB"),
        ({"DOB": "01/01/1800"}, Cause.DATE_TOO_EARLY, "DOB"),
        ({"AgeRange": "old"}, Cause.UNKNOWN_VALUE, "AgeRange"),
        ({"ConsentDate": "01/01/2027"}, Cause.FUTURE_DATE, "ConsentDate"),
        (
            {"OKToLeaveMessage": "not when his wife is in"},
            Cause.UNKNOWN_VALUE,
            "OKToLeaveMessage",
        ),
    ],
)
def test_cells_that_keep_a_row_out(
    empty_export: Export, cells: dict[str, str], cause: Cause, column: str
) -> None:
    empty_export.person(**cells)

    staged = empty_export.read()

    assert staged.people == ()
    assert rejected(staged) == [(2, cause, column)]


def test_a_report_holds_nothing_out_of_the_file(export: Export) -> None:
    export.person(PersonID="P2", FirstName="Secretname", DOB="30 Secretmonth 1950")
    export.contact(Type="Secrettype")

    staged = export.read()

    told = str([report.as_json() for report in staged.reports])
    assert "unreadable_date" in told
    assert "unknown_contact_type" in told
    assert "Secret" not in told


def test_nobody_shows_in_a_log_by_his_repr(export: Export) -> None:
    export.contact(Notes="Talked.")
    staged = export.read()

    shown = repr((staged, staged.people, staged.engagements, list(staged.contacts)))

    assert staged.people[0].first_name == "Tāne"
    assert not any(word in shown for word in ("Tāne", "P1", "1001", "Talked"))
