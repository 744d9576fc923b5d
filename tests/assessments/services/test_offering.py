from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from assessments.enums import Way
from assessments.services.offering import NoSafeWay, NotContacted
from cases.sections import Contact
from consent.enums import Purpose
from consent.models import Consent
from msa.access.refusals import AccessDenied, NotVisible
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from tests.assessments import world
from tests.cases.world import events, person
from tests.cast import Cast


def test_a_code_is_opened_within_a_quarter_of_an_hour(cast: Cast, hemi: UUID) -> None:
    invitation = world.invited(cast.worker, hemi, at=world.ago(minutes=16))

    assert world.opened(invitation) is None


def test_a_code_that_was_opened_in_time_opens_for_a_week(
    cast: Cast, hemi: UUID
) -> None:
    invitation = world.invited(cast.worker, hemi)
    assert world.opened(invitation)

    assert invitation.expires_at - timezone.now() > timedelta(days=6)
    assert world.opened(invitation)


@pytest.mark.parametrize(("days", "opens"), [(6, True), (8, False)])
def test_a_link_opens_for_seven_days(
    cast: Cast, hemi: UUID, days: int, opens: bool
) -> None:
    invitation = world.invited(cast.worker, hemi, Way.LINK, at=world.ago(days=days))

    assert bool(world.opened(invitation)) is opens


@pytest.mark.req("UI-V4")
def test_no_link_where_no_way_is_safe(cast: Cast) -> None:
    unsafe = Contact(phone="021 555 0101", phone_safe=True, email="a@b.example")
    careful = person(cast.worker, "Wī", world.ASKED, contact=unsafe)

    with pytest.raises(NoSafeWay):
        world.invited(cast.worker, careful, Way.LINK)


@pytest.mark.req("CON-02", "UI-V4")
def test_no_link_to_somebody_who_has_not_agreed_to_be_contacted(cast: Cast) -> None:
    asked = (Purpose.RECORD, Purpose.ASSESSMENT)
    quiet = world.survivor(cast.worker, *asked)

    with pytest.raises(NotContacted):
        world.invited(cast.worker, quiet, Way.LINK)
    assert world.opened(world.invited(cast.worker, quiet))


def test_nobody_is_asked_who_has_not_agreed(cast: Cast) -> None:
    silent = world.survivor(cast.worker, Purpose.RECORD)

    with pytest.raises(AccessDenied):
        world.invited(cast.worker, silent)


@pytest.mark.parametrize("who", ["colleague", "outsider"])
def test_only_his_worker_asks_him(cast: Cast, hemi: UUID, who: str) -> None:
    with pytest.raises(NotVisible):
        world.invited(getattr(cast, who), hemi)


def test_a_consent_that_ran_out_opens_nothing(cast: Cast, hemi: UUID) -> None:
    invitation = world.invited(cast.worker, hemi)
    with use(Context(cast.kauri.id, FOUNDER, "owner")):
        agreed = Consent.objects.filter(subject=hemi, purpose=Purpose.ASSESSMENT)
        agreed.update(expires_at=world.ago(minutes=1))

    assert world.opened(invitation) is None


@pytest.mark.req("L02")
def test_opening_uses_nothing_up(cast: Cast, hemi: UUID) -> None:
    invitation = world.invited(cast.worker, hemi, Way.LINK)

    assert all(world.opened(invitation) for _ in range(100))


def test_nobody_is_invited_on_paper(cast: Cast, hemi: UUID) -> None:
    with pytest.raises(ValueError, match="PAPER"):
        world.invited(cast.worker, hemi, Way.PAPER)


def test_offering_is_in_the_audit(cast: Cast, hemi: UUID) -> None:
    world.invited(cast.worker, hemi)

    (event,) = events(cast.kauri.id, "check-in.offered")
    assert (event.subject_id, event.payload) == (hemi, {"way": "ROOM"})
