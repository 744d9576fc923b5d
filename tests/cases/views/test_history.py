"""Every change kept: who, when, old beside new, and as it was on a day (REC-12)."""

from __future__ import annotations

import html
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from cases.queries import revisions
from cases.sections import Contact, Hope, Hopes, Identity, SectionContent, Wellbeing
from cases.services import assignments, sections
from consent.enums import Purpose
from consent.services import consents
from msa.accounts.actor import Actor
from msa.tenancy.context import use
from tests.cases.world import events
from tests.cast import NOW, Cast
from tests.conftest import SignIn

#: One minute before midnight in Auckland, and one after.
LATE = datetime(2026, 8, 10, 11, 59, tzinfo=UTC)
EARLY = datetime(2026, 8, 10, 12, 1, tzinfo=UTC)


def save(
    actor: Actor, subject: UUID, content: SectionContent, after: int, at: datetime = NOW
) -> None:
    with use(actor.context):
        sections.save(actor, subject, content, after=after, at=at)


def page(browser: Client, subject: UUID, kind: str, **query: Any) -> str:
    area = query.pop("area", "worker")
    url = reverse(f"{area}:person-part-history", args=[subject, kind])
    return html.unescape(browser.get(url, query).content.decode())


@pytest.mark.req("REC-12")
def test_old_and_new_stand_side_by_side_with_who_and_when(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    save(cast.worker, hemi, Hopes([Hope("See my kids", progress="NOT_BEGUN")]), 0)
    with use(cast.manager.context):
        to = cast.colleague.member
        assignments.assign(cast.manager, hemi, to=to, at=NOW)
    save(
        cast.colleague,
        hemi,
        Hopes([Hope("See my kids", progress="UNDER_WAY")]),
        1,
        NOW + timedelta(days=3),
    )
    browser = sign_in(cast.colleague)

    shown = page(browser, hemi, "hopes")

    assert "First written by Worker" in shown
    assert "Changed by Colleague" in shown
    assert "Thu 6 Aug 2026" in shown
    row = shown[shown.index("<tbody>") : shown.index("</tbody>")]
    assert row.index("Not begun yet") < row.index("On the way")


@pytest.mark.req("REC-12")
def test_a_part_is_shown_as_it_was_on_a_day(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    save(cast.worker, hemi, Identity(name="James", iwi=["Ngāi Tahu"]), 1, LATE)
    save(cast.worker, hemi, Identity(name="Jim"), 2, EARLY)
    browser = sign_in(cast.worker)

    shown = page(browser, hemi, "identity", on="10/8/2026")

    assert "As it was on 10 August 2026" in shown
    row = shown[shown.index("Likes to be called") :]
    assert row.index("James") < row.index("Jim")
    assert "Ngāi Tahu" in row
    assert "James" not in page(browser, hemi, "identity", on="11 August 2026")


@pytest.mark.req("REC-12")
@pytest.mark.parametrize(
    ("at", "name"), [(LATE, "James"), (EARLY, "Hēmi")], ids=["before", "after"]
)
def test_a_day_ends_at_midnight_in_new_zealand(
    cast: Cast, hemi: UUID, at: datetime, name: str
) -> None:
    save(cast.worker, hemi, Identity(name="James"), 1, at)

    with use(cast.worker.context):
        found = revisions.as_it_was(
            cast.worker, hemi, Identity.kind, on=datetime(2026, 8, 10).date()
        )

    assert found.then is not None
    assert found.then.content == Identity(name=name)


@pytest.mark.req("REC-12")
def test_before_it_was_written_there_is_nothing(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    shown = page(sign_in(cast.worker), hemi, "identity", on="1/1/2020")

    assert "Nothing was written here by then" in shown


@pytest.mark.req("REC-12")
@pytest.mark.parametrize("on", ["yesterday-ish", "31/2/2026", "1/1/2099"])
def test_a_day_that_is_none_comes_back_beside_every_change(
    cast: Cast, sign_in: SignIn, hemi: UUID, on: str
) -> None:
    shown = page(sign_in(cast.worker), hemi, "identity", on=on)

    assert f'value="{on}"' in shown
    assert "First written by Worker" in shown


@pytest.mark.req("REC-05")
def test_an_objective_is_provisional_first_and_its_history_stays(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    save(cast.worker, hemi, Wellbeing("Sleep", "PROVISIONAL"), 0)
    save(cast.worker, hemi, Wellbeing("Sleep, and wake up glad", "HIS_OWN"), 1)

    shown = page(sign_in(cast.worker), hemi, "wellbeing")

    assert "Provisional, to be talked about again" in shown
    assert "This is right" in shown
    assert "Sleep, and wake up glad" in shown


@pytest.mark.req("REC-12")
def test_looking_back_is_in_his_history_of_who_looked(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    assert events(cast.kauri.id, "section.looked-back") == []

    page(sign_in(cast.worker), hemi, "contact")

    (event,) = events(cast.kauri.id, "section.looked-back")
    assert (event.actor, event.subject_id) == (cast.worker.person, hemi)
    assert event.payload == {"kind": "contact"}


@pytest.mark.req("REC-12")
def test_a_manager_looks_back_at_what_he_may_read_and_no_further(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    save(cast.worker, hemi, Hopes([Hope("See my kids")]), 0)
    save(cast.worker, hemi, Contact(phone="021 555 0199", phone_safe=True), 1)
    manager = sign_in(cast.manager)

    shown = page(manager, hemi, "contact", area="manager")

    assert "021 555 0101" in shown
    assert "021 555 0199" in shown
    url = reverse("manager:person-part-history", args=[hemi, "hopes"])
    assert manager.get(url).status_code == 404


@pytest.mark.req("REC-12")
def test_nobody_else_looks_back(cast: Cast, sign_in: SignIn, hemi: UUID) -> None:
    for actor, area in (
        (cast.colleague, "worker"),
        (cast.outsider, "worker"),
        (cast.outside_manager, "manager"),
    ):
        url = reverse(f"{area}:person-part-history", args=[hemi, "identity"])
        assert sign_in(actor).get(url).status_code == 404


@pytest.mark.req("REC-12")
def test_what_he_withdrew_has_no_history(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    browser = sign_in(cast.worker)
    url = reverse("worker:person-part-history", args=[hemi, "identity"])
    assert browser.get(url).status_code == 200
    with use(cast.worker.context):
        consents.withdraw(cast.worker, hemi, Purpose.RECORD, at=NOW)

    assert browser.get(url).status_code == 404


def test_a_long_history_goes_on_on_another_page(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    for number in range(1, 24):
        save(cast.worker, hemi, Identity(name=f"Name {number}."), number)
    browser = sign_in(cast.worker)

    assert "Name 23." in page(browser, hemi, "identity")
    assert "Name 2." not in page(browser, hemi, "identity")
    older = page(browser, hemi, "identity", before="5")
    assert "Name 2." in older
    assert "First written by Worker" in older


@pytest.mark.parametrize("before", ["0", "x", "999999999999", "-3"])
def test_a_broken_cursor_breaks_nothing(
    cast: Cast, sign_in: SignIn, hemi: UUID, before: str
) -> None:
    url = reverse("worker:person-part-history", args=[hemi, "identity"])

    answer = sign_in(cast.worker).get(url, {"before": before})

    assert answer.status_code in (200, 404)
