from __future__ import annotations

import uuid
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import connection, models, transaction

from cases.enquiries import queries, services
from cases.enquiries.enums import CallResult, Channel, Ground, State
from cases.enquiries.models import Enquiry, Slip
from cases.enquiries.services import Approach
from cases.enquiries.tasks import destroy_expired
from cases.models import Client
from consent.enums import Purpose
from consent.models import Subject
from consent.services.consents import RecordConsentMissing
from msa.access.refusals import AccessDenied, NotVisible
from msa.accounts.actor import Actor
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from tests.cases.world import events
from tests.cast import USUAL, Cast, agreements
from tests.enquiries.conftest import WORDS, kept, now, today, with_slip

ENDINGS = [State.ANSWERED, State.POINTED_ON, State.DECLINED, State.NOT_REACHED]


def slips(organisation: UUID) -> int:
    """How many rows there are, whether or not anybody is shown them."""
    with use(Context(organisation, FOUNDER, "owner")):
        return Slip.objects.count()


def let_expire(cast: Cast) -> None:
    """Let the time of every slip be over, as the owner of the tables could."""
    with (
        use(Context(cast.kauri.id, FOUNDER, "owner")),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE enquiries_slip SET expires_at = now()")


def opened(actor: Actor, enquiry: UUID) -> object:
    with use(actor.context):
        return queries.open_slip(actor, enquiry)


@pytest.mark.req("CON-01")
def test_an_enquiry_has_a_place_for_codes_and_days_only() -> None:
    free = [
        field.name
        for field in Enquiry._meta.local_fields
        if isinstance(field, models.CharField | models.TextField | models.JSONField)
        and not (isinstance(field, models.CharField) and field.choices)
    ]

    assert free == []


@pytest.mark.req("CON-01")
def test_no_record_and_no_enquiry_names_the_other() -> None:
    led_to = {
        field.related_model
        for model in (Enquiry, Slip)
        for field in model._meta.local_fields
    }
    leading = {field.related_model for field in Client._meta.local_fields}

    assert Subject not in led_to
    assert Enquiry not in leading


@pytest.mark.req("CON-01")
@pytest.mark.parametrize("who", ["worker", "manager"])
def test_who_took_it_and_a_manager_open_the_slip(
    cast: Cast, enquiry: UUID, who: str
) -> None:
    assert opened(getattr(cast, who), enquiry) == WORDS


@pytest.mark.req("CON-01")
@pytest.mark.parametrize("who", ["colleague", "outsider", "outside_manager"])
def test_nobody_else_opens_it(cast: Cast, enquiry: UUID, who: str) -> None:
    with pytest.raises(NotVisible):
        opened(getattr(cast, who), enquiry)


@pytest.mark.req("CON-01")
def test_each_opening_is_recorded(cast: Cast, enquiry: UUID) -> None:
    opened(cast.worker, enquiry)
    opened(cast.manager, enquiry)

    found = events(cast.kauri.id, "slip.opened")
    assert [one.actor for one in found] == [cast.worker.person, cast.manager.person]
    assert {str(one.payload) for one in found} == {f"{{'enquiry': '{enquiry}'}}"}


@pytest.mark.req("CON-01")
def test_his_consent_destroys_the_slip_with_it(cast: Cast, enquiry: UUID) -> None:
    with use(cast.worker.context):
        subject = services.welcome(
            cast.worker, enquiry, agreements(*USUAL), id=uuid.uuid4(), at=now()
        )
        line = queries.enquiry(cast.worker, enquiry, at=now())
        assert Client.objects.filter(subject=subject).exists()

    assert (line.row.state, slips(cast.kauri.id)) == (State.WELCOMED, 0)
    assert [one.payload["why"] for one in events(cast.kauri.id, "slip.destroyed")] == [
        "WELCOMED"
    ]


@pytest.mark.req("CON-01")
def test_without_a_consent_the_slip_and_the_enquiry_stay(
    cast: Cast, enquiry: UUID
) -> None:
    with use(cast.worker.context), pytest.raises(RecordConsentMissing):
        services.welcome(
            cast.worker,
            enquiry,
            agreements(Purpose.SESSIONS),
            id=uuid.uuid4(),
            at=now(),
        )

    with use(cast.worker.context):
        assert queries.enquiry(cast.worker, enquiry, at=now()).is_open
    assert slips(cast.kauri.id) == 1


def test_welcoming_twice_is_one_survivor(cast: Cast, enquiry: UUID) -> None:
    id = uuid.uuid4()
    with use(cast.worker.context):
        first, again = (
            services.welcome(
                cast.worker, enquiry, agreements(*USUAL), id=id, at=now()
            ).id
            for _ in range(2)
        )

    assert first == again


@pytest.mark.req("CON-01")
@pytest.mark.parametrize("state", ENDINGS)
def test_however_it_ends_the_slip_is_destroyed(
    cast: Cast, enquiry: UUID, state: State
) -> None:
    with use(cast.colleague.context):
        services.end(cast.colleague, enquiry, state, at=now())

    assert slips(cast.kauri.id) == 0


def test_what_ended_does_not_end_again(cast: Cast, enquiry: UUID) -> None:
    with use(cast.worker.context):
        services.end(cast.worker, enquiry, State.ANSWERED, at=now())
        services.end(cast.worker, enquiry, State.ANSWERED, at=now())
        with pytest.raises(AccessDenied):
            services.end(cast.worker, enquiry, State.DECLINED, at=now())

    assert len(events(cast.kauri.id, "enquiry.ended")) == 1


def test_only_a_consent_welcomes(cast: Cast, enquiry: UUID) -> None:
    with use(cast.worker.context), pytest.raises(AccessDenied):
        services.end(cast.worker, enquiry, State.WELCOMED, at=now())


@pytest.mark.req("CON-01")
def test_a_slip_that_is_over_opens_no_more_though_it_is_there(
    cast: Cast, enquiry: UUID
) -> None:
    let_expire(cast)

    assert slips(cast.kauri.id) == 1
    for who in (cast.worker, cast.manager):
        with pytest.raises(NotVisible):
            opened(who, enquiry)
        with use(who.context):
            assert queries.enquiry(who, enquiry, at=now()).slip is None


@pytest.mark.req("CON-01")
def test_the_clockwork_destroys_what_is_over_and_nothing_else(cast: Cast) -> None:
    over = with_slip(cast.worker)
    let_expire(cast)
    with_slip(cast.worker)
    with_slip(cast.outsider)

    destroy_expired()
    destroy_expired()

    assert (slips(cast.kauri.id), slips(cast.rimu.id)) == (1, 1)
    (told,) = events(cast.kauri.id, "slip.expired")
    assert told.payload == {"enquiry": str(over)}


def test_a_run_that_is_killed_is_made_up_for_by_the_next(cast: Cast) -> None:
    with_slip(cast.worker)
    let_expire(cast)

    def killed() -> None:
        with transaction.atomic():
            destroy_expired()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        killed()
    assert slips(cast.kauri.id) == 1

    destroy_expired()

    assert slips(cast.kauri.id) == 0


@pytest.mark.req("CON-01")
@pytest.mark.parametrize(("days", "left"), [(0, 30), (29, 1)])
def test_a_slip_lasts_30_days_from_when_he_got_in_touch(
    cast: Cast, days: int, left: int
) -> None:
    pk = with_slip(cast.worker, days_ago=days)

    with use(cast.worker.context):
        line = queries.enquiry(cast.worker, pk, at=now())
    assert line.slip is not None
    assert (line.age, line.slip.days_left) == (days, left)


@pytest.mark.req("CON-01")
def test_afterwards_none_is_written(cast: Cast) -> None:
    pk = kept(cast.worker, days_ago=30)

    with use(cast.worker.context), pytest.raises(AccessDenied):
        services.write_slip(cast.worker, pk, WORDS, Ground.SPOKEN, at=now())


def test_none_is_written_once_it_has_ended(cast: Cast) -> None:
    pk = kept(cast.worker)
    with use(cast.worker.context):
        services.end(cast.worker, pk, State.ANSWERED, at=now())
        with pytest.raises(AccessDenied):
            services.write_slip(cast.worker, pk, WORDS, Ground.SPOKEN, at=now())


def test_a_second_slip_is_none(cast: Cast, enquiry: UUID) -> None:
    with use(cast.manager.context):
        other = WORDS.__class__("Somebody", WORDS.way, "021 555 0100")
        services.write_slip(cast.manager, enquiry, other, Ground.REFERRER, at=now())

    assert opened(cast.worker, enquiry) == WORDS


@pytest.mark.parametrize(("who", "left"), [("worker", 0), ("colleague", 1)])
def test_a_slip_is_destroyed_on_asking_by_whom_it_opens_for(
    cast: Cast, enquiry: UUID, who: str, left: int
) -> None:
    actor = getattr(cast, who)
    with use(actor.context):
        services.destroy_slip(actor, enquiry)

    assert slips(cast.kauri.id) == left


def test_pressing_twice_keeps_one_enquiry(cast: Cast) -> None:
    id = uuid.uuid4()
    with use(cast.worker.context):
        for _ in range(2):
            approach = Approach(today(), Channel.TEXT)
            services.keep(cast.worker, approach, id=id, at=now())

        assert Enquiry.objects.filter(channel=Channel.TEXT).count() == 1


def test_pressing_twice_is_one_ring_back(cast: Cast, enquiry: UUID) -> None:
    with use(cast.worker.context):
        for _ in range(2):
            services.note_call(
                cast.worker, enquiry, CallResult.NO_ANSWER, after=0, at=now()
            )
        row = queries.enquiry(cast.worker, enquiry, at=now()).row

    assert (row.calls, row.called_on, row.call_result) == (1, today(), "NO_ANSWER")


def test_an_enquiry_may_be_answered_there_and_then(cast: Cast) -> None:
    with use(cast.worker.context):
        approach = Approach(today(), Channel.PHONE, state=State.ANSWERED)
        services.keep(cast.worker, approach, id=uuid.uuid4(), at=now())
        page = queries.enquiries(cast.worker, at=now())

    assert [line.row.ended_on for line in page.ended] == [today()]
    assert page.open == []


def test_the_open_ones_stand_by_age_and_what_ended_long_ago_is_gone(cast: Cast) -> None:
    newer, older = kept(cast.worker, days_ago=2), kept(cast.worker, days_ago=40)
    ended = kept(cast.worker)
    with use(cast.worker.context):
        earlier = now() - timedelta(days=40)
        services.end(cast.worker, ended, State.ANSWERED, at=earlier)
        page = queries.enquiries(cast.colleague, at=now())

    assert [line.row.id for line in page.open] == [older, newer]
    assert page.ended == []


def test_another_organisations_enquiry_is_none(cast: Cast, enquiry: UUID) -> None:
    with use(cast.outsider.context):
        with pytest.raises(NotVisible):
            queries.enquiry(cast.outsider, enquiry, at=now())
        with pytest.raises(NotVisible):
            services.end(cast.outsider, enquiry, State.ANSWERED, at=now())


@pytest.mark.req("K01")
def test_a_slip_opens_under_another_key_of_the_organisation(
    cast: Cast, enquiry: UUID
) -> None:
    call_command("rotate_organisation_key", "kauri", verbosity=0)

    assert opened(cast.worker, enquiry) == WORDS
