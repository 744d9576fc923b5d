from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from cases.models import (
    Assignment,
    Client,
    Episode,
    Session,
    SessionNote,
    StatisticalProfile,
)
from cases.queries.people import caseload, person
from cases.queries.sessions import session, timeline
from consent.enums import Purpose
from consent.models import Consent, SubjectKey
from consent.queries import purposes_in_force
from consent.services import consents
from msa.accounts.models import Role
from msa.exchange.models import ImportBatch, ImportRow
from msa.exchange.queries.imports import imports
from msa.exchange.services.translating import LEGACY_PURPOSES
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from tests.cast import Cast
from tests.msa.exchange.worlds import AT, contents, employ, rows, store_folder, tables
from tests.oversight.world import events_about

NOTE = "=SUM(A1:A9) he joked;\nTāne said “kia ora”, and   left."


@pytest.fixture
def worker(cast: Cast):
    return employ(cast.kauri, "Ana  EXAMPLE", Role.WORKER)


def tallied(outcome, what):
    """Return one count for people, engagements and activities."""
    return [getattr(tally, what) for tally in outcome.tallies.values()][:3]


def only(model, actor):
    with use(actor.context):
        (row,) = model.objects.all()
    return row


def test_the_worker_finds_name_phone_and_words_as_they_were(cast, worker, export):
    export.contact(Notes=NOTE)

    store_folder(cast.admin, export.write())

    with use(worker.context):
        (card,) = caseload(worker).people
        opened = person(worker, card.subject, at=AT)
        (line,) = timeline(worker, card.subject).lines
        note = session(worker, card.subject, line.id, show_note=True).note
    assert opened.identity.full_name == "Tāne Example"
    assert opened.contact.phone == "021 555 0101"
    assert note.body == NOTE


def test_what_is_counted_is_stored_in_codes(cast, worker, export):
    export.contact(Hours="0.75")

    store_folder(cast.admin, export.write())

    stored = only(Session, worker)
    assert (stored.kind, stored.mode, stored.minutes) == ("ONE_TO_ONE", "IN_PERSON", 45)
    assert stored.worker_id == worker.member
    episode = only(Episode, worker)
    assert episode.activated_on.isoformat() == "2026-02-05"
    assert episode.referred_by == "SELF"
    profile = only(StatisticalProfile, worker)
    assert profile.ethnicities == ["MAORI", "PACIFIC"]
    assert (profile.age_band, profile.region) == ("FROM_65", "NTL")


def test_a_yes_is_a_legacy_consent_to_be_confirmed(cast, worker, export):
    store_folder(cast.admin, export.write())

    with use(worker.context):
        given = list(Consent.objects.all())
        keys = set(SubjectKey.objects.values_list("purpose", flat=True))
        agreed = purposes_in_force(given[0].subject_id, at=AT)
    assert agreed == set(LEGACY_PURPOSES)
    assert {consent.given for consent in given} == {"IMPORTED"}
    assert {consent.given_on.isoformat() for consent in given} == {"2026-02-01"}
    assert keys == {"RECORD", "SESSIONS", "ASSESSMENT"}


def test_nothing_is_safe_that_he_did_not_call_safe(cast, worker, export):
    store_folder(cast.admin, export.write())

    with use(worker.context):
        subject = caseload(worker).people[0].subject
        contact = person(worker, subject, at=AT).contact
    assert contact.safe_ways() == []
    assert contact.may_say == "Do not leave a message"


def test_no_word_of_him_is_in_any_table_in_clear(cast, worker, export):
    export.contact(ContactID="contact-70001", Notes="Taniwha under the bridge")

    store_folder(cast.admin, export.write())

    assert only(SessionNote, worker).sealed is not None
    everything = "\n".join(
        row for found in contents(cast.admin).values() for row in found
    )
    secrets = ["Tāne", "021 555 0101", "tane@example", "Taniwha", "Ngāpuhi"]
    for secret in [*secrets, "1951-02-27", "Whangārei", "contact-70001"]:
        # bytea is shown in hexadecimal
        assert secret not in everything
        assert secret.encode().hex() not in everything


def test_without_a_yes_nothing_is_stored(cast, worker, empty_export):
    empty_export.person(ConsentToRecord="")
    empty_export.engagement()
    empty_export.contact()
    before = contents(cast.admin)

    outcome = store_folder(cast.admin, empty_export.write())

    assert contents(cast.admin) == before
    assert outcome.stored == 0


def test_the_rest_is_stored_when_one_said_no(cast, worker, export):
    export.contact()
    export.person(PersonID="P2", FirstName="Rua", Mobile="021", ConsentToRecord="No")
    export.engagement(ClientID="1002", PersonID="P2")
    export.contact(ContactID="2", ClientID="1002")

    store_folder(cast.admin, export.write())

    with use(cast.manager.context):
        assert Client.objects.count() == 1
        assert Session.objects.count() == 1


def test_a_doubled_person_is_one_with_everything_that_hangs_on_both(
    cast, worker, export
):
    export.person(PersonID="P2", FirstName="TANE", Mobile="+64 21 555 0101")
    export.engagement(ClientID="1002", PersonID="P2")
    export.contact()
    export.contact(ContactID="2", ClientID="1002")

    store_folder(cast.admin, export.write())

    with use(worker.context):
        assert len({found.subject_id for found in Episode.objects.all()}) == 1
        assert Client.objects.count() == 1
        assert Session.objects.count() == 2


def test_a_person_with_an_active_engagement_gets_its_worker(cast, worker, export):
    store_folder(cast.admin, export.write())

    assert only(Assignment, cast.manager).member_id == worker.member


@pytest.mark.parametrize(
    "cells",
    [
        {"Status": "Waitlist", "ActivationDate": ""},
        {"Status": "Exited", "ExitDate": "09/03/2026"},
        {"Worker": "Nobody Known"},
    ],
)
def test_others_wait_for_the_manager(cast, worker, empty_export, cells):
    empty_export.person()
    empty_export.engagement(**cells)

    store_folder(cast.admin, empty_export.write())

    with use(cast.manager.context):
        assert Client.objects.count() == 1
        assert not Assignment.objects.exists()


def test_a_worker_who_has_left_is_not_assigned_but_named(cast, worker, export):
    export.contact()
    with use(Context(cast.kauri.id, FOUNDER, "owner")), connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_member SET left_at = joined_at")

    store_folder(cast.admin, export.write())

    with use(cast.manager.context):
        assert not Assignment.objects.exists()
        assert Session.objects.get().worker_id == worker.member


def test_the_importer_stands_for_the_sessions_of_unknown_workers(cast, worker, export):
    export.contact(Worker="Gone Long-Ago")

    outcome = store_folder(cast.admin, export.write())

    assert outcome.unknown_workers == {"Gone Long-Ago"}
    assert outcome.activities_of_unknown_workers == 1
    assert only(Session, cast.manager).worker_id == cast.admin.member


def test_twice_changes_no_row_of_any_table(cast, worker, export):
    export.contact()
    store_folder(cast.admin, export.write())
    before = contents(cast.admin)

    outcome = store_folder(cast.admin, export.folder)

    assert contents(cast.admin) == before
    assert [tally.already_here for tally in outcome.tallies.values()] == [
        1,
        1,
        1,
        0,
        0,
        0,
    ]


def test_what_changed_since_is_reported_and_left_alone(cast, worker, export):
    export.contact(Notes="First words")
    store_folder(cast.admin, export.write())
    before = contents(cast.admin)
    export.put("people.csv", export.text("people.csv").replace("0101", "0199"))
    export.put("contacts.csv", export.text("contacts.csv").replace("First", "Other"))

    outcome = store_folder(cast.admin, export.write())

    assert [tally.changed_since for tally in outcome.tallies.values()] == [
        1,
        0,
        1,
        0,
        0,
        0,
    ]
    assert contents(cast.admin) == before


def test_a_later_export_adds_what_is_new(cast, worker, export):
    export.contact()
    store_folder(cast.admin, export.write())
    export.contact(ContactID="2", ContactDate="01/03/2026", Notes="Second words")
    export.engagement(ClientID="1002", Programme="Peer Group")

    outcome = store_folder(cast.admin, export.write())

    assert outcome.stored == 2
    with use(worker.context):
        subject = caseload(worker).people[0].subject
        newest = timeline(worker, subject).lines[0]
        assert session(worker, subject, newest.id).note.body == "Second words"


@pytest.mark.req("RGT-03", "SEC-08")
def test_a_later_export_tells_in_whose_records_it_wrote(cast, worker, export):
    export.person(PersonID="P2", FirstName="Rua", Mobile="021 555 0102")
    export.engagement(PersonID="P2", ClientID="1002")
    store_folder(cast.admin, export.write())
    with use(worker.context):
        subjects = [card.subject for card in caseload(worker).people]
    before = {one: len(events_about(worker, one)) for one in subjects}
    export.contact(ContactDate="01/03/2026")
    export.contact(ContactID="2", ClientID="1002", ContactDate="01/03/2026")

    store_folder(cast.admin, export.write())

    assert len(subjects) == 2
    for one in subjects:
        told = sorted(events_about(worker, one), key=lambda event: event.at)
        assert [
            (event.action, event.actor, event.payload["purpose"])
            for event in told[before[one] :]
        ] == [("record.write", cast.admin.person, "SESSIONS")]


def test_nothing_is_added_for_somebody_who_has_withdrawn(cast, worker, export):
    store_folder(cast.admin, export.write())
    with use(worker.context):
        subject = only(Client, worker).subject_id
        consents.withdraw(worker, subject, Purpose.RECORD, at=AT)
    export.contact()
    before = contents(cast.admin)

    outcome = store_folder(cast.admin, export.write())

    assert [tally.no_longer_agreed for tally in outcome.tallies.values()] == [
        0,
        0,
        1,
        0,
        0,
        0,
    ]
    assert contents(cast.admin) == before


def test_a_dry_run_tells_what_it_would_store_and_stores_nothing(cast, worker, export):
    export.contact()
    before = contents(cast.admin)

    outcome = store_folder(cast.admin, export.write(), dry_run=True)

    assert outcome.stored == 3
    assert contents(cast.admin) == before


def test_one_folder_in_two_organisations_is_two_imports(cast, worker, export):
    export.contact()
    rimu_admin = employ(cast.rimu, "Admin of Rimu", Role.ADMIN)

    first = store_folder(cast.admin, export.write())
    second = store_folder(rimu_admin, export.folder)

    assert first.stored == second.stored == 3
    marks = [
        {row.split(",")[-2] for row in rows_of("exchange_importrow", actor)}
        for actor in (cast.admin, rimu_admin)
    ]
    assert not marks[0] & marks[1]


def test_another_organisation_sees_nothing_of_an_import(cast, worker, export):
    export.contact()

    store_folder(cast.admin, export.write())

    with use(Context(cast.rimu.id, FOUNDER, "owner")):
        for table in tables():
            assert rows(table, cast.admin) == []


def test_the_administrator_can_read_nothing_of_what_he_stored(cast, worker, export):
    export.contact()

    store_folder(cast.admin, export.write())

    denied = {"cases_client", "cases_section", "cases_session", "cases_sessionnote"}
    assert all(contents(cast.admin)[table] for table in denied)
    with use(cast.admin.context):
        for table in denied:
            assert refused(f"SELECT * FROM {table}")


@pytest.mark.parametrize("role", ["worker", "manager"])
def test_nobody_else_learns_of_imports(cast, worker, export, role):
    store_folder(cast.admin, export.write())

    with use(getattr(cast, role).context):
        assert refused("SELECT * FROM exchange_importbatch")
        assert refused("SELECT * FROM exchange_importrow")


def test_the_administrators_page_lists_counts_and_no_names(cast, worker, export):
    export.contact(Hours="lots")

    outcome = store_folder(cast.admin, export.write())

    with use(cast.admin.context):
        (line,) = imports()
        assert ImportRow.objects.count() == 2
        assert ImportBatch.objects.get().folder_digest
    assert (line.id, line.made_by, line.state) == (outcome.batch, "Admin", "STORED")
    assert line.counts["files"][2]["rejected_by_cause"] == {"unreadable_hours": 1}
    assert line.counts["files"][0]["stored"] == 1


def test_each_person_imported_is_in_the_audit(cast, worker, export):
    store_folder(cast.admin, export.write())

    subject = only(Client, worker).subject_id
    events = [row for row in rows_of("audit_event", cast.admin) if str(subject) in row]
    assert any("person.imported" in row for row in events)


def rows_of(table, actor):
    with use(Context(actor.organisation, FOUNDER, "owner")):
        return rows(table, actor)


def refused(sql):
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    except DatabaseError as fault:
        return "permission denied" in str(fault)
    return False
