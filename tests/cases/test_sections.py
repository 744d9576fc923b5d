from __future__ import annotations

from datetime import date

import pytest

from cases.sections import CONTENT, Contact, Identity, Note


def test_each_section_comes_back_from_its_document() -> None:
    for content in CONTENT.values():
        assert content.of(content().document()) == content()


def test_a_document_from_another_release_is_read_as_far_as_known() -> None:
    assert Identity.of({"name": "Hēmi", "shoe_size": 44}) == Identity(name="Hēmi")


def test_a_note_comes_back_from_its_document() -> None:
    note = Note(body="Kia ora", domains=["HOUSING"], written_together=True)

    assert Note.of(note.document()) == note


def test_a_note_of_nothing_is_empty() -> None:
    assert Note().is_empty()


def test_a_tick_alone_is_content() -> None:
    assert not Note(written_together=True).is_empty()


def test_full_name_falls_back_on_what_he_is_called() -> None:
    assert Identity(name="Hēmi").full_name == "Hēmi"


def test_known_as_falls_back_on_his_full_name() -> None:
    assert Identity(first_name="Hēmi", last_name="T").known_as == "Hēmi T"


def test_birth_date_is_a_date() -> None:
    assert Identity(birth_date="1984-03-05").born_on() == date(1984, 3, 5)
    assert Identity().born_on() is None


def test_a_way_that_is_not_ticked_is_not_safe() -> None:
    assert Contact(phone="021 555 0101").safe_ways() == []


def test_a_tick_without_a_number_is_no_way() -> None:
    assert Contact(phone_safe=True).safe_ways() == []


def test_the_best_way_comes_first() -> None:
    contact = Contact(
        phone="021", text_safe=True, email="a@b.nz", email_safe=True, other="Sister"
    )

    assert [what for what, _ in contact.safe_ways()] == ["Text", "Email", "Other"]


@pytest.mark.req("REC-01")
def test_what_may_be_said_stands_with_the_way_it_is_for() -> None:
    contact = Contact(
        phone="021",
        phone_safe=True,
        phone_say="Say you are the dentist",
        email="a@b.nz",
        email_say="Not safe, so not told",
    )

    assert contact.ways_with_words() == [("Phone", "021", "Say you are the dentist")]
