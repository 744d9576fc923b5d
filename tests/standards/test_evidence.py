from __future__ import annotations

import uuid
from dataclasses import replace

import pytest
from django.db import DatabaseError, connection, transaction

from consent.keeping import Keeper
from consent.services import rotation
from consent.services.settling import settle
from msa.access.refusals import AccessDenied, NotVisible
from msa.accounts.actor import Actor
from msa.accounts.models import Role
from msa.tenancy.context import Context, use
from msa.vault.envelope import CannotOpen
from msa.vault.keys import SubmissionKeyMissing
from standards.models import Cycle, Evidence
from standards.queries import cycles as queries
from standards.queries import evidence as files
from standards.queries import reviews
from standards.sealing import open_file
from standards.services import cycles, evidence
from standards.services.evidence import Full, NoRoom
from tests.cast import NOW, Cast
from tests.standards import world
from tests.standards.test_policies import refused, run
from tests.standards.test_services import audited


def opened(actor: Actor, cycle: Cycle) -> list[str]:
    """What the files of a review say to somebody."""
    with use(actor.context), transaction.atomic():
        found = files.files(queries.cycle(actor, cycle.id))
        return [files.opened(actor, one).decode() for one in found]


def stored(actor: Actor, statement: str) -> list[tuple[object, ...]]:
    """What lies in the database, whoever may see it."""
    owner = Context(actor.organisation, actor.person, "owner")
    with use(owner), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


@pytest.fixture
def cycle(cast: Cast) -> Cycle:
    made = world.started(cast.manager)
    world.rated(cast.manager, made)
    return made


def sent(cast: Cast, cycle: Cycle) -> Cycle:
    world.sign_again(cast.manager, cycle)
    return world.sent(cast.manager, cycle)


@pytest.mark.req("STD-02")
def test_a_file_is_kept_and_given_back(cast: Cast, cycle: Cycle) -> None:
    row = world.added(cast.manager, cycle)

    assert opened(cast.manager, cycle) == [world.WORDS]
    assert (row.file_name, row.size) == ("evidence-1-1-1.txt", 30)


@pytest.mark.req("STD-02", "SEC-02")
def test_nothing_of_a_file_lies_in_clear(cast: Cast, cycle: Cycle) -> None:
    world.added(cast.manager, cycle)

    rows = stored(cast.manager, "SELECT sealed FROM standards_evidencecontent")
    everything = stored(cast.manager, "SELECT e::text FROM standards_evidence e")

    assert len(rows) == 1
    assert b"Wiremu" not in bytes(rows[0][0])  # type: ignore[call-overload]
    assert "Minutes of the panel" in str(everything)
    assert "Wiremu" not in str(everything)


def test_files_are_numbered_in_their_standard(cast: Cast, cycle: Cycle) -> None:
    first = world.added(cast.manager, cycle, "3.10")
    second = world.added(cast.manager, cycle, "3.10")
    other = world.added(cast.manager, cycle, "2.1")

    with use(cast.manager.context), transaction.atomic():
        found = [one.id for one in files.files(cycle)]
    assert second.file_name == "evidence-3-10-2.txt"
    assert found == [other.id, first.id, second.id]


@pytest.mark.req("STD-02")
def test_what_is_sent_twice_is_added_once(cast: Cast, cycle: Cycle) -> None:
    same = uuid.uuid4()

    world.added(cast.manager, cycle, id=same)
    world.added(cast.manager, cycle, id=same)

    assert len(opened(cast.manager, cycle)) == 1


@pytest.mark.parametrize(
    ("most", "full"), [("MOST_FILES", Full.FILES), ("MOST_BYTES", Full.BYTES)]
)
def test_there_is_an_end_of_room(
    cast: Cast, cycle: Cycle, monkeypatch: pytest.MonkeyPatch, most: str, full: Full
) -> None:
    world.added(cast.manager, cycle)
    monkeypatch.setattr(evidence, most, 1)

    with pytest.raises(NoRoom) as refusal:
        world.added(cast.manager, cycle)

    assert refusal.value.full is full


@pytest.mark.req("STD-02")
def test_a_file_is_taken_out_with_its_bytes(cast: Cast, cycle: Cycle) -> None:
    row = world.added(cast.manager, cycle)

    with use(cast.manager.context):
        evidence.remove(cast.manager, cycle.id, row.id)

    assert opened(cast.manager, cycle) == []
    assert stored(cast.manager, "SELECT FROM standards_evidencecontent") == []


@pytest.mark.req("STD-02")
def test_after_the_signature_no_file_comes_or_goes(cast: Cast, cycle: Cycle) -> None:
    row = world.added(cast.manager, cycle)
    world.sign_again(cast.manager, cycle)

    with pytest.raises(AccessDenied):
        world.added(cast.manager, cycle)
    with pytest.raises(AccessDenied), use(cast.manager.context):
        evidence.remove(cast.manager, cycle.id, row.id)
    assert opened(cast.manager, cycle) == [world.WORDS]


@pytest.mark.req("STD-02")
@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM standards_evidence",
        "UPDATE standards_evidence SET wrapped = wrapped, organisation_key_id = NULL",
        "UPDATE standards_evidence SET wrapped = '\\x00'",
        "INSERT INTO standards_evidence (id, organisation_id, cycle_id, standard,"
        " number, title, kind, size, content_id, organisation_key_id, key_id, wrapped,"
        " added_by_id, added_at) SELECT gen_random_uuid(), organisation_id, cycle_id,"
        " standard, 2, title, kind, size, content_id, organisation_key_id, key_id,"
        " wrapped, added_by_id, added_at FROM standards_evidence",
    ],
    ids=["delete", "hand over", "make unreadable", "insert"],
)
def test_the_database_holds_that_too(cast: Cast, cycle: Cycle, change: str) -> None:
    world.added(cast.manager, cycle)
    world.sign_again(cast.manager, cycle)

    refused(cast.manager, change)


def test_a_file_names_who_adds_it(cast: Cast, cycle: Cycle) -> None:
    world.added(cast.manager, cycle)
    insert = (
        "INSERT INTO standards_evidence (id, organisation_id, cycle_id, standard,"
        " number, title, kind, size, content_id, organisation_key_id, key_id, wrapped,"
        " added_by_id, added_at) SELECT gen_random_uuid(), organisation_id, cycle_id,"
        " standard, %s, title, kind, size, content_id, organisation_key_id, key_id,"
        " wrapped, %s, added_at FROM standards_evidence LIMIT 1"
    )

    refused(cast.manager, insert, 2, cast.worker.member)
    assert run(cast.manager, insert, 3, cast.manager.member) == 1


@pytest.mark.parametrize("column", ["title = 'x'", "size = 1", "content_id = id"])
def test_what_a_file_is_stands(cast: Cast, cycle: Cycle, column: str) -> None:
    world.added(cast.manager, cycle)

    with pytest.raises(DatabaseError):
        run(cast.manager, f"UPDATE standards_evidence SET {column}")


@pytest.mark.req("SEC-01")
def test_another_organisation_opens_no_file(cast: Cast, cycle: Cycle) -> None:
    row = world.added(cast.manager, cycle)
    assert opened(cast.manager, cycle) == [world.WORDS]

    assert run(cast.outside_manager, OPEN, row.id) == 0
    assert run(cast.outside_manager, "SELECT FROM standards_evidence") == 0
    with pytest.raises(NotVisible):
        world.added(cast.outside_manager, cycle)


OPEN = "SELECT * FROM sec.open_evidence(%s)"


@pytest.mark.req("STD-04", "SEC-01")
def test_the_national_body_opens_a_file_once_it_was_submitted(
    cast: Cast, cycle: Cycle
) -> None:
    row = world.added(cast.manager, cycle)
    assert run(cast.compiler, OPEN, row.id) == 0

    world.sign_again(cast.manager, cycle)
    assert run(cast.compiler, OPEN, row.id) == 0
    assert run(cast.compiler, "SELECT id FROM standards_evidence") == 0

    world.sent(cast.manager, cycle)
    assert opened(cast.compiler, cycle) == [world.WORDS]
    assert opened(cast.manager, cycle) == [world.WORDS]


@pytest.mark.req("STD-04", "SEC-02")
def test_it_needs_no_key_of_the_organisation_for_that(
    cast: Cast, cycle: Cycle, settings
) -> None:
    world.added(cast.manager, cycle)
    sent(cast, cycle)

    settings.MSA_ROOT_KEY = b""
    assert opened(cast.compiler, cycle) == [world.WORDS]

    settings.MSA_SUBMISSIONS_KEY = b""
    with pytest.raises(SubmissionKeyMissing):
        opened(cast.compiler, cycle)


@pytest.mark.req("SEC-02")
def test_the_key_it_holds_opens_nothing_that_was_not_submitted(
    cast: Cast, cycle: Cycle
) -> None:
    row = world.added(cast.manager, cycle)
    ((sealed,),) = stored(cast.manager, "SELECT sealed FROM standards_evidencecontent")

    with pytest.raises(CannotOpen):
        open_file(row, bytes(sealed), row.wrapped, None)  # type: ignore[call-overload]


@pytest.mark.req("S09", "S10")
@pytest.mark.parametrize(
    "statement",
    [
        "SELECT sealed FROM standards_evidencecontent",
        "SELECT id FROM standards_evidencecontent",
        "SELECT wrapped FROM standards_evidence",
    ],
)
def test_it_reads_no_bytes_and_no_key_past_the_audit(
    cast: Cast, cycle: Cycle, statement: str
) -> None:
    world.added(cast.manager, cycle)
    sent(cast, cycle)
    assert len(stored(cast.manager, statement)) == 1

    refused(cast.compiler, statement)


def test_a_manager_reads_no_bytes_past_the_audit(cast: Cast, cycle: Cycle) -> None:
    world.added(cast.manager, cycle)

    refused(cast.manager, "SELECT sealed FROM standards_evidencecontent")


@pytest.mark.req("S07")
@pytest.mark.parametrize("who", ["worker", "admin"])
def test_nobody_else_opens_one(cast: Cast, cycle: Cycle, who: str) -> None:
    row = world.added(cast.manager, cycle)

    refused(getattr(cast, who), OPEN, row.id)
    refused(getattr(cast, who), "SELECT FROM standards_evidence")


@pytest.mark.req("STD-02")
def test_a_revision_shows_the_files_of_the_one_before(cast: Cast, cycle: Cycle) -> None:
    first = world.added(cast.manager, cycle)
    sent(cast, cycle)
    deputy = replace(cast.worker, role=Role.MANAGER)

    with use(deputy.context):
        following = cycles.revise(deputy, cycle.id, at=NOW)

    assert opened(deputy, following) == [world.WORDS]
    with use(deputy.context), transaction.atomic():
        (carried,) = files.files(following)
    assert carried.id != first.id
    assert carried.content_id == first.content_id
    with use(deputy.context):
        evidence.remove(deputy, following.id, carried.id)
    assert opened(cast.manager, cycle) == [world.WORDS]


@pytest.mark.req("STD-02")
def test_whoever_signs_has_seen_every_file(cast: Cast, cycle: Cycle) -> None:
    with use(cast.manager.context), transaction.atomic():
        before = reviews.read(cycle).digest

    world.added(cast.manager, cycle)

    with pytest.raises(cycles.ReadSomethingElse), use(cast.manager.context):
        cycles.sign_off(cast.manager, cycle.id, digest=before, at=NOW)


@pytest.mark.req("STD-02", "SEC-04")
def test_adding_opening_and_removing_are_in_the_audit(cast: Cast, cycle: Cycle) -> None:
    row = world.added(cast.manager, cycle)
    opened(cast.manager, cycle)
    with use(cast.manager.context):
        evidence.remove(cast.manager, cycle.id, row.id)

    told = audited(cast.manager)
    assert {"evidence.added", "evidence.opened", "evidence.removed"} <= told


@pytest.mark.req("SEC-04")
def test_an_opening_by_the_national_body_is_in_its_own_audit(
    cast: Cast, cycle: Cycle
) -> None:
    world.added(cast.manager, cycle)
    sent(cast, cycle)
    assert "evidence.opened" not in audited(cast.compiler)

    opened(cast.compiler, cycle)

    assert "evidence.opened" in audited(cast.compiler)


def test_a_file_moved_to_another_row_does_not_open(cast: Cast, cycle: Cycle) -> None:
    world.added(cast.manager, cycle)
    other = world.added(cast.manager, cycle, "1.2")
    with use(cast.manager.context), connection.cursor() as cursor, transaction.atomic():
        cursor.execute(OPEN, [other.id])
        _, sealed, wrapped, ring_id, ring = cursor.fetchone()
        (first, _) = Evidence.objects.order_by("standard")

        with pytest.raises(CannotOpen):
            open_file(first, bytes(sealed), wrapped, (ring_id, ring))


@pytest.mark.req("SEC-07")
def test_the_submissions_key_is_replaced_while_files_stay_readable(
    cast: Cast, cycle: Cycle, settings
) -> None:
    world.added(cast.manager, cycle)
    sent(cast, cycle)
    old, new = settings.MSA_SUBMISSIONS_KEY, b"n" * 32

    settings.MSA_SUBMISSIONS_KEY, settings.MSA_OTHER_SUBMISSIONS_KEYS = new, (old,)
    assert opened(cast.compiler, cycle) == [world.WORDS]

    settle(at=NOW)
    settings.MSA_OTHER_SUBMISSIONS_KEYS = ()
    assert opened(cast.compiler, cycle) == [world.WORDS]


@pytest.mark.req("SEC-07")
def test_a_new_organisation_key_takes_its_files_along(cast: Cast, cycle: Cycle) -> None:
    row = world.added(cast.manager, cycle)
    keeper = Keeper(cast.kauri.id)

    with use(keeper.context):
        job = rotation.begin(keeper, at=NOW)
        rotation.move(job, lambda **told: None, lambda write: write())

    ((key,),) = stored(
        cast.manager, "SELECT organisation_key_id FROM standards_evidence"
    )
    assert key != row.organisation_key_id
    assert opened(cast.manager, cycle) == [world.WORDS]


def test_a_manager_rewraps_nothing_that_was_handed_over(
    cast: Cast, cycle: Cycle
) -> None:
    world.added(cast.manager, cycle)
    sent(cast, cycle)

    refused(cast.manager, "UPDATE standards_evidence SET wrapped = wrapped")
