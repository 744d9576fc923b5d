"""What no manager can review, since the survivor keeps him away (CON-07, REC-08)."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.urls import reverse

from cases.overrides.enums import Outcome
from cases.overrides.queries import disclosures, notices, readings
from cases.overrides.services import unseen_reviews
from cases.services import blocks
from msa.access.refusals import AccessDenied
from msa.accounts.actor import Actor
from msa.accounts.models import Role
from msa.accounts.services import add_member
from msa.tenancy.context import use
from tests.cast import NOW, PASSWORD, Cast
from tests.conftest import SignIn
from tests.overrides.world import REASON, TOLD, emergency, run, sqlstate, urgent
from tests.overrides.world import deputy as another_manager
from tests.security.stage import Survivor, found_in

_REVIEWED = (
    "UPDATE overrides_emergencyreading SET reviewed_by_id = '{}',"
    " reviewed_at = now(), review = 'RIGHT'"
)


def keep_away(cast: Cast, subject: Survivor, member: Actor) -> None:
    with use(cast.worker.context):
        blocks.block(cast.worker, subject.subject, member=member.member, at=NOW)


def left(actor: Actor) -> frozenset[object]:
    with use(actor.context):
        return frozenset(readings.left_to_administrators())


@pytest.mark.req("CON-07", "REC-08")
def test_a_reading_falls_to_the_administrator_where_he_keeps_the_others_away(
    cast: Cast, hemi: Survivor, deputy: Actor
) -> None:
    row = emergency(cast.manager, hemi.subject)
    assert left(cast.admin) == frozenset()

    keep_away(cast, hemi, deputy)

    assert left(cast.admin) == {row.id}
    with use(deputy.context):
        assert not readings.to_review()
    with use(cast.admin.context):
        unseen_reviews.of_reading(cast.admin, row.id, Outcome.RIGHT, at=NOW)
        assert readings.unreviewed() == []


@pytest.mark.req("CON-06", "REC-08")
def test_so_does_what_was_told_at_once(
    cast: Cast, hemi: Survivor, deputy: Actor
) -> None:
    row = urgent(cast.manager, hemi.subject)
    keep_away(cast, hemi, deputy)

    with use(cast.admin.context):
        unseen_reviews.of_disclosure(cast.admin, row.id, Outcome.RIGHT, at=NOW)
        assert disclosures.unreviewed() == []


@pytest.mark.req("CON-07")
def test_the_administrator_is_told_at_once_where_they_are_kept_away_before(
    cast: Cast, hemi: Survivor, deputy: Actor
) -> None:
    keep_away(cast, hemi, deputy)
    emergency(cast.manager, hemi.subject)

    with use(cast.admin.context):
        (notice,) = notices.unseen(cast.admin)

    assert (notice.who, notice.subject, notice.row) == ("", None, None)


@pytest.mark.req("CON-07")
def test_a_third_manager_leaves_nothing_to_him(
    cast: Cast, hemi: Survivor, deputy: Actor
) -> None:
    keep_away(cast, hemi, deputy)
    row = emergency(another_manager(cast), hemi.subject)

    assert left(cast.admin) == frozenset()
    with use(cast.admin.context), pytest.raises(AccessDenied, match="not-ready"):
        unseen_reviews.of_reading(cast.admin, row.id, Outcome.RIGHT, at=NOW)
    assert sqlstate(cast.admin, _REVIEWED.format(cast.admin.member)) == "42501"


@pytest.mark.req("CON-07", "REC-08")
def test_raw_sql_of_the_administrator_reviews_it_and_reads_nothing_of_it(
    cast: Cast, hemi: Survivor, deputy: Actor
) -> None:
    emergency(cast.manager, hemi.subject)
    signed = _REVIEWED.format(cast.admin.member)
    assert sqlstate(cast.admin, signed) == "42501"
    keep_away(cast, hemi, deputy)

    for column in ("subject_id", "sealed", "wrapped", "until"):
        asked = f"SELECT {column} FROM overrides_emergencyreading"
        assert sqlstate(cast.admin, asked) == "42501"
    assert sqlstate(deputy, _REVIEWED.format(deputy.member)) == ""
    assert run(deputy, _REVIEWED.format(deputy.member)) == 0
    assert run(cast.admin, signed) == 1


@pytest.mark.parametrize("who", ["worker", "manager", "outside_manager"])
def test_nobody_else_is_told_what_falls_to_the_administrator(
    cast: Cast, hemi: Survivor, deputy: Actor, who: str
) -> None:
    emergency(cast.manager, hemi.subject)
    keep_away(cast, hemi, deputy)
    assert left(cast.admin)

    assert sqlstate(getattr(cast, who), "SELECT sec.reviews_left()") == "42501"


@pytest.mark.req("SEC-01")
def test_another_organisations_administrator_is_told_nothing(
    cast: Cast, hemi: Survivor, deputy: Actor
) -> None:
    emergency(cast.manager, hemi.subject)
    keep_away(cast, hemi, deputy)
    (outside,) = add_member(
        cast.rimu,
        email="admin@rimu.example",
        password=PASSWORD,
        name="Admin",
        roles=[Role.ADMIN],
        at=NOW,
    )

    assert left(cast.admin)
    assert left(outside) == frozenset()


@pytest.mark.req("CON-07", "REC-08")
def test_his_pages_say_that_it_waits_and_of_nobody(
    cast: Cast, hemi: Survivor, deputy: Actor, sign_in: SignIn
) -> None:
    row = emergency(cast.manager, hemi.subject)
    browser = sign_in(cast.admin)
    start_url, reviews = reverse("admin:policies"), reverse("admin:overrides")
    assert b"A review waits for you" not in browser.get(start_url).content
    keep_away(cast, hemi, deputy)

    start, page = browser.get(start_url).content, browser.get(reviews).content
    url = reverse("admin:review-read", args=[row.id])

    assert b"A review waits for you" in start
    assert found_in(start + page, (*hemi.words, REASON, TOLD, str(hemi.subject))) == []
    assert browser.post(url, {"outcome": "RIGHT"}).status_code == 302
    with use(cast.admin.context), transaction.atomic():
        assert readings.unreviewed() == []
