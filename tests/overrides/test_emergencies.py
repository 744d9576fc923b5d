"""Reading one record in an emergency: a manager, one record, half an hour (CON-07)."""

from __future__ import annotations

import uuid
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, connection

from cases.models import Client, Section, Session, SessionNote
from cases.overrides.enums import Ground, Outcome
from cases.overrides.models import EmergencyReading
from cases.overrides.queries import notices
from cases.overrides.queries import readings as queries
from cases.overrides.services import readings, unseen_reviews
from cases.queries import people, sessions
from cases.sections import Identity, Note
from cases.services import blocks, sections
from cases.services import sessions as session_services
from consent.enums import Purpose
from consent.services import consents
from msa.access.refusals import AccessDenied, NotVisible
from msa.accounts.actor import Actor
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from tests.cases.world import held
from tests.cast import NOW, USUAL, Cast
from tests.overrides.world import REASON, emergency, over, run, sqlstate
from tests.oversight.world import events_about
from tests.security.stage import Survivor, survivor

FUNCTIONS = ("sections", "sessions", "notes")


def read(actor: Actor, subject: UUID) -> str:
    """Return all the words that somebody can read in an emergency."""
    with use(actor.context):
        found = queries.opened(actor, subject)
        words = [str(part.words) for part in found.parts]
        return " ".join(words + [met.note.body for met in found.sessions if met.note])


def keys(actor: Actor, *subjects: UUID, purpose: str = "RECORD") -> int:
    return run(
        actor,
        "SELECT FROM sec.wrapped_keys(%s, %s, 'read-in-emergency')",
        list(subjects),
        purpose,
    )


def withdrawn(cast: Cast, subject: UUID) -> None:
    with use(cast.worker.context):
        for purpose in (Purpose.SESSIONS, Purpose.RECORD):
            consents.withdraw(cast.worker, subject, purpose, at=NOW)


@pytest.mark.req("CON-07")
def test_it_opens_one_record_with_the_notes_of_sessions(
    cast: Cast, hemi: Survivor
) -> None:
    assert read(cast.manager, hemi.subject) == ""

    emergency(cast.manager, hemi.subject)

    found = read(cast.manager, hemi.subject)
    assert [word for word in hemi.words if word not in found] == []


@pytest.mark.req("CON-07")
def test_it_opens_what_he_had_sealed(cast: Cast, hemi: Survivor) -> None:
    withdrawn(cast, hemi.subject)
    with use(cast.manager.context):
        assert not Section.objects.filter(subject=hemi.subject).exists()

    emergency(cast.manager, hemi.subject)

    found = read(cast.manager, hemi.subject)
    assert [word for word in hemi.words if word not in found] == []


@pytest.mark.req("CON-07", "CON-04")
def test_what_is_destroyed_stays_so(cast: Cast, hemi: Survivor) -> None:
    emergency(cast.manager, hemi.subject)
    assert keys(cast.manager, hemi.subject) == 1

    with use(Context(cast.kauri.id, FOUNDER, "owner")), connection.cursor() as cursor:
        cursor.execute("UPDATE consent_subjectkey SET state = 'DESTROYED'")

    assert keys(cast.manager, hemi.subject) == 0
    assert read(cast.manager, hemi.subject) == ""


@pytest.mark.req("CON-07")
def test_it_ends_by_itself_after_half_an_hour(cast: Cast, hemi: Survivor) -> None:
    row = emergency(cast.manager, hemi.subject)
    assert row.until - row.opened_at == timedelta(minutes=30)
    assert read(cast.manager, hemi.subject)

    over(row, cast.kauri.id)

    assert read(cast.manager, hemi.subject) == ""
    assert keys(cast.manager, hemi.subject) == 0


@pytest.mark.req("CON-07")
def test_reading_again_is_another_reading(cast: Cast, hemi: Survivor) -> None:
    first = emergency(cast.manager, hemi.subject)
    over(first, cast.kauri.id)

    again = emergency(cast.manager, hemi.subject)

    assert again.id != first.id
    assert read(cast.manager, hemi.subject)
    with use(cast.manager.context):
        assert EmergencyReading.objects.filter(subject=hemi.subject).count() == 2


@pytest.mark.req("CON-07", "SEC-01")
def test_it_opens_nobody_else(cast: Cast, hemi: Survivor, deputy: Actor) -> None:
    other = survivor(cast.worker, "Kimi")
    emergency(cast.manager, hemi.subject)

    assert read(cast.manager, hemi.subject)
    assert read(cast.manager, other.subject) == ""
    assert read(deputy, hemi.subject) == ""
    assert keys(cast.manager, other.subject) == 0
    assert keys(cast.manager, hemi.subject, other.subject) == 0


@pytest.mark.req("CON-07", "ASM-04")
def test_what_he_answered_stays_closed(cast: Cast) -> None:
    hemi = survivor(cast.worker, "Hemi", *USUAL, Purpose.ASSESSMENT)
    emergency(cast.manager, hemi.subject)

    assert keys(cast.manager, hemi.subject) == 1
    assert keys(cast.manager, hemi.subject, purpose="ASSESSMENT") == 0


@pytest.mark.req("CON-07")
@pytest.mark.parametrize("function", FUNCTIONS)
def test_raw_sql_gets_rows_as_long_as_it_lasts(
    cast: Cast, hemi: Survivor, function: str
) -> None:
    asked = f"SELECT * FROM sec.{function}_in_emergency(%s)"
    before = run(cast.manager, asked, hemi.subject)
    row = emergency(cast.manager, hemi.subject)
    during = run(cast.manager, asked, hemi.subject)
    over(row, cast.kauri.id)

    assert (before, run(cast.manager, asked, hemi.subject)) == (0, 0)
    assert during > 0


@pytest.mark.req("CON-07")
def test_no_list_search_or_page_shows_more_than_before(
    cast: Cast, hemi: Survivor
) -> None:
    withdrawn(cast, hemi.subject)
    emergency(cast.manager, hemi.subject)

    with use(cast.manager.context):
        assert people.caseload(cast.manager).people == []
        assert people.search(cast.manager, hemi.words[0]) == []
        with pytest.raises(NotVisible):
            people.person(cast.manager, hemi.subject, at=NOW)
        with pytest.raises(NotVisible):
            sessions.session(cast.manager, hemi.subject, hemi.session)
        for model in (Client, Section, Session, SessionNote):
            assert not model.objects.filter(subject=hemi.subject).exists()


@pytest.mark.req("CON-07", "K01")
def test_nothing_is_written_in_an_emergency(cast: Cast, hemi: Survivor) -> None:
    withdrawn(cast, hemi.subject)
    emergency(cast.manager, hemi.subject)

    with use(cast.manager.context), pytest.raises(AccessDenied, match="no-consent"):
        sections.save(
            cast.manager, hemi.subject, Identity(name="Other"), after=1, at=NOW
        )
    with use(cast.manager.context), pytest.raises(AccessDenied, match="no-consent"):
        session_services.log(
            cast.manager, hemi.subject, held(), Note("x"), id=uuid.uuid4(), at=NOW
        )


@pytest.mark.req("CON-07")
@pytest.mark.parametrize("who", ["worker", "colleague", "admin", "outside_manager"])
def test_nobody_but_a_manager_here_begins_one(
    cast: Cast, hemi: Survivor, who: str
) -> None:
    begin = "SELECT sec.read_in_emergency(%s, %s, 'CHILD', '\\x01', %s, '\\x01', %s)"
    with use(cast.manager.context), connection.cursor() as cursor:
        cursor.execute("SELECT id FROM consent_organisationkey")
        (ring,) = cursor.fetchone() or (None,)
    values = [uuid.uuid4(), hemi.subject, uuid.uuid4(), ring]

    assert sqlstate(getattr(cast, who), begin, *values) in {"42501", "23503"}
    assert sqlstate(cast.manager, begin, *values) == ""


@pytest.mark.req("CON-07")
@pytest.mark.parametrize("who", ["worker", "manager", "admin"])
def test_raw_sql_makes_no_reading_and_makes_none_longer(
    cast: Cast, hemi: Survivor, who: str
) -> None:
    emergency(cast.manager, hemi.subject)
    actor = getattr(cast, who)
    again = (
        "INSERT INTO overrides_emergencyreading SELECT gen_random_uuid(), (t).*"
        " FROM overrides_emergencyreading t"
    )
    longer = "UPDATE overrides_emergencyreading SET until = now() + interval '1 day'"

    assert sqlstate(actor, again) in {"42501", "42601", "42804"}
    assert sqlstate(actor, longer) == "42501"
    assert sqlstate(actor, "DELETE FROM overrides_emergencyreading") == "42501"


@pytest.mark.req("CON-07")
def test_no_reading_lasts_longer_whoever_stores_it(cast: Cast, hemi: Survivor) -> None:
    emergency(cast.manager, hemi.subject)
    longer = "UPDATE overrides_emergencyreading SET until = now() + interval '1 day'"

    with (
        use(Context(cast.kauri.id, FOUNDER, "owner")),
        pytest.raises(IntegrityError, match="reading_ends_by_itself"),
        connection.cursor() as cursor,
    ):
        cursor.execute(longer)


@pytest.mark.req("CON-07")
@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("who", ["worker", "admin", "outside_manager"])
def test_raw_sql_in_another_role_gets_nothing(
    cast: Cast, hemi: Survivor, who: str, function: str
) -> None:
    emergency(cast.manager, hemi.subject)
    asked = f"SELECT * FROM sec.{function}_in_emergency(%s)"
    assert run(cast.manager, asked, hemi.subject) > 0
    actor = getattr(cast, who)

    refused = sqlstate(actor, asked, hemi.subject)

    assert refused == "42501" or run(actor, asked, hemi.subject) == 0
    assert keys(actor, hemi.subject) == 0


@pytest.mark.req("CON-07")
def test_it_takes_a_ground_of_the_list(cast: Cast, hemi: Survivor) -> None:
    emergency(cast.manager, hemi.subject)
    begin = (
        "SELECT sec.read_in_emergency(gen_random_uuid(), subject_id, 'CURIOUS', sealed,"
        " key_id, wrapped, organisation_key_id) FROM overrides_emergencyreading"
    )

    assert sqlstate(cast.manager, begin) == "23514"


@pytest.mark.req("CON-07")
def test_the_other_managers_are_told_at_once(
    cast: Cast, hemi: Survivor, deputy: Actor
) -> None:
    row = emergency(cast.manager, hemi.subject)

    with use(deputy.context):
        (notice,) = notices.unseen(deputy)
    assert (notice.about, notice.who, notice.row) == ("read", "Manager", row.id)
    with use(cast.manager.context):
        assert notices.unseen(cast.manager) == []


@pytest.mark.req("CON-07", "RGT-03")
def test_it_stands_in_his_list_of_who_looked(cast: Cast, hemi: Survivor) -> None:
    emergency(cast.manager, hemi.subject)
    read(cast.manager, hemi.subject)

    found = events_about(cast.manager, hemi.subject)

    opened = [one for one in found if one.action == "emergency.opened"]
    assert [one.payload for one in opened] == [{"ground": "SELF_HARM"}]
    assert {"RECORD", "SESSIONS"} == {
        one.payload["purpose"]
        for one in found
        if one.action == "record.read-in-emergency"
    }


@pytest.mark.req("CON-07")
def test_another_manager_reviews_it(cast: Cast, hemi: Survivor, deputy: Actor) -> None:
    row = emergency(cast.manager, hemi.subject)
    with use(cast.manager.context), pytest.raises(AccessDenied, match="same-person"):
        readings.review(cast.manager, hemi.subject, row.id, Outcome.RIGHT, at=NOW)

    with use(deputy.context):
        assert queries.reason_of(deputy, row) == REASON
        readings.review(deputy, hemi.subject, row.id, Outcome.RIGHT, at=NOW)
        with pytest.raises(AccessDenied, match="not-ready"):
            readings.review(deputy, hemi.subject, row.id, Outcome.RIGHT, at=NOW)

        assert queries.to_review() == []


_REVIEWS = (
    "UPDATE overrides_emergencyreading SET reviewed_by_id = '{}',"
    " reviewed_at = now(), review = 'RIGHT'"
)


@pytest.mark.req("CON-07")
def test_raw_sql_reviews_in_ones_own_name_and_never_ones_own(
    cast: Cast, hemi: Survivor, deputy: Actor
) -> None:
    emergency(cast.manager, hemi.subject)
    mine, theirs = (_REVIEWS.format(a.member) for a in (cast.manager, deputy))

    assert sqlstate(cast.manager, mine) == "42501"
    assert sqlstate(cast.manager, theirs) == "42501"
    assert sqlstate(cast.admin, _REVIEWS.format(cast.admin.member)) == "42501"
    assert run(deputy, theirs) == 1
    assert sqlstate(deputy, theirs) == "42501"


@pytest.mark.req("CON-07", "REP-06")
def test_a_manager_alone_is_asked_by_the_administrator_who_sees_nothing(
    cast: Cast, hemi: Survivor
) -> None:
    row = emergency(cast.manager, hemi.subject)

    with use(cast.admin.context):
        (notice,) = notices.unseen(cast.admin)
        assert (notice.who, notice.subject) == ("", None)
        assert [one.id for one in queries.unreviewed()] == [row.id]
        unseen_reviews.of_reading(cast.admin, row.id, Outcome.RIGHT, at=NOW)
        assert queries.unreviewed() == []
    for column in ("subject_id", "sealed", "wrapped", "until"):
        asked = f"SELECT {column} FROM overrides_emergencyreading"
        assert sqlstate(cast.admin, asked) == "42501"


@pytest.mark.req("CON-07")
def test_the_administrator_leaves_it_to_another_manager(
    cast: Cast, hemi: Survivor, deputy: Actor
) -> None:
    row = emergency(cast.manager, hemi.subject)

    with use(cast.admin.context), pytest.raises(AccessDenied, match="not-ready"):
        unseen_reviews.of_reading(cast.admin, row.id, Outcome.RIGHT, at=NOW)


@pytest.mark.req("CON-07", "SEC-01")
def test_no_emergency_opens_a_record_of_another_organisation(
    cast: Cast, hemi: Survivor
) -> None:
    with use(cast.outside_manager.context), pytest.raises(NotVisible):
        readings.begin(cast.outside_manager, hemi.subject, Ground.CHILD, reason=REASON)


@pytest.mark.req("CON-07", "REC-08")
def test_whom_he_keeps_away_reads_nothing_not_even_in_an_emergency(
    cast: Cast, hemi: Survivor, deputy: Actor
) -> None:
    emergency(cast.manager, hemi.subject)
    assert read(cast.manager, hemi.subject)

    with use(cast.worker.context):
        blocks.block(cast.worker, hemi.subject, member=cast.manager.member, at=NOW)

    assert keys(cast.manager, hemi.subject) == 0
    for what in FUNCTIONS:
        asked = f"SELECT FROM sec.{what}_in_emergency(%s)"
        assert run(cast.manager, asked, hemi.subject) == 0
    with use(cast.manager.context), pytest.raises(NotVisible):
        readings.begin(cast.manager, hemi.subject, Ground.CHILD, reason=REASON)
    begin = "SELECT sec.read_in_emergency(%s, %s, 'CHILD', '', %s, '', %s)"
    ids = [uuid.uuid4() for _ in range(3)]
    begun = (ids[0], hemi.subject, ids[1], ids[2])
    assert sqlstate(cast.manager, begin, *begun) == "42501"
    assert emergency(deputy, hemi.subject)
    assert not run(
        cast.manager, "SELECT FROM overrides_notice WHERE reading_id IS NOT NULL"
    )
