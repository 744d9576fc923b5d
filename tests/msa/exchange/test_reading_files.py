from __future__ import annotations

import codecs
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from msa.exchange.reading import (
    INCUMBENT_MAPPING,
    Cause,
    ExportChanged,
    FolderRefused,
    Staged,
)

if TYPE_CHECKING:
    from tests.msa.exchange.conftest import Export


def causes(staged: Staged, file: str) -> list[tuple[int, Cause, str]]:
    return [
        (found.row, found.cause, found.column) for found in staged.report(file).rejected
    ]


def refusal(export: Export) -> tuple[str, str, str]:
    with pytest.raises(FolderRefused) as fault:
        export.read()
    (found,) = fault.value.refusals
    return found.file, found.cause, found.sentence


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_macrons_survive_every_unicode_encoding(export: Export, encoding: str) -> None:
    export.put("people.csv", export.text("people.csv").encode(encoding))

    assert export.read().people[0].first_name == "Tāne"


def test_utf16_with_its_high_byte_first(export: Export) -> None:
    text = export.text("people.csv").encode("utf-16-be")
    export.put("people.csv", codecs.BOM_UTF16_BE + text)

    assert export.read().people[0].first_name == "Tāne"


def test_windows_text_is_read_as_such(empty_export: Export) -> None:
    western = {"Town": "", "Ethnicity": "", "Iwi": ""}
    empty_export.person(FirstName="José", LastName="O’Müller", **western)
    text = empty_export.text("people.csv")
    empty_export.put("people.csv", text.encode("cp1252"))

    person = empty_export.read().people[0]

    assert (person.first_name, person.last_name) == ("José", "O’Müller")


@pytest.mark.parametrize("encoding", ["cp1257", "mac_roman", "cp850"])
def test_letters_that_could_be_others_are_not_guessed(
    empty_export: Export, encoding: str
) -> None:
    name = "Tāne Wīremu Pōtae" if encoding == "cp1257" else "José Müller"
    empty_export.person(FirstName=name, Town="", Ethnicity="", Iwi="")
    text = empty_export.text("people.csv")
    empty_export.put("people.csv", text.encode(encoding))

    assert refusal(empty_export)[:2] == ("people.csv", "encoding")


def test_one_broken_letter_costs_one_row(export: Export) -> None:
    export.person(PersonID="P2", FirstName="Hōne", Mobile="021 555 0102")
    good = export.text("people.csv").encode()
    export.put("people.csv", good.replace("ō".encode(), "ō".encode()[:1], 1))

    staged = export.read()

    assert [person.external_id for person in staged.people] == ["P1"]
    assert causes(staged, "people.csv") == [(3, Cause.DAMAGED_TEXT, "FirstName")]


def test_letters_garbled_before_are_not_stored(export: Export) -> None:
    export.contact(Notes="Good k\u00c5\u008drero")

    assert causes(export.read(), "contacts.csv") == [(2, Cause.DAMAGED_TEXT, "Notes")]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separators(export: Export, separator: str) -> None:
    export.put("people.csv", export.text("people.csv", separator))

    staged = export.read()

    assert staged.people[0].last_name == "Example"
    assert staged.report("people.csv").separator == separator


def test_the_separator_line_of_a_spreadsheet_is_no_header(export: Export) -> None:
    export.put("people.csv", "sep=;\r\n" + export.text("people.csv", ";"))

    assert len(export.read().people) == 1


def test_a_header_is_found_in_any_case_and_order(export: Export) -> None:
    export.put(
        "contacts.csv",
        "notes ,CONTACTID,Client ID,ContactDate,type,Hours,TravelHours,Worker,New\n"
        "Talked.,1,1001,06/02/2026,phone  call,1,,,x\n",
    )

    (contact,) = export.read().contacts

    assert (contact.original_type, contact.minutes) == ("Phone Call", 60)
    assert (contact.travel_minutes, contact.note) == (0, "Talked.")


def test_missing_columns_are_told_by_name(export: Export) -> None:
    text = export.text("people.csv")
    export.put("people.csv", text.replace("DOB", "Born").replace("Iwi", "Hapū"))

    file, cause, sentence = refusal(export)

    assert (file, cause) == ("people.csv", "missing_columns")
    assert "people.csv lacks DOB, Iwi;" in sentence


def test_a_file_without_header_shows_nobody(export: Export) -> None:
    export.put("people.csv", export.text("people.csv").splitlines()[1])

    _, cause, sentence = refusal(export)

    assert cause == "missing_columns"
    assert "Tāne" not in sentence
    assert "0101" not in sentence


def test_a_doubled_header_is_told_by_name(export: Export) -> None:
    export.put("people.csv", export.text("people.csv").replace("Email", "Mobile"))

    assert refusal(export)[1:] == (
        "missing_columns",
        "people.csv lacks Email; add what is missing, or name the columns in the "
        "mapping.",
    )
    export.put("people.csv", export.text("people.csv").replace("\r\n", ",x\r\n")
               .replace("Message,x", "Message,Mobile"))  # fmt: skip
    assert refusal(export)[1:] == (
        "doubled_columns",
        "people.csv has Mobile more than once; keep one of each.",
    )


@pytest.mark.parametrize("content", [b"", b"\r\n\r\n", b" , ,\n", codecs.BOM_UTF8])
def test_an_empty_file(export: Export, content: bytes) -> None:
    export.put("engagements.csv", content)

    assert refusal(export)[:2] == ("engagements.csv", "empty")


def test_a_spreadsheet_is_told_as_such(export: Export) -> None:
    export.put("contacts.csv", b"PK\x03\x04" + bytes(200))

    assert refusal(export)[:2] == ("contacts.csv", "spreadsheet")


def test_all_bad_files_are_told_at_once(export: Export) -> None:
    export.put("people.csv", b"")
    export.put("contacts.csv", b"a,b\n1,2\n")

    with pytest.raises(FolderRefused) as fault:
        export.read()

    assert [found.file for found in fault.value.refusals] == [
        "people.csv",
        "contacts.csv",
    ]


def test_an_absent_file(export: Export) -> None:
    export.leave_out("contacts.csv")

    assert refusal(export)[:2] == ("contacts.csv", "no_file")


def test_a_header_alone_is_no_fault(export: Export) -> None:
    assert export.read().report("contacts.csv").read == 0


def test_ragged_rows(export: Export) -> None:
    header = export.text("contacts.csv")
    export.put(
        "contacts.csv",
        header + "1,1001,06/02/2026,Email,1\n"
        "2,1001,06/02/2026,Email,1,0,Ana,Note,with a comma\n"
        "3,1001,06/02/2026,Email,1,0,Ana,Note,,\n"
        ",,,,,,,\n\n"
        "4,1001,06/02/2026,Email,1,0,Ana,Note\n",
    )

    staged = export.read()

    assert [contact.external_id for contact in staged.contacts] == ["3", "4"]
    assert causes(staged, "contacts.csv") == [
        (2, Cause.RAGGED_ROW, ""),
        (3, Cause.RAGGED_ROW, ""),
    ]
    assert staged.report("contacts.csv").read == 4


def test_a_nul_character(export: Export) -> None:
    export.contact(Notes="a\0b")
    export.contact(ContactID="2")

    staged = export.read()

    assert causes(staged, "contacts.csv") == [(2, Cause.NUL_BYTE, "Notes")]
    assert [contact.external_id for contact in staged.contacts] == ["2"]


def test_a_header_within_the_file(export: Export) -> None:
    export.contact()
    text = export.text("contacts.csv")
    export.put("contacts.csv", text + text.replace("\n1,", "\n2,"))

    staged = export.read()

    assert causes(staged, "contacts.csv") == [(3, Cause.REPEATED_HEADER, "")]
    assert staged.report("contacts.csv").accepted == 2


def test_an_open_quotation_mark_does_not_take_in_another_mans_note(
    export: Export,
) -> None:
    header = export.text("contacts.csv")
    row = '{},1001,06/02/2026,Email,1,0,Ana,"{}'
    export.put(
        "contacts.csv",
        header
        + row.format(1, "never closed\n")
        + row.format(2, 'his own, whole"\n')
        + row.format(3, 'two\nlines"\n')
        + row.format(4, "never closed either"),
    )

    staged = export.read()

    assert {contact.external_id: contact.note for contact in staged.contacts} == {
        "2": "his own, whole",
        "3": "two\nlines",
    }
    assert staged.report("contacts.csv").rejected_by_cause() == {"unreadable_row": 2}


def test_an_embedded_line_break_stays_in_its_cell(export: Export) -> None:
    export.contact(Notes='One\r\ntwo, "three"')

    assert [contact.note for contact in export.read().contacts] == ['One\ntwo, "three"']


def test_a_cell_that_is_a_formula_is_text(export: Export) -> None:
    export.contact(Notes="=SUM(A1:A9) he joked")

    assert [contact.note for contact in export.read().contacts] == [
        "=SUM(A1:A9) he joked"
    ]


def test_a_very_long_cell_costs_one_row(export: Export) -> None:
    export.contact(Notes="x" * 200_000)
    export.contact(ContactID="2")

    staged = export.read()

    assert causes(staged, "contacts.csv") == [(2, Cause.UNREADABLE_ROW, "")]
    assert staged.report("contacts.csv").accepted == 1


def test_a_file_changed_meanwhile_is_noticed(export: Export) -> None:
    export.contact()
    staged = export.read()
    with Path(export.folder, "contacts.csv").open("a") as stream:
        stream.write("2,1001,06/02/2026,Email,1,0,,\n")

    with pytest.raises(ExportChanged):
        list(staged.contacts)


def test_a_file_that_is_only_counted_does_not_stop_the_others(export: Export) -> None:
    export.put("letters.csv", b"ClientID,Letter\n1001,a\n1001,b\n")
    export.put("bills.csv", b"")
    counting = replace(INCUMBENT_MAPPING, counted=("letters.csv", "bills.csv"))

    staged = export.read(counting)

    assert staged.report("letters.csv").not_imported == 2
    assert "is empty" in staged.report("bills.csv").unreadable
    assert len(staged.people) == 1


def test_a_file_that_is_there_has_to_be_whole(export: Export) -> None:
    export.put("goals.csv", b"ClientID,Wish\n1001,a\n")
    export.put("assessments.csv", b"")

    with pytest.raises(FolderRefused) as refused:
        export.read()

    assert {found.file for found in refused.value.refusals} == {
        "goals.csv",
        "assessments.csv",
    }
