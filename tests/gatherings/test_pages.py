"""Pages of groups: a manager makes one, a facilitator runs it on a phone."""

from __future__ import annotations

import re
import uuid
from uuid import UUID

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.gatherings.models import Meeting, Membership, PeerGroup
from cases.happenings import HappeningKind, happenings
from consent.enums import Purpose
from consent.services import consents
from msa.clock.days import local_date
from msa.tenancy.context import use
from msa.web.templatetags.msa import nz_date
from tests.cases.world import person
from tests.cast import NOW, TODAY, Cast
from tests.conftest import SignIn
from tests.gatherings.world import PLAN, came, cleared, group, invited, logged, member


def today() -> str:
    day = local_date(timezone.now())
    return f"{day.day}/{day.month}/{day.year}"


def filled(cast: Cast, *rows: Membership, **besides: str) -> dict[str, object]:
    """Return a form for a meeting of today to which these men came."""
    return {
        "id": str(uuid.uuid4()),
        "held_on": today(),
        "minutes": "90",
        "mode": "IN_PERSON",
        "run_by": [str(cast.colleague.member)],
        "guests": "3",
        "summary": "We cooked together",
        **{f"how-{row.id}": "CAME" for row in rows},
        **besides,
    }


@pytest.mark.req("GRP-01")
def test_a_manager_makes_a_group_and_invites_somebody(
    cast: Cast, sign_in: SignIn
) -> None:
    his = person(cast.worker, "Hēmi Tautahi")
    cleared(cast, his)
    manager = sign_in(cast.manager)
    told = {
        "id": str(uuid.uuid4()),
        "kind": "SURVIVORS",
        "title": PLAN.title,
        "place": PLAN.place,
        "meets": PLAN.meets,
        "text": "What is said here stays here",
        "run_by": [str(cast.colleague.member)],
    }
    for _ in range(2):
        made = manager.post(reverse("manager:group-new"), told)
    assert "Colleague" in manager.get(made["Location"]).content.decode()
    with use(cast.manager.context):
        (row,) = PeerGroup.objects.all()

    url = reverse("manager:person-invite", args=[his])
    assert 'value="Hēmi"' in manager.get(url).content.decode()
    asked = {"group": str(row.id), "called": "Hēmi", "on": today()}
    shown = manager.post(url, asked, follow=True).content.decode()

    assert PLAN.title in shown
    assert "Invited" in shown


@pytest.mark.req("GRP-01")
def test_whoever_runs_it_notes_that_he_joins_and_leaves(
    cast: Cast, sign_in: SignIn
) -> None:
    pk = group(cast)
    his = person(cast.worker)
    cleared(cast, his)
    row = invited(cast, his, pk)
    worker = sign_in(cast.colleague)
    accept = {"version": "1", "how": "SIGNED", "accepted_on": today()}

    worker.post(reverse("worker:group-member-accept", args=[pk, row.id]), accept)
    assert "Since" in worker.get(reverse("worker:group", args=[pk])).content.decode()
    leave = {"why": "He moves north", "instead": "A group there", "left_on": today()}
    worker.post(reverse("worker:group-member-leave", args=[pk, row.id]), leave)

    shown = worker.get(reverse("worker:group-member", args=[pk, row.id]))
    assert "He moves north" in shown.content.decode()
    assert b"Note it" not in shown.content


@pytest.mark.req("UI-W2")
def test_a_meeting_takes_a_tick_for_each_who_came_and_one_press(
    cast: Cast, sign_in: SignIn
) -> None:
    pk = group(cast)
    rows = [member(cast, pk, name) for name in ("Hēmi", "Tāne")]
    worker = sign_in(cast.colleague)
    start = worker.get(reverse("worker:today")).content.decode()
    assert reverse("worker:group-meeting-new", args=[pk]) in start
    page = worker.get(reverse("worker:group-meeting-new", args=[pk]))
    offered = page.context["form"]
    usual = {
        name: offered[name].value()
        for name in ("id", "held_on", "minutes", "mode", "run_by", "guests")
    }

    ticks = {f"how-{row.id}": "CAME" for row in rows}
    stored = worker.post(page.request["PATH_INFO"], {**usual, **ticks}, follow=True)

    assert "2 men came" in stored.content.decode()
    assert "Hēmi" in stored.content.decode()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("minutes", "0", "at least 1 minute"),
        ("minutes", "2000", "at most 1,440"),
        ("held_on", "1/1/2099", "not after today"),
        ("summary", "Hemi spoke of the river", "Leave these names out: Hēmi"),
    ],
)
def test_what_can_not_be_is_said_and_what_was_typed_stays(
    cast: Cast, sign_in: SignIn, field: str, value: str, said: str
) -> None:
    pk = group(cast)
    row = member(cast, pk)
    told = filled(cast, row, **{f"outcome-{row.id}": "He slept", field: value})

    url = reverse("worker:group-meeting-new", args=[pk])
    shown = sign_in(cast.colleague).post(url, told).content.decode()

    assert said.split(":")[0] in shown
    assert value in shown
    assert "He slept" in shown
    with use(cast.manager.context):
        assert not Meeting.objects.exists()


@pytest.mark.req("GRP-03")
def test_who_is_gone_since_the_page_was_opened_is_said_and_the_others_kept(
    cast: Cast, sign_in: SignIn
) -> None:
    pk = group(cast)
    row, other = member(cast, pk), member(cast, pk, "Tāne")
    with use(cast.worker.context):
        consents.withdraw(cast.worker, row.subject_id, Purpose.RECORD, at=NOW)

    url = reverse("worker:group-meeting-new", args=[pk])
    told = filled(cast, row, other)
    shown = sign_in(cast.colleague).post(url, told, follow=True).content.decode()

    assert "not on the group’s list any more" in shown
    assert "1 man came" in shown


def test_an_outcome_is_asked_for_only_of_whom_notes_are_kept(
    cast: Cast, sign_in: SignIn
) -> None:
    pk = group(cast)
    quiet = member(cast, pk, purposes=(Purpose.RECORD,))
    other = member(cast, pk, "Tāne")

    url = reverse("worker:group-meeting-new", args=[pk])
    shown = sign_in(cast.colleague).get(url).content.decode()

    assert f"outcome-{other.id}" in shown
    assert f"how-{quiet.id}" in shown
    assert f"outcome-{quiet.id}" not in shown


def test_the_timeline_tells_of_groups_of_survivors(cast: Cast) -> None:
    pk = group(cast)
    row = member(cast, pk)
    logged(cast.colleague, pk, came(row))

    with use(cast.worker.context):
        lines = [
            line
            for line in happenings(cast.worker, row.subject_id).lines
            if line.kind == HappeningKind.GROUP
        ]

    assert {line.title for line in lines} == {
        "Invited to a peer group",
        "Joined a peer group",
    }
    assert {line.detail for line in lines} == {PLAN.title}


def test_no_address_and_no_title_names_anybody(cast: Cast, sign_in: SignIn) -> None:
    pk = group(cast)
    row = member(cast, pk, "Wiremu-Kākāpō")
    worker = sign_in(cast.colleague)

    shown = worker.get(reverse("worker:group-member", args=[pk, row.id]))
    text = shown.content.decode()

    assert "Wiremu-Kākāpō" in text
    assert "Wiremu" not in text.split("<title>")[1].split("</title>")[0]
    assert UUID(shown.request["PATH_INFO"].split("/")[-2]) == row.id


def test_two_of_a_name_are_told_apart_by_since_when(
    cast: Cast, sign_in: SignIn
) -> None:
    pk = group(cast)
    for name in ("Pāora", "Pāora", "Tāne"):
        member(cast, pk, name)
    url = reverse("worker:group-meeting-new", args=[pk])

    page = sign_in(cast.colleague).get(url).content.decode()

    labels = re.findall(r"<legend[^>]*>\s*([^<]*?)\s*</legend>", page)
    since = f"since {nz_date(TODAY)}"
    assert labels[:3] == [f"Pāora, {since}", f"Pāora, {since}", "Tāne"]
