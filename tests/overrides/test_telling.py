"""Nobody tells alone: on a ground, with a second person, registered (CON-06, K10)."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from cases.overrides.enums import Ground, Outcome, State
from cases.overrides.models import Disclosure, Notice
from cases.overrides.queries import disclosures as queries
from cases.overrides.queries import notices, readings
from cases.overrides.services import disclosures
from cases.overrides.services import notices as notice_services
from consent.enums import Purpose
from consent.retention.holdings import forget
from consent.services import consents
from msa.access.refusals import AccessDenied, NotVisible
from msa.accounts.actor import Actor
from msa.accounts.models import Role
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from tests.cast import NOW, TODAY, Cast
from tests.overrides.world import (
    PLANNED,
    REASON,
    RECIPIENT,
    TOLD,
    approved,
    asked,
    emergency,
    urgent,
)
from tests.oversight.world import events_about
from tests.security.stage import Survivor, found_in


def state_of(cast: Cast, pk: UUID) -> str:
    with use(cast.manager.context):
        return str(Disclosure.objects.get(pk=pk).state)


def told(actor: Actor, subject: UUID, pk: UUID) -> None:
    with use(actor.context):
        disclosures.tell(actor, subject, pk, on=TODAY, at=NOW)


@pytest.mark.req("CON-06", "K10")
def test_a_worker_asks_a_manager_approves_and_it_is_told(
    cast: Cast, hemi: Survivor
) -> None:
    row = approved(cast.worker, cast.manager, hemi.subject)

    told(cast.worker, hemi.subject, row.id)

    with use(cast.worker.context):
        entry = queries.entry(cast.worker, hemi.subject, row.id, at=NOW)
    assert (entry.row.state, entry.row.decided_by_id) == (
        State.TOLD,
        cast.manager.member,
    )
    assert (entry.words.recipient, entry.words.told) == (RECIPIENT, TOLD)


@pytest.mark.req("CON-06", "K10")
def test_nothing_is_told_before_it_is_approved(cast: Cast, hemi: Survivor) -> None:
    row = asked(cast.worker, hemi.subject)

    with pytest.raises(AccessDenied, match="not-ready"):
        told(cast.worker, hemi.subject, row.id)


@pytest.mark.req("CON-06", "K10")
def test_nothing_is_told_that_was_not_approved(cast: Cast, hemi: Survivor) -> None:
    row = asked(cast.worker, hemi.subject)
    with use(cast.manager.context):
        disclosures.refuse(cast.manager, hemi.subject, row.id, at=NOW)

    with pytest.raises(AccessDenied):
        told(cast.worker, hemi.subject, row.id)
    assert state_of(cast, row.id) == State.REFUSED


@pytest.mark.req("CON-06", "K10")
def test_nobody_approves_what_he_asked_himself(
    cast: Cast, hemi: Survivor, deputy: Actor
) -> None:
    row = asked(cast.manager, hemi.subject)
    with use(cast.manager.context), pytest.raises(AccessDenied, match="same-person"):
        disclosures.approve(cast.manager, hemi.subject, row.id, at=NOW)

    with use(deputy.context):
        disclosures.approve(deputy, hemi.subject, row.id, at=NOW)

    assert state_of(cast, row.id) == State.APPROVED


@pytest.mark.req("CON-06")
def test_what_is_needed_no_longer_is_told_no_more(cast: Cast, hemi: Survivor) -> None:
    row = approved(cast.worker, cast.manager, hemi.subject)

    with use(cast.worker.context):
        disclosures.drop(cast.worker, hemi.subject, row.id)

    with pytest.raises(AccessDenied):
        told(cast.worker, hemi.subject, row.id)


@pytest.mark.req("CON-06")
def test_the_same_press_twice_is_one_entry(cast: Cast, hemi: Survivor) -> None:
    id_ = uuid.uuid4()
    with use(cast.worker.context):
        for _ in range(2):
            disclosures.ask(cast.worker, hemi.subject, PLANNED, id=id_, at=NOW)

        assert [row.id for row in queries.of_person(hemi.subject)] == [id_]


@pytest.mark.req("CON-06")
def test_what_could_not_wait_is_told_to_the_other_managers_at_once(
    cast: Cast, hemi: Survivor, deputy: Actor
) -> None:
    urgent(cast.manager, hemi.subject)

    for actor, count in ((deputy, 1), (cast.manager, 0), (cast.admin, 0)):
        with use(actor.context):
            assert len(notices.unseen(actor)) == count


@pytest.mark.req("CON-06")
def test_a_notice_stays_until_it_was_seen(cast: Cast, hemi: Survivor) -> None:
    urgent(cast.worker, hemi.subject)
    with use(cast.manager.context):
        (one,) = notices.unseen(cast.manager)
        assert one.who == "Worker"

        notice_services.see(cast.manager, one.id, at=NOW)

        assert notices.unseen(cast.manager) == []
    with use(cast.admin.context), pytest.raises(NotVisible):
        notice_services.see(cast.admin, one.id, at=NOW)


@pytest.mark.req("CON-06")
def test_what_is_asked_is_on_the_managers_pages_until_it_is_decided(
    cast: Cast, hemi: Survivor
) -> None:
    row = asked(cast.worker, hemi.subject)
    with use(cast.manager.context):
        before = len(notices.unseen(cast.manager))
        disclosures.refuse(cast.manager, hemi.subject, row.id, at=NOW)

        assert (before, len(notices.unseen(cast.manager))) == (1, 0)


@pytest.mark.req("CON-06")
def test_another_manager_reviews_it_and_whoever_told_it_does_not(
    cast: Cast, hemi: Survivor, deputy: Actor
) -> None:
    row = urgent(cast.manager, hemi.subject)
    with use(cast.manager.context), pytest.raises(AccessDenied, match="same-person"):
        disclosures.review(cast.manager, hemi.subject, row.id, Outcome.RIGHT, at=NOW)

    with use(deputy.context):
        waits = [line.row.id for line in queries.to_review()]
        disclosures.review(deputy, hemi.subject, row.id, Outcome.RIGHT, at=NOW)

    assert waits == [row.id]
    assert state_of(cast, row.id) == State.REVIEWED


@pytest.mark.req("CON-06")
def test_a_review_is_due_within_ten_working_days(cast: Cast, hemi: Survivor) -> None:
    """Told on the Friday before Matariki 2026: that Friday after is a holiday."""
    row = urgent(cast.worker, hemi.subject, on=date(2026, 7, 3))

    assert row.review_by == date(2026, 7, 20)


@pytest.mark.req("CON-06", "REP-06")
def test_a_manager_alone_tells_what_can_not_wait_and_the_administrator_knows(
    cast: Cast, hemi: Survivor
) -> None:
    with use(cast.manager.context):
        assert not queries.somebody_else_approves(cast.manager, hemi.subject, at=NOW)

    urgent(cast.manager, hemi.subject)

    with use(cast.admin.context):
        (notice,) = notices.unseen(cast.admin)
        assert (notice.who, notice.subject) == ("", None)
        assert Notice.objects.count() == 1


@pytest.mark.req("CON-06", "SEC-02")
def test_its_words_are_sealed(cast: Cast, hemi: Survivor) -> None:
    row = urgent(cast.worker, hemi.subject)

    emergency(cast.manager, hemi.subject)

    with use(Context(cast.kauri.id, FOUNDER, "owner")), connection.cursor() as cursor:
        cursor.execute(
            "SELECT d::text || r::text FROM overrides_disclosure d,"
            " overrides_emergencyreading r"
        )
        (text,) = cursor.fetchone() or ("",)
    assert str(row.id) in text
    assert found_in(text.encode(), (TOLD, RECIPIENT, REASON)) == []


@pytest.mark.req("SEC-07", "CON-06")
def test_it_opens_under_a_new_key_of_the_organisation(
    cast: Cast, hemi: Survivor
) -> None:
    row = urgent(cast.worker, hemi.subject)
    read = emergency(cast.manager, hemi.subject)

    call_command("rotate_organisation_key", "kauri", verbosity=0)

    with use(cast.manager.context):
        entry = queries.entry(cast.manager, hemi.subject, row.id, at=NOW)
        assert entry.words.told == TOLD
        assert entry.row.organisation_key_id != row.organisation_key_id
        again = readings.reading(read.id)
        assert readings.reason_of(cast.manager, again) == REASON


@pytest.mark.req("RGT-04", "K03")
def test_it_goes_when_he_is_erased(cast: Cast, hemi: Survivor) -> None:
    urgent(cast.worker, hemi.subject)
    emergency(cast.manager, hemi.subject)
    tables = ("disclosure", "emergencyreading", "notice")

    def count() -> list[int]:
        with use(Context(cast.kauri.id, FOUNDER, "owner")):
            return [_count(f"overrides_{table}") for table in tables]

    before = count()
    with use(Context(cast.kauri.id, FOUNDER, "owner")), transaction.atomic():
        forget(hemi.subject)

    assert before == [1, 1, 2]
    assert count() == [0, 0, 0]


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        (count,) = cursor.fetchone() or (0,)
        return int(count)


@pytest.mark.req("CON-04", "CON-06")
def test_once_his_record_is_sealed_it_is_for_managers_alone(
    cast: Cast, hemi: Survivor
) -> None:
    row = urgent(cast.manager, hemi.subject)
    with use(cast.worker.context):
        assert len(queries.of_person(hemi.subject)) == 1
        consents.withdraw(cast.worker, hemi.subject, Purpose.RECORD, at=NOW)

        assert queries.of_person(hemi.subject) == []
    with use(cast.manager.context):
        entry = queries.entry(cast.manager, hemi.subject, row.id, at=NOW)
        assert (entry.words.told, entry.reference) == (TOLD, "")


@pytest.mark.req("CON-06")
def test_somebody_may_have_to_be_told_though_the_record_is_sealed(
    cast: Cast, hemi: Survivor
) -> None:
    with use(cast.worker.context):
        consents.withdraw(cast.worker, hemi.subject, Purpose.RECORD, at=NOW)

    row = urgent(cast.worker, hemi.subject)

    with use(cast.worker.context):
        assert queries.entry(cast.worker, hemi.subject, row.id, at=NOW).words.told


@pytest.mark.req("CON-06", "RGT-03")
def test_each_step_stands_in_his_list_of_who_looked(cast: Cast, hemi: Survivor) -> None:
    row = approved(cast.worker, cast.manager, hemi.subject)
    told(cast.worker, hemi.subject, row.id)
    with use(cast.manager.context):
        queries.entry(cast.manager, hemi.subject, row.id, at=NOW)

    found = {event.action for event in events_about(cast.manager, hemi.subject)}

    assert {
        "disclosure.asked",
        "disclosure.approved",
        "disclosure.told",
        "disclosure.opened",
    } <= found


@pytest.mark.req("CON-06")
@pytest.mark.parametrize("who", ["colleague", "outsider", "outside_manager"])
def test_nobody_asks_about_somebody_who_is_not_his(
    cast: Cast, hemi: Survivor, who: str
) -> None:
    with pytest.raises(NotVisible):
        asked(getattr(cast, who), hemi.subject)


def test_the_grounds_are_a_closed_list() -> None:
    assert set(Ground.values) == {"LEGAL", "CHILD", "SELF_HARM", "OTHERS", "CAPACITY"}


def test_a_manager_who_also_works_with_him_does_not_approve_his_own(
    cast: Cast, hemi: Survivor
) -> None:
    row = asked(cast.worker, hemi.subject)
    both = replace(cast.worker, role=Role.MANAGER)

    with use(both.context), pytest.raises(AccessDenied, match="same-person"):
        disclosures.approve(both, hemi.subject, row.id, at=NOW)
