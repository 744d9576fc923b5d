from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from msa.exchange.reading import Cause, Kind, Mode, Staged, Status, quarter_counts

if TYPE_CHECKING:
    from tests.msa.exchange.conftest import Export


def rejected(staged: Staged, file: str) -> list[tuple[int, Cause, str]]:
    return [
        (found.row, found.cause, found.column) for found in staged.report(file).rejected
    ]


def test_an_engagement_in_our_terms(export: Export) -> None:
    (engagement,) = export.read().engagements

    assert engagement.status is Status.ACTIVE
    assert engagement.activated_on == date(2026, 2, 5)
    assert engagement.issues == ("Housing", "Relationships")


@pytest.mark.parametrize(
    ("cells", "cause", "column"),
    [
        ({"ClientID": ""}, Cause.MISSING, "ClientID"),
        ({"PersonID": ""}, Cause.MISSING, "PersonID"),
        ({"PersonID": "P9"}, Cause.UNKNOWN_PERSON, "PersonID"),
        ({"Status": "Dormant"}, Cause.UNKNOWN_VALUE, "Status"),
        ({"InitialDate": "1/1/2027"}, Cause.FUTURE_DATE, "InitialDate"),
        ({"ActivationDate": ""}, Cause.STATUS_DISAGREES, "Status"),
        ({"Status": "Waitlist"}, Cause.STATUS_DISAGREES, "Status"),
        ({"Status": "Exited"}, Cause.STATUS_DISAGREES, "Status"),
        ({"ExitDate": "01/03/2026"}, Cause.STATUS_DISAGREES, "Status"),
        (
            {"Status": "Exited", "ExitDate": "01/01/2026"},
            Cause.DATES_OUT_OF_ORDER,
            "ExitDate",
        ),
    ],
)
def test_cells_that_keep_an_engagement_out(
    empty_export: Export, cells: dict[str, str], cause: Cause, column: str
) -> None:
    empty_export.person()
    empty_export.engagement(**cells)

    staged = empty_export.read()

    assert staged.engagements == ()
    assert rejected(staged, "engagements.csv") == [(2, cause, column)]


def test_somebody_may_leave_the_waiting_list(empty_export: Export) -> None:
    empty_export.person()
    empty_export.engagement(Status="Exited", ActivationDate="", ExitDate="01/03/2026")

    assert empty_export.read().engagements[0].status is Status.ENDED


def test_a_doubled_engagement_is_kept_once(export: Export) -> None:
    export.engagement(Programme="Peer Group")

    staged = export.read()

    assert [found.programme for found in staged.engagements] == ["Peer Support 1:1"]
    (found,) = staged.report("engagements.csv").doubled
    assert (found.row, found.cause) == (3, Cause.DOUBLED_ID)


def test_an_engagement_of_two_men_is_neithers(export: Export) -> None:
    export.person(PersonID="P2", Mobile="021 555 0102")
    export.engagement(PersonID="P2")
    export.contact()

    staged = export.read()

    assert (staged.engagements, list(staged.contacts)) == ((), [])
    assert rejected(staged, "engagements.csv") == [
        (2, Cause.ID_OF_ANOTHER, "ClientID"),
        (3, Cause.ID_OF_ANOTHER, "ClientID"),
    ]
    assert rejected(staged, "contacts.csv") == [(2, Cause.CLIENT_REJECTED, "ClientID")]


def test_a_client_id_of_a_man_without_a_yes_stays_his(export: Export) -> None:
    export.person(PersonID="P2", ConsentToRecord="No", Mobile="021 555 0102")
    export.engagement(ClientID="1002", PersonID="P2")
    export.engagement(ClientID="1002", PersonID="P1")
    export.contact(ClientID="1002")

    staged = export.read()

    assert list(staged.contacts) == []
    assert staged.report("contacts.csv").withheld == 1


@pytest.mark.parametrize(
    ("written", "kind", "mode"),
    [
        ("Face to Face", Kind.ONE_TO_ONE, Mode.IN_PERSON),
        ("Home Visit", Kind.ONE_TO_ONE, Mode.HOME_VISIT),
        ("Phone Call", Kind.CONTACT, Mode.PHONE),
        ("Text Message", Kind.CONTACT, Mode.TEXT),
        ("Email", Kind.CONTACT, Mode.EMAIL),
        ("Video Call", Kind.CONTACT, Mode.VIDEO),
        ("Whānau meeting", Kind.WHANAU, None),
        ("Support Person Meeting", Kind.WHANAU, None),
        ("Advocacy", Kind.ADVOCACY, None),
        ("Did Not Attend", Kind.DID_NOT_ATTEND, None),
    ],
)
def test_kinds_and_modes(
    export: Export, written: str, kind: Kind, mode: Mode | None
) -> None:
    export.contact(Type=written)

    (contact,) = export.read().contacts

    assert (contact.kind, contact.mode) == (kind, mode)


@pytest.mark.parametrize(
    ("cells", "cause", "column"),
    [
        ({"ContactID": ""}, Cause.MISSING, "ContactID"),
        ({"ClientID": ""}, Cause.MISSING, "ClientID"),
        ({"ClientID": "999999"}, Cause.UNKNOWN_CLIENT, "ClientID"),
        ({"ContactDate": ""}, Cause.MISSING, "ContactDate"),
        ({"ContactDate": "31/02/2026"}, Cause.IMPOSSIBLE_DATE, "ContactDate"),
        ({"ContactDate": "01/01/2031"}, Cause.FUTURE_DATE, "ContactDate"),
        ({"Type": "Seance"}, Cause.UNKNOWN_CONTACT_TYPE, "Type"),
        ({"Hours": ""}, Cause.MISSING, "Hours"),
        ({"Hours": "abc"}, Cause.UNREADABLE_HOURS, "Hours"),
        ({"Hours": "-1"}, Cause.HOURS_OUT_OF_RANGE, "Hours"),
        ({"TravelHours": "25"}, Cause.HOURS_OUT_OF_RANGE, "TravelHours"),
    ],
)
def test_cells_that_keep_a_contact_out(
    export: Export, cells: dict[str, str], cause: Cause, column: str
) -> None:
    export.contact(**cells)

    staged = export.read()

    assert list(staged.contacts) == []
    assert rejected(staged, "contacts.csv") == [(2, cause, column)]


def test_a_sentence_names_the_column_and_the_fix(export: Export) -> None:
    export.contact(Hours="half")

    (found,) = export.read().report("contacts.csv").rejected

    assert found.sentence == (
        "Hours is not a number of hours; write a quarter of an hour as 0.25."
    )


def test_a_doubled_contact_is_kept_once(export: Export) -> None:
    export.contact(Hours="bad")
    export.contact(Notes="first")
    export.contact(Notes="second")

    staged = export.read()

    assert [contact.note for contact in staged.contacts] == ["first"]
    (found,) = staged.report("contacts.csv").doubled
    assert (found.row, found.cause) == (4, Cause.DOUBLED_ID)


def test_contacts_can_be_gone_through_twice(export: Export) -> None:
    export.contact()
    staged = export.read()

    first, second = ([c.external_id for c in staged.contacts] for _ in range(2))

    assert first == second == ["1"]


def test_a_session_not_attended_counts_as_activity_and_supports_nobody(
    export: Export,
) -> None:
    export.contact(Type="Did Not Attend")

    counts = quarter_counts(export.read())["2026Q1"]

    assert (counts.contacts, counts.minutes, counts.people) == (1, 30, 0)
    assert counts.by_type == {"Did Not Attend": 1}


def test_a_person_with_two_engagements_is_one_person(export: Export) -> None:
    export.engagement(ClientID="1002", ActivationDate="01/05/2026")
    export.contact()
    export.contact(ContactID="2", ClientID="1002")

    counts = quarter_counts(export.read())

    assert counts["2026Q1"].people == 1
    assert sum(each.new for each in counts.values()) == 1


def test_a_first_engagement_still_waiting(empty_export: Export) -> None:
    empty_export.person()
    empty_export.engagement(Status="Waitlist", ActivationDate="")
    empty_export.engagement(
        ClientID="1002", InitialDate="01/04/2026", ActivationDate="02/04/2026"
    )

    counts = quarter_counts(empty_export.read())["2026Q2"]

    assert (counts.new, counts.newly_active) == (0, 1)


def test_ended_counts_engagements(empty_export: Export) -> None:
    empty_export.person()
    for client_id in ("1001", "1002"):
        empty_export.engagement(
            ClientID=client_id, Status="Exited", ExitDate="30/06/2026"
        )

    assert quarter_counts(empty_export.read())["2026Q2"].ended == 2


@pytest.mark.parametrize(
    ("day", "quarter"),
    [("31/03/2026", "2026Q1"), ("01/04/2026", "2026Q2"), ("1/10/2026", "2026Q4")],
)
def test_quarters_are_of_the_calendar(export: Export, day: str, quarter: str) -> None:
    export.contact(ContactDate=day)

    assert quarter_counts(export.read())[quarter].contacts == 1
