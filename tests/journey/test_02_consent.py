"""Somebody new: nothing without his consent, and nothing after he takes it back."""

from __future__ import annotations

import uuid
from uuid import UUID

import psycopg
import pytest

from tests.journey.conftest import Journey
from tests.journey.figures import pdf_text
from tests.journey.ground import Ground

RECORD = "Keep a record about me (Form 1)"
NOTES = "Keep notes of our sessions"
CONTACT = "Contact me in the ways I choose"
NAME, PHONE_NUMBER = "Kahu-Tīeke", "021 555 0142"
#: Every table that holds a word or a date about somebody.
KEYED = (
    "SELECT table_name FROM priv.keyed_table"
    " WHERE has_any_column_privilege('msa_worker', table_name, 'SELECT') ORDER BY 1"
)
SURVIVORS = "SELECT count(*) FROM consent_subject"


def test_consent_comes_before_anything_else(journey: Journey) -> None:
    worker = journey.inside("worker")
    worker.open("/today/")
    worker.follow("Welcome somebody new")
    worker.picture("09-consent-first")
    assert worker.page.locator("input:checked").count() == 0

    worker.press("Go on")

    assert worker.page.title() == "Error: Welcome somebody new"
    assert worker.page.locator("[data-error-summary]:focus").count() == 1
    worker.picture("10-consent-not-answered")


@pytest.mark.req("CON-09")
def test_before_that_he_is_told_on_screen_and_on_paper(
    journey: Journey, ground: Ground
) -> None:
    worker = journey.inside("worker")
    worker.open("/people/new/")
    assert "If a child needs protection" in worker.text()
    worker.follow("Pānuitia ki te reo Māori")
    assert "tiaki tētahi tamaiti" in worker.text()
    worker.picture("10-what-he-is-told-in-te-reo")

    paper = worker.page.context.request.get("/people/new/about.pdf")

    file = ground.out / "about-your-record.pdf"
    file.write_bytes(paper.body())
    text = pdf_text(file)
    for words in ("What we keep", "harm himself", "Ngā mea ka puritia e mātou"):
        assert words in text


def test_who_says_no_leaves_nothing_behind(journey: Journey, ground: Ground) -> None:
    worker = journey.inside("worker")
    before = ground.look(SURVIVORS)
    worker.open("/people/new/")

    worker.choose(RECORD, "No")
    worker.choose(NOTES, "Yes")
    worker.press("Go on")

    assert worker.heading == "Nothing was kept"
    assert ground.look(SURVIVORS) == before
    worker.picture("11-nothing-kept")


def test_without_consent_raw_sql_stores_nothing(
    journey: Journey, ground: Ground
) -> None:
    context = ground.context_of(journey.inside("worker").who)
    subject, key = uuid.uuid4(), uuid.uuid4()

    refused = []
    for table in ("cases_client", "cases_section", "cases_session"):
        with ground.as_app(context) as connection:
            connection.execute(
                "INSERT INTO consent_subject (id, organisation_id, created_at,"
                " rounding_key) VALUES (%s, %s, now(), 1)",
                [subject, context.organisation],
            )
            try:
                connection.execute(
                    f"INSERT INTO {table} (id, organisation_id, subject_id, key_id,"
                    " withheld) VALUES (gen_random_uuid(), %s, %s, %s, false)".encode(),
                    [context.organisation, subject, key],
                )
            except psycopg.Error as fault:
                refused.append((table, fault.sqlstate))

    # Our own trigger's code: no consent in force.
    assert refused == [
        ("cases_client", "MS001"),
        ("cases_section", "MS001"),
        ("cases_session", "MS001"),
    ]


def test_with_consent_his_name_and_safe_contact_are_kept(journey: Journey) -> None:
    worker = journey.inside("worker")
    worker.open("/people/new/")
    worker.choose(RECORD, "Yes")
    worker.choose(NOTES, "Yes")
    worker.choose(CONTACT, "Yes")
    worker.choose("Is he 18 or older?", "18 or older")
    worker.choose("How he told you", "Spoken, with a witness")
    worker.press("Go on")
    assert worker.heading == "Getting started"

    worker.fill("What he likes to be called", NAME)
    worker.fill("Phone number (optional)", PHONE_NUMBER)
    worker.tap(worker.page.get_by_label("Safe to ring"))
    worker.fill("What may be said or left there (optional)", "Only a first name")
    worker.picture("12-name-and-safe-contact")
    worker.press("Save")

    assert worker.heading == NAME
    assert PHONE_NUMBER in worker.text()
    journey.notes["new"] = worker.path
    worker.picture("13-welcomed")


@pytest.mark.req("CON-02", "CON-03")
def test_he_names_who_is_told_what_and_narrows_it(journey: Journey) -> None:
    worker = journey.inside("worker")
    worker.open(journey.notes["new"] + "consent/sharing/give/")
    worker.fill("Who is told", "Dr Rata, the clinic")
    worker.tap(worker.page.locator("label", has_text="What keeps him safe"))
    worker.fill("Until when they may be told", "1/3/2099")
    worker.choose("How he told you", "Signed on screen")
    worker.fill("Or he types his name", NAME)
    worker.tap(worker.page.locator("label", has_text="He typed it himself"))
    worker.picture("13-who-is-told-what")
    worker.press("He says yes")
    worker.open(journey.notes["new"] + "consent/sessions/give/")
    worker.choose("How he told you", "Spoken, with a witness")
    worker.fill("Until when (optional)", "1/3/2099")
    worker.press("He agrees anew")
    worker.picture("13-each-purpose-as-it-stands")

    worker.follow("Everything he ever agreed to")

    assert "Told: Dr Rata, the clinic" in worker.text()
    assert "Replaced on" in worker.text()
    worker.picture("13-everything-he-agreed-to")


def test_his_record_is_there_to_be_read(journey: Journey, ground: Ground) -> None:
    assert _rows_seen(journey, ground) > 0
    assert _keys_seen(journey, ground) == 2


def test_taken_back_it_can_be_read_by_nobody(journey: Journey, ground: Ground) -> None:
    worker = journey.inside("worker")
    worker.open(journey.notes["new"] + "consent/")
    worker.picture("14-what-he-agreed-to")
    worker.tap(worker.page.locator("a[href$='/consent/record/withdraw/']"))
    worker.picture("15-what-will-happen")

    worker.press("Take it back now")

    assert "His record is sealed" in worker.text()
    assert NAME not in worker.text()
    worker.picture("16-sealed")
    assert worker.open(journey.notes["new"]) == 404
    assert _rows_seen(journey, ground) == 0
    assert _keys_seen(journey, ground) == 0


def _subject(journey: Journey) -> UUID:
    return UUID(journey.notes["new"].split("/")[2])


def _rows_seen(journey: Journey, ground: Ground) -> int:
    """Count what raw SQL in the worker's own signed role sees of him."""
    tables = [str(name) for (name,) in ground.look(KEYED)]
    assert {"cases_client", "cases_section", "cases_session"} <= set(tables)
    with ground.as_app(ground.context_of(journey.inside("worker").who)) as connection:
        return sum(
            connection.execute(
                f"SELECT count(*) FROM {table} WHERE subject_id = %s".encode(),
                [_subject(journey)],
            ).fetchall()[0][0]
            for table in tables
        )


def _keys_seen(journey: Journey, ground: Ground) -> int:
    """Count the keys of his that the database releases to the worker."""
    with ground.as_app(ground.context_of(journey.inside("worker").who)) as connection:
        released = connection.execute(
            "SELECT count(*) FROM unnest(%s::text[]) AS purpose,"
            " LATERAL sec.wrapped_keys(ARRAY[%s]::uuid[], purpose, 'open')",
            [["RECORD", "SESSIONS"], _subject(journey)],
        )
        return int(released.fetchall()[0][0])
