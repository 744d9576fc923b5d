from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.db import transaction

from msa.access.refusals import AccessDenied, NotVisible
from msa.accounts.actor import Actor
from msa.audit.models import Event
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from standards.catalogue import CURRENT
from standards.enums import State
from standards.models import Cycle
from standards.queries import cycles as queries
from standards.queries import reviews
from standards.queries.reviews import FURTHER, LESS, SAME, Review
from standards.services import actions, cycles
from standards.services.actions import ActionChanged, Plan
from standards.services.judgements import ChangedMeanwhile, Said
from tests.cast import NOW, Cast
from tests.standards import world

LATER = NOW + timedelta(days=1)


@pytest.fixture
def manager(cast: Cast) -> Actor:
    return cast.manager


def read(actor: Actor, cycle: Cycle) -> Review:
    with use(actor.context), transaction.atomic():
        return reviews.read(queries.cycle(actor, cycle.id))


def audited(actor: Actor) -> set[str]:
    """What somebody did about reviews, as the audit of his organisation says."""
    with use(Context(actor.organisation, FOUNDER, "owner")):
        rows = Event.objects.filter(actor=actor.person)
        return set(rows.values_list("action", flat=True))


def test_a_new_review_names_the_version_of_the_standards(manager: Actor) -> None:
    cycle = world.started(manager)

    assert (cycle.catalogue, cycle.state) == (CURRENT.code, State.OPEN)
    assert read(manager, cycle).complete == 0


def test_starting_again_leads_to_the_one_being_filled_in(manager: Actor) -> None:
    first = world.started(manager)

    with use(manager.context):
        again = cycles.start(
            manager, starts_on=date(2030, 1, 1), ends_on=date(2030, 12, 31), at=NOW
        )

    assert (again.cycle.id, again.is_new) == (first.id, False)


def test_a_period_is_reviewed_once(manager: Actor) -> None:
    world.signed(manager)

    with pytest.raises(cycles.PeriodTaken), use(manager.context):
        cycles.start(
            manager, starts_on=date(2027, 6, 30), ends_on=date(2028, 6, 29), at=NOW
        )


def test_two_organisations_review_the_same_period(cast: Cast) -> None:
    ours, theirs = world.started(cast.manager), world.started(cast.outside_manager)

    assert ours.organisation_id != theirs.organisation_id


def test_each_perspective_is_rated_by_itself(manager: Actor) -> None:
    cycle = world.started(manager)

    world.rated(manager, cycle, said=Said(clients="NOT_YET"))

    entry = read(manager, cycle).entries[0]
    assert [view.words for view in entry.views] == ["Not rated", "Not rated", "Not yet"]
    assert (entry.rated, entry.is_complete) == (1, False)


def test_who_saves_second_is_told_and_loses_nothing(cast: Cast) -> None:
    cycle = world.started(cast.manager)
    first = world.rated(cast.manager, cycle)

    with pytest.raises(ChangedMeanwhile) as told:
        world.rated(cast.manager, cycle, said=Said("NOT_YET"), version=0)

    assert told.value.theirs.comment == world.SAID.comment
    world.rated(cast.manager, cycle, said=Said("NOT_YET"), version=first.version)
    assert read(cast.manager, cycle).entries[0].views[0].words == "Not yet"


def test_saving_the_same_twice_is_no_conflict(manager: Actor) -> None:
    cycle = world.started(manager)

    versions = [world.rated(manager, cycle).version for _ in range(2)]

    assert versions == [1, 1]


def test_there_is_no_standard_of_another_number(manager: Actor) -> None:
    cycle = world.started(manager)

    with pytest.raises(NotVisible):
        world.rated(manager, cycle, "5.1")
    with pytest.raises(NotVisible):
        world.planned(manager, cycle, "5.1")


def test_an_action_has_an_owner_who_works_here(cast: Cast) -> None:
    cycle = world.started(cast.manager)

    action = world.planned(cast.manager, cycle)

    assert (action.owner_name, action.due_on) == (cast.manager.name, world.PLAN_DUE)
    for absent in (cast.outsider.member, uuid.uuid4()):
        plan = Plan("Other", absent, world.PLAN_DUE)
        with pytest.raises(NotVisible), use(cast.manager.context):
            actions.add(cast.manager, cycle.id, "1.1", plan, at=NOW)


def test_an_action_changed_meanwhile_is_not_written_over(cast: Cast) -> None:
    manager, cycle = cast.manager, world.started(cast.manager)
    action = world.planned(manager, cycle)
    plans = [Plan(what, cast.worker.member, world.PLAN_DUE) for what in ("A", "B")]

    with use(manager.context):
        actions.change(manager, cycle.id, action.id, plans[0], version=1, at=NOW)
        with pytest.raises(ActionChanged) as told:
            actions.change(manager, cycle.id, action.id, plans[1], version=1, at=NOW)

    assert (told.value.theirs.what, told.value.theirs.owner_name) == ("A", "Worker")


def test_an_action_can_be_taken_out(manager: Actor) -> None:
    cycle = world.started(manager)
    action = world.planned(manager, cycle)
    assert read(manager, cycle).actions

    with use(manager.context):
        actions.remove(manager, cycle.id, action.id)

    assert not read(manager, cycle).actions


def test_a_signature_names_who_and_when_and_locks(manager: Actor) -> None:
    cycle = world.signed(manager)

    assert (cycle.signed_as, cycle.signed_at) == (manager.name, NOW)
    with pytest.raises(AccessDenied):
        world.rated(manager, cycle, "1.2")
    with pytest.raises(AccessDenied):
        world.planned(manager, cycle)


def test_nothing_is_signed_off_that_says_nothing(manager: Actor) -> None:
    cycle = world.started(manager)
    world.rated(manager, cycle, said=Said(comment="Later"))

    with pytest.raises(AccessDenied), use(manager.context):
        cycles.sign_off(manager, cycle.id, digest="", at=NOW)


def test_nobody_signs_what_he_has_not_read(manager: Actor) -> None:
    cycle = world.started(manager)
    world.rated(manager, cycle)
    seen = read(manager, cycle).digest
    world.planned(manager, cycle)

    with pytest.raises(cycles.ReadSomethingElse), use(manager.context):
        cycles.sign_off(manager, cycle.id, digest=seen, at=NOW)


@pytest.mark.parametrize("state", ["open", "sent"])
def test_only_a_signed_review_is_sent(cast: Cast, state: str) -> None:
    make = {"open": world.started, "sent": world.submitted}[state]
    cycle = make(cast.manager)

    with pytest.raises(AccessDenied):
        world.sent(cast.manager, cycle)


def test_a_revision_begins_with_what_was_said(manager: Actor) -> None:
    cycle = world.submitted(manager)

    with use(manager.context):
        following = cycles.revise(manager, cycle.id, at=LATER)

    review = read(manager, following)
    assert (following.revision, following.is_open) == (2, True)
    assert review.entries[0].judgement.comment == world.SAID.comment
    assert len(review.actions) == 1
    world.rated(manager, following, said=Said("NOT_YET"), version=1)
    assert read(manager, cycle).entries[0].views[0].words == "Fully"


@pytest.mark.parametrize("why", ["open", "revised", "another is open"])
def test_what_cannot_be_revised(manager: Actor, why: str) -> None:
    cycle = world.started(manager) if why == "open" else world.signed(manager)
    if why == "another is open":
        world.started(manager, (date(2027, 7, 1), date(2028, 6, 30)))
    with use(manager.context):
        if why == "revised":
            world.sign_again(manager, cycles.revise(manager, cycle.id, at=LATER))

        with pytest.raises(AccessDenied):
            cycles.revise(manager, cycle.id, at=LATER)


def test_a_review_is_compared_with_the_one_before(manager: Actor) -> None:
    world.signed(manager, world.LAST_YEAR)
    cycle = world.started(manager)
    world.rated(manager, cycle, said=Said("FULLY", "FULLY", "NOT_YET"))

    review = read(manager, cycle)

    assert [view.change for view in review.entries[0].views] == [SAME, FURTHER, LESS]
    assert review.changes == [(FURTHER, 1), (SAME, 1), (LESS, 1)]


def test_the_first_review_is_compared_with_none(cast: Cast) -> None:
    world.signed(cast.outside_manager, world.LAST_YEAR)
    cycle = world.started(cast.manager)

    assert read(cast.manager, cycle).previous is None


@pytest.mark.req("STD-04")
def test_msa_comments_and_the_organisation_reads_it(cast: Cast) -> None:
    cycle = world.submitted(cast.manager)

    world.remarked(cast.compiler, cycle, "1.2")
    world.remarked(cast.compiler, cycle)

    review = read(cast.manager, cycle)
    assert [one.asks_for_more for one in review.remarks] == [True]
    assert [one.text for one in review.entries[1].remarks] == [review.remarks[0].text]


@pytest.mark.req("STD-04")
def test_what_was_asked_stands_in_the_next_revision(cast: Cast) -> None:
    cycle = world.submitted(cast.manager)
    world.remarked(cast.compiler, cycle, "1.2")

    with use(cast.manager.context):
        following = cycles.revise(cast.manager, cycle.id, at=LATER)

    assert read(cast.manager, following).entries[1].remarks


@pytest.mark.req("STD-04")
def test_nobody_remarks_on_what_was_not_sent(cast: Cast) -> None:
    cycle = world.signed(cast.manager)

    with pytest.raises(NotVisible):
        world.remarked(cast.compiler, cycle)


@pytest.mark.req("SEC-04")
def test_every_act_is_recorded(cast: Cast) -> None:
    cycle = world.submitted(cast.manager)
    world.remarked(cast.compiler, cycle)

    assert audited(cast.manager) == {
        "review.started",
        "standard.rated",
        "action.planned",
        "review.signed",
        "review.submitted",
    }
    assert audited(cast.compiler) == {"review.remarked"}
