"""Earlier words are let go by two, and what stands now stays (UI-S9, ADR 52)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from cases.forgetting.enums import Ground, Outcome, Stays
from cases.forgetting.models import Forgetting
from cases.forgetting.services import WordsStay
from cases.queries import sessions as session_queries
from cases.queries.versions import versions
from cases.sections import Hopes, Note
from cases.services import people, sessions
from consent.enums import Purpose
from consent.retention.enums import Basis, HoldGround
from consent.retention.rules import Duty, due_on
from consent.retention.services import decisions
from consent.services import consents
from msa.access.refusals import AccessDenied, NotVisible
from msa.accounts.actor import Actor
from msa.clock.days import AUCKLAND, local_date
from msa.tenancy.context import use
from tests.cases.world import events, held, logged, person
from tests.cast import NOW, USUAL, Cast, agreements
from tests.forgetting.world import (
    SAID,
    STANDS,
    asked,
    decided,
    empty,
    empty_notes,
    hopes_of,
    put_right,
    told,
    told_again,
)


def came_on(actor: Actor, day: date) -> UUID:
    """Return somebody who came on a day, and was not met since."""
    agreed = [replace(one, given_on=day) for one in agreements(*USUAL)]
    with use(actor.context):
        at = datetime.combine(day, time(12), AUCKLAND)
        return people.welcome(actor, agreed, at=at).id


def is_over(came: date, years: int) -> bool:
    due = due_on(Duty(Basis.CONTRACT, years), came)
    return due is not None and due <= local_date(timezone.now())


def hold(manager: Actor, subject: UUID) -> None:
    with use(manager.context):
        decisions.hold(manager, subject, HoldGround.COURT, at=NOW)


def sign(manager: Actor, basis: Basis, years: int = 0) -> None:
    with use(manager.context):
        decisions.sign_rule(manager, basis, contract_years=years, at=NOW)


@pytest.mark.req("UI-S9")
def test_the_earlier_words_go_and_what_stands_stays(cast: Cast, hemi: UUID) -> None:
    now, first = hopes_of(cast.worker, hemi)
    assert isinstance(first.content, Hopes)
    assert first.content.hopes[0].words == SAID

    decided(cast.manager, asked(cast.worker, hemi))

    after, gone = hopes_of(cast.worker, hemi)
    assert (after, gone.content) == (now, None)
    assert empty(cast.worker, hemi) == [1]


@pytest.mark.req("UI-S9")
def test_that_there_was_a_version_stays(cast: Cast, hemi: UUID) -> None:
    decided(cast.manager, asked(cast.worker, hemi))

    _, gone = hopes_of(cast.worker, hemi)
    assert (gone.revision, gone.written_at, gone.by) == (1, NOW, cast.worker.name)
    assert gone.gone is not None
    by = (gone.gone.asked_by, gone.gone.decided_by)
    assert by == (cast.worker.name, cast.manager.name)


@pytest.mark.req("UI-S9")
def test_of_a_session_the_earlier_notes_go(
    cast: Cast, hemi: UUID, session: UUID
) -> None:
    put_right(cast.worker, hemi, session)

    decided(cast.manager, asked(cast.worker, hemi, session))

    with use(cast.worker.context):
        now, first = versions(cast.worker, hemi, session)
    assert (now.note, first.note) == (Note(body=STANDS), None)
    assert (now.gone, first.gone is None) == (None, False)
    assert empty_notes(cast.worker, session) == [1]


@pytest.mark.req("UI-S9")
def test_nothing_else_of_his_is_touched(cast: Cast, hemi: UUID, session: UUID) -> None:
    put_right(cast.worker, hemi, session)
    other = person(cast.worker, "Kimi")
    told_again(cast.worker, other)

    decided(cast.manager, asked(cast.worker, hemi, session))

    assert empty(cast.worker, hemi) == empty(cast.worker, other) == []


@pytest.mark.req("UI-S9")
def test_it_covers_what_was_there_when_it_was_asked(cast: Cast, hemi: UUID) -> None:
    pk = asked(cast.worker, hemi)
    told(cast.worker, hemi, "See my kids on Sundays", after=2)

    decided(cast.manager, pk)

    assert empty(cast.worker, hemi) == [1]


@pytest.mark.req("UI-S9")
def test_he_goes_on_editing_what_was_let_go_of(cast: Cast, hemi: UUID) -> None:
    decided(cast.manager, asked(cast.worker, hemi))
    told(cast.worker, hemi, "See my kids on Sundays", after=2)

    decided(cast.manager, asked(cast.worker, hemi))

    assert empty(cast.worker, hemi) == [1, 2]


@pytest.mark.req("UI-S9")
def test_a_manager_may_say_no(cast: Cast, hemi: UUID) -> None:
    decided(cast.manager, asked(cast.worker, hemi), Outcome.REFUSED)

    assert empty(cast.worker, hemi) == []
    (event,) = events(cast.kauri.id, "forgetting.refused")
    assert (event.actor, event.subject_id) == (cast.manager.person, hemi)


@pytest.mark.req("UI-S9")
def test_each_step_is_in_the_audit_by_codes(cast: Cast, hemi: UUID) -> None:
    pk = asked(cast.worker, hemi)
    decided(cast.manager, pk)

    found = [
        events(cast.kauri.id, f"forgetting.{step}") for step in ("asked", "approved")
    ]
    says = {"forgetting": str(pk), "ground": "DANGER", "kind": "hopes"}
    assert [[(e.actor, e.payload) for e in one] for one in found] == [
        [(cast.worker.person, says)],
        [(cast.manager.person, says)],
    ]


@pytest.mark.req("UI-S9")
def test_what_is_asked_is_counted_by_the_database(cast: Cast, hemi: UUID) -> None:
    pk = asked(cast.worker, hemi)

    with use(cast.manager.context):
        row = Forgetting.objects.get(id=pk)
    assert (row.upto, row.versions, row.writers) == (1, 1, [cast.worker.member])
    assert (row.oldest_at, row.newest_at) == (NOW, NOW)


@pytest.mark.req("UI-S9")
def test_only_his_own_peer_worker_asks(cast: Cast, hemi: UUID) -> None:
    for actor in (cast.colleague, cast.outsider, cast.manager):
        with pytest.raises(NotVisible):
            asked(actor, hemi)


@pytest.mark.req("UI-S9")
def test_whoever_asked_does_not_decide(cast: Cast, hemi: UUID) -> None:
    pk = asked(cast.worker, hemi)

    for actor in (cast.worker, cast.colleague, cast.outside_manager, cast.admin):
        with pytest.raises(AccessDenied):
            decided(actor, pk)
    assert empty(cast.worker, hemi) == []


@pytest.mark.req("UI-S9")
def test_it_is_decided_once(cast: Cast, hemi: UUID) -> None:
    pk = asked(cast.worker, hemi)
    decided(cast.manager, pk, Outcome.REFUSED)

    with pytest.raises(AccessDenied):
        decided(cast.manager, pk)
    assert empty(cast.worker, hemi) == []


def stays(actor: Actor, subject: UUID, ground: Ground = Ground.DANGER) -> Stays:
    with pytest.raises(WordsStay) as refused:
        asked(actor, subject, ground=ground)
    return refused.value.why


@pytest.mark.req("UI-S9")
@pytest.mark.parametrize("ground", Ground)
def test_a_hold_forbids_it_whatever_the_ground(
    cast: Cast, hemi: UUID, ground: Ground
) -> None:
    sign(cast.manager, Basis.NONE)
    hold(cast.manager, hemi)

    assert stays(cast.worker, hemi, ground) == Stays.HOLD


@pytest.mark.req("UI-S9")
def test_a_hold_that_came_since_forbids_it_too(cast: Cast, hemi: UUID) -> None:
    pk = asked(cast.worker, hemi)
    hold(cast.manager, hemi)

    with pytest.raises(WordsStay) as refused:
        decided(cast.manager, pk)
    assert refused.value.why == Stays.HOLD
    assert empty(cast.worker, hemi) == []


@pytest.mark.req("UI-S9")
def test_what_he_wants_gone_stays_without_a_signed_rule(cast: Cast, hemi: UUID) -> None:
    assert stays(cast.worker, hemi, Ground.HE_WANTS) == Stays.NO_RULE


@pytest.mark.req("UI-S9")
@pytest.mark.parametrize(
    ("basis", "years"), [(Basis.HEALTH_10Y, 0), (Basis.CONTRACT, 3)]
)
def test_what_he_wants_gone_stays_while_there_is_a_duty(
    cast: Cast, hemi: UUID, basis: Basis, years: int
) -> None:
    sign(cast.manager, basis, years)

    assert stays(cast.worker, hemi, Ground.HE_WANTS) == Stays.DUTY


@pytest.mark.req("UI-S9")
@pytest.mark.parametrize("basis", [Basis.NONE, Basis.HEALTH_10Y])
def test_danger_gives_way_to_no_duty(cast: Cast, hemi: UUID, basis: Basis) -> None:
    sign(cast.manager, basis)

    decided(cast.manager, asked(cast.worker, hemi, ground=Ground.DANGER))

    assert empty(cast.worker, hemi) == [1]


@pytest.mark.req("UI-S9")
def test_what_he_wants_gone_goes_without_a_duty(cast: Cast, hemi: UUID) -> None:
    sign(cast.manager, Basis.NONE)

    decided(cast.manager, asked(cast.worker, hemi, ground=Ground.HE_WANTS))

    assert empty(cast.worker, hemi) == [1]


@pytest.mark.req("UI-S9")
@pytest.mark.parametrize(("more", "goes"), [(0, True), (1, False)])
def test_what_he_wants_gone_goes_from_the_day_the_duty_is_over(
    cast: Cast, more: int, goes: bool
) -> None:
    came = date(2012, 2, 28)
    subject = came_on(cast.worker, came)
    told_again(cast.worker, subject)
    years = max(n for n in range(60) if is_over(came, n))
    sign(cast.manager, Basis.CONTRACT, years + more)

    if goes:
        decided(cast.manager, asked(cast.worker, subject, ground=Ground.HE_WANTS))
        assert empty(cast.worker, subject) == [1]
    else:
        assert stays(cast.worker, subject, Ground.HE_WANTS) == Stays.DUTY


@pytest.mark.req("UI-S9")
def test_where_nothing_was_edited_there_is_nothing_to_let_go(cast: Cast) -> None:
    kimi = person(cast.worker, "Kimi")
    told(cast.worker, kimi, SAID, after=0)

    assert stays(cast.worker, kimi) == Stays.NOTHING


@pytest.mark.req("UI-S9")
def test_it_is_asked_once(cast: Cast, hemi: UUID) -> None:
    asked(cast.worker, hemi)

    assert stays(cast.worker, hemi) == Stays.ASKED


@pytest.mark.req("UI-S9")
def test_what_he_sealed_stays_as_it_is(cast: Cast, hemi: UUID) -> None:
    pk = asked(cast.worker, hemi)
    with use(cast.worker.context):
        consents.withdraw(cast.worker, hemi, Purpose.RECORD, at=NOW)

    with pytest.raises(WordsStay) as refused:
        decided(cast.manager, pk)
    assert refused.value.why == Stays.SEALED


@pytest.mark.req("UI-S9", "UI-W5")
def test_a_form_sent_twice_is_still_one_session(
    cast: Cast, hemi: UUID, session: UUID
) -> None:
    put_right(cast.worker, hemi, session)
    decided(cast.manager, asked(cast.worker, hemi, session))

    with use(cast.worker.context):
        again = sessions.log(
            cast.worker, hemi, held(), Note(body=SAID), id=session, at=NOW
        )
    assert again is not None
    assert again.id == session


@pytest.mark.req("UI-S9")
def test_beside_a_dated_correction_stands_that_they_were_let_go(
    cast: Cast, hemi: UUID
) -> None:
    old = logged(cast.worker, hemi, body=SAID, at=NOW - timedelta(days=30))
    put_right(cast.worker, hemi, old)
    decided(cast.manager, asked(cast.worker, hemi, old))

    with use(cast.worker.context):
        page = session_queries.session(cast.worker, hemi, old)
    assert page.note == Note(body=STANDS)
    assert [(one.note, one.gone is None) for one in page.before] == [(None, False)]
