from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from cases.enums import Mode, SessionKind
from cases.models import Client, GroupClearance, Session
from cases.queries.people import person
from cases.sections import Note
from cases.services.assignments import assign
from cases.services.sessions import Held, log
from consent.enums import Purpose
from consent.services import consents
from msa.access.refusals import NotVisible
from msa.accounts.models import Role
from msa.exchange.models import ImportBatch
from msa.exchange.reading import codes
from msa.exchange.reading.mapping import INCUMBENT_MAPPING
from msa.exchange.services.importing import store
from msa.exchange.services.undoing import WorkedWithSince, undo, worked_with_since
from msa.tenancy.context import use
from tests.cast import Cast, survivor_of
from tests.msa.exchange.worlds import AT, ORIGIN, contents, employ, store_folder

#: The batch stays, marked as undone, and the audit forgets nothing.
STAYS = {"exchange_importbatch", "audit_event", "audit_link", "audit_head"}
HELD = Held(date(2026, 11, 20), 60, SessionKind.ONE_TO_ONE, Mode.IN_PERSON)


@pytest.fixture
def worker(cast: Cast):
    return employ(cast.kauri, "Ana Example", Role.WORKER)


@pytest.fixture
def before(cast, worker):
    survivor_of(worker)
    return remaining(cast)


@pytest.fixture
def batch(cast, worker, before, export):
    export.contact()
    export.person(PersonID="P2", FirstName="Rua", Mobile="021 555 0102")
    export.engagement(ClientID="1002", PersonID="P2")
    export.contact(ContactID="2", ClientID="1002")
    return store_folder(cast.admin, export.write()).batch


def remaining(cast):
    found = contents(cast.admin)
    return {table: rows for table, rows in found.items() if table not in STAYS}


def imported(worker):
    with use(worker.context):
        return Client.objects.values_list("subject", flat=True)[0]


def undo_as(actor, batch):
    with use(actor.context):
        undo(actor, batch, at=AT)


def test_every_table_is_as_it_was_before(cast, before, batch):
    assert remaining(cast) != before

    undo_as(cast.admin, batch)

    assert remaining(cast) == before
    with use(cast.admin.context):
        assert ImportBatch.objects.get().state == "UNDONE"


def test_whom_it_brought_into_groups_goes_out_of_them(cast, worker, export):
    hui = {"Hui": (codes.Kind.GROUP, codes.Mode.IN_PERSON)}
    mapping = replace(INCUMBENT_MAPPING, contact_types=hui)
    export.contact(Type="Hui")
    export.write()
    with use(cast.admin.context):
        staged = export.read(mapping)
        batch = store(cast.admin, staged, origin=ORIGIN, at=AT).batch
    with use(cast.manager.context):
        (found,) = GroupClearance.objects.all()
        assert (found.imported, found.given_by_id) == (True, None)

    undo_as(cast.admin, batch)

    with use(cast.manager.context):
        assert not GroupClearance.objects.exists()


def test_the_audit_says_who_undid_it(cast, batch):
    undo_as(cast.admin, batch)

    (event,) = (
        row for row in contents(cast.admin)["audit_event"] if "import.undone" in row
    )
    assert str(cast.admin.person) in event
    assert str(batch) in event


def test_an_undone_import_can_be_stored_again(cast, batch, export):
    undo_as(cast.admin, batch)

    assert store_folder(cast.admin, export.folder).stored == 6


def test_an_import_is_undone_once(cast, batch):
    undo_as(cast.admin, batch)

    with pytest.raises(NotVisible):
        undo_as(cast.admin, batch)


def log_session(actor, subject):
    with use(actor.context):
        log(actor, subject, HELD, Note(body="Met."), id=uuid.uuid4(), at=AT)


def withdraw(actor, subject):
    with use(actor.context):
        consents.withdraw(actor, subject, Purpose.STATISTICS, at=AT)


@pytest.mark.parametrize("work", [log_session, withdraw])
def test_it_stays_whole_when_somebody_worked_with_one_of_its_people(
    cast, worker, batch, work
):
    work(worker, imported(worker))
    held = contents(cast.admin)

    with pytest.raises(WorkedWithSince) as refusal:
        undo_as(cast.admin, batch)

    assert refusal.value.people == 1
    assert contents(cast.admin) == held


def test_handing_somebody_over_is_work_with_him(cast, worker, batch):
    with use(cast.manager.context):
        assign(cast.manager, imported(worker), to=cast.colleague.member, at=AT)

    with pytest.raises(WorkedWithSince):
        undo_as(cast.admin, batch)


def test_the_database_itself_refuses_when_there_was_work_since(cast, worker, batch):
    log_session(worker, imported(worker))

    with (
        use(cast.admin.context),
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT sec.undo_import(%s, %s, now())", [batch, uuid.uuid4()])


def test_having_looked_at_somebody_is_no_work(cast, worker, batch):
    with use(worker.context):
        person(worker, imported(worker), at=AT)

    with use(cast.admin.context):
        assert worked_with_since(batch) == 0


def test_a_later_import_is_undone_first(cast, worker, batch, export):
    first_state = remaining(cast)
    export.contact(ContactID="3", ContactDate="01/03/2026")
    later = store_folder(cast.admin, export.write()).batch

    with pytest.raises(WorkedWithSince):
        undo_as(cast.admin, batch)

    undo_as(cast.admin, later)
    assert remaining(cast) == first_state
    undo_as(cast.admin, batch)
    with use(worker.context):
        assert not Session.objects.exists()


@pytest.mark.parametrize("who", ["worker", "manager", "outside_manager"])
def test_nobody_but_the_administrator_undoes_it(cast, batch, who):
    actor = getattr(cast, who)

    with (
        use(actor.context),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT sec.undo_import(%s, %s, now())", [batch, actor.member])


def test_another_organisations_administrator_finds_no_such_import(cast, batch):
    rimu_admin = employ(cast.rimu, "Admin of Rimu", Role.ADMIN)

    with pytest.raises(NotVisible):
        undo_as(rimu_admin, batch)

    with (
        use(rimu_admin.context),
        pytest.raises(DatabaseError, match="no such import"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "SELECT sec.undo_import(%s, %s, now())", [batch, rimu_admin.member]
        )
