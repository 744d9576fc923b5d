"""A meeting sent twice: it is stored once, and what differs is said (UI-W5)."""

from __future__ import annotations

import uuid

import pytest
from django.db import transaction
from django.urls import reverse

from cases.gatherings.enums import Attended
from cases.gatherings.models import Attendance, Meeting, Membership
from cases.gatherings.services.meetings import LoggedDifferently, Told
from consent.enums import Purpose
from consent.services import consents
from msa.tenancy.context import use
from tests.cast import NOW, Cast
from tests.conftest import SignIn
from tests.databases import superuser
from tests.gatherings.test_pages import filled
from tests.gatherings.world import came, group, logged, member

OUTCOME = "He has found somebody to go fishing with"
OTHER = "He goes fishing on his own"


def digests(cast: Cast) -> dict[str, bytes]:
    with use(cast.colleague.context):
        rows = Attendance.objects.values_list("subject", "sent_digest")
        return {str(his): bytes(digest) for his, digest in rows}


@pytest.mark.req("GRP-03", "UI-W5")
def test_another_who_came_is_not_taken_for_the_same(cast: Cast) -> None:
    pk, id = group(cast), uuid.uuid4()
    hemi, tane = member(cast, pk), member(cast, pk, "Tāne")
    absent = Told(tane.id, Attended.ABSENT)
    logged(cast.colleague, pk, came(hemi), absent, id=id)
    assert not logged(cast.colleague, pk, came(hemi), absent, id=id).is_new

    with pytest.raises(LoggedDifferently):
        logged(cast.colleague, pk, came(hemi), came(tane), id=id)


@pytest.mark.req("GRP-03", "UI-W5")
@pytest.mark.parametrize(("first", "then"), [(OUTCOME, OTHER), ("", OTHER)])
def test_another_outcome_is_not_taken_for_the_same(
    cast: Cast, first: str, then: str
) -> None:
    pk, id = group(cast), uuid.uuid4()
    hemi, tane = member(cast, pk), member(cast, pk, "Tāne")
    logged(cast.colleague, pk, came(hemi, first), came(tane, OUTCOME), id=id)

    with pytest.raises(LoggedDifferently) as refused:
        logged(cast.colleague, pk, came(hemi, then), came(tane, OUTCOME), id=id)

    assert refused.value.names == ["Hēmi"]
    again = logged(cast.colleague, pk, came(hemi, first), came(tane, OUTCOME), id=id)
    assert not again.is_new


def test_by_what_it_is_compared_no_two_men_and_meetings_agree(cast: Cast) -> None:
    pk = group(cast)
    rows = [member(cast, pk, name) for name in ("Hēmi", "Tāne")]

    logged(cast.colleague, pk, *(came(row, OUTCOME) for row in rows))

    hemi, tane = digests(cast).values()
    assert len(hemi) == len(tane) == 32
    assert hemi != tane


@pytest.mark.req("CON-05")
def test_it_goes_when_he_withdraws(cast: Cast) -> None:
    pk, id = group(cast), uuid.uuid4()
    row = member(cast, pk)
    logged(cast.colleague, pk, came(row, OUTCOME), id=id)
    assert digests(cast)

    with use(cast.worker.context):
        consents.withdraw(cast.worker, row.subject_id, Purpose.SESSIONS, at=NOW)

    assert digests(cast) == {}
    assert not logged(cast.colleague, pk, came(row, OTHER), id=id).is_new


def test_of_one_from_before_it_was_noted_nobody_can_tell(
    live_cast: Cast, live: str
) -> None:
    id = uuid.uuid4()
    with transaction.atomic():
        pk = group(live_cast)
        row = member(live_cast, pk)
        logged(live_cast.colleague, pk, came(row, OUTCOME), id=id)
    with superuser(live) as admin:
        admin.execute("UPDATE gatherings_attendance SET sent_digest = NULL")

    with transaction.atomic():
        again = logged(live_cast.colleague, pk, came(row, OTHER), id=id)
    assert not again.is_new


@pytest.mark.req("GRP-03", "UI-W5")
def test_the_page_keeps_what_was_typed_and_says_which_stands(
    cast: Cast, sign_in: SignIn
) -> None:
    pk = group(cast)
    row = member(cast, pk)
    worker, url = (
        sign_in(cast.colleague),
        reverse("worker:group-meeting-new", args=[pk]),
    )
    sent = _with(filled(cast, row), row, OUTCOME)
    worker.post(url, sent)

    refused = worker.post(url, _with(sent, row, OTHER))

    with use(cast.colleague.context):
        (stored,) = Meeting.objects.all()
    shown = refused.content.decode()
    assert refused.status_code == 409
    assert OTHER in shown
    assert "Something else is noted of Hēmi" in shown
    assert reverse("worker:group-meeting", args=[pk, stored.id]) in shown


def _with(sent: dict[str, object], row: Membership, outcome: str) -> dict[str, object]:
    return {**sent, f"outcome-{row.id}": outcome}
