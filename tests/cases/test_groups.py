"""Who may come to groups, without a flag that anybody can read (GRP-02)."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import connection, transaction
from django.urls import reverse

from cases.enums import SessionKind
from cases.models import GroupClearance, Screening, Tally
from cases.queries.support import groups, to_decide
from cases.services import apart
from cases.services import groups as services
from cases.services.groups import MayNot
from cases.services.sessions import NotCleared
from consent.enums import Purpose
from consent.services import consents
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.tenancy.context import use
from tests.cases.apart_world import LOG, cleared, policy, told
from tests.cases.at_once import at_once
from tests.cases.world import events, held, logged, person
from tests.cast import NOW, TODAY, Cast, agreements
from tests.conftest import SignIn
from tests.databases import superuser
from tests.overrides.world import run, sqlstate

GROUP = held(kind=SessionKind.GROUP)
CLEAR = (
    "INSERT INTO cases_groupclearance (id, organisation_id, subject_id, kind,"
    " given_by_id, given_at, imported)"
    " VALUES (gen_random_uuid(), %s, %s, 'SURVIVORS', %s, now(), false)"
)


def talked(actor: Actor, subject: UUID) -> None:
    with use(actor.context):
        services.note_talk(actor, subject, talked_on=TODAY, at=NOW)


def not_now(cast: Cast, subject: UUID) -> None:
    with use(cast.manager.context):
        services.not_now(cast.manager, subject, at=NOW)


def is_cleared(actor: Actor, subject: UUID) -> bool:
    with use(actor.context):
        return GroupClearance.objects.filter(subject=subject).exists()


@pytest.fixture
def harmed(cast: Cast, hemi: UUID) -> UUID:
    """He was cleared, and has told of harm he did since."""
    policy(cast.manager)
    cleared(cast.manager, hemi)
    told(cast.worker, hemi)
    return hemi


def test_a_group_is_logged_once_he_is_cleared(cast: Cast, hemi: UUID) -> None:
    other = logged(cast.worker, hemi)

    with pytest.raises(NotCleared):
        logged(cast.worker, hemi, GROUP)
    assert sqlstate(cast.worker, LOG, TODAY, "GROUP", other) == "MS031"
    cleared(cast.manager, hemi)

    logged(cast.worker, hemi, GROUP)


def test_where_no_notes_are_kept_he_is_cleared_as_well(cast: Cast) -> None:
    quiet = person(cast.worker, purposes=(Purpose.RECORD,))

    with pytest.raises(NotCleared):
        logged(cast.worker, quiet, GROUP)
    cleared(cast.manager, quiet)
    logged(cast.worker, quiet, GROUP)

    with use(cast.manager.context):
        assert Tally.objects.filter(kind="GROUP").count() == 1


@pytest.mark.req("REC-09")
def test_what_he_told_takes_him_out_and_keeps_him_out(cast: Cast, harmed: UUID) -> None:
    assert not is_cleared(cast.manager, harmed)
    with pytest.raises(MayNot):
        cleared(cast.manager, harmed)
    values = (cast.kauri.id, harmed, cast.manager.member)
    assert sqlstate(cast.manager, CLEAR, *values) == "MS031"
    with pytest.raises(NotCleared):
        logged(cast.worker, harmed, GROUP)


@pytest.mark.req("REC-09")
def test_sealed_words_keep_him_out_too(cast: Cast, harmed: UUID) -> None:
    with use(cast.worker.context):
        consents.withdraw(cast.worker, harmed, Purpose.RECORD, at=NOW)
        back = agreements(Purpose.RECORD)
        consents.welcome_back(cast.worker, harmed, back, at=NOW)

    with pytest.raises(MayNot):
        cleared(cast.manager, harmed)


def test_taken_back_he_may_be_cleared(cast: Cast, hemi: UUID) -> None:
    policy(cast.manager)
    row = told(cast.worker, hemi)
    with use(cast.manager.context):
        apart.take_back(cast.manager, hemi, row.id, at=NOW)

    cleared(cast.manager, hemi)


@pytest.mark.req("REC-09")
def test_never_asked_not_now_and_may_not_look_alike(
    cast: Cast, harmed: UUID, sign_in: SignIn
) -> None:
    never = person(cast.worker, "Rangi")
    refused = person(cast.worker, "Tāne")
    talked(cast.worker, refused)
    not_now(cast, refused)
    talked(cast.worker, harmed)
    not_now(cast, harmed)
    names = {harmed: "Hēmi", refused: "Tāne", never: "Rangi"}
    browser = sign_in(cast.worker)

    pages = set()
    for his, name in names.items():
        with use(cast.worker.context):
            assert (groups(his).clearance, groups(his).waiting) == (None, None)
        shown = browser.get(reverse("worker:person-groups", args=[his]))
        text = shown.content.decode().replace(str(his), "").replace(name, "")
        pages.add(text.split("<main")[1].split("csrfmiddlewaretoken")[0])
        with pytest.raises(NotCleared):
            logged(cast.worker, his, GROUP)
    assert len(pages) == 1


def test_a_peer_worker_clears_nobody(cast: Cast, hemi: UUID) -> None:
    with use(cast.worker.context), pytest.raises(NotVisible):
        services.clear(cast.worker, hemi, at=NOW)
    for actor in (cast.worker, cast.colleague, cast.admin, cast.outside_manager):
        values = (cast.kauri.id, hemi, actor.member)
        assert sqlstate(actor, CLEAR, *values) == "42501"


def test_nobody_clears_in_another_name(cast: Cast, hemi: UUID) -> None:
    values = (cast.kauri.id, hemi, cast.worker.member)

    assert sqlstate(cast.manager, CLEAR, *values) == "42501"


def test_a_talk_waits_for_a_manager_and_is_answered(cast: Cast, hemi: UUID) -> None:
    talked(cast.worker, hemi)
    talked(cast.worker, hemi)
    with use(cast.manager.context):
        (one,) = to_decide(cast.manager)
        assert (one.card.subject, one.is_about_groups) == (hemi, True)

    cleared(cast.manager, hemi)

    with use(cast.manager.context):
        assert to_decide(cast.manager) == []
        assert Screening.objects.get(subject=hemi).answered_by_id == cast.manager.member
    seen = run(cast.worker, "SELECT FROM cases_screening WHERE subject_id = %s", hemi)
    assert seen == 0


def test_a_manager_ends_it_and_no_event_tells_that_a_trigger_did(
    cast: Cast, harmed: UUID
) -> None:
    other = person(cast.worker, "Tāne")
    cleared(cast.manager, other)
    not_now(cast, other)

    assert not is_cleared(cast.worker, other)
    ended = events(cast.kauri.id, "groups.not-now")
    assert [one.subject_id for one in ended] == [other]


def test_whoever_withdraws_is_cleared_no_more(cast: Cast, hemi: UUID) -> None:
    cleared(cast.manager, hemi)
    with use(cast.worker.context):
        consents.withdraw(cast.worker, hemi, Purpose.RECORD, at=NOW)

    count = run(cast.manager, "SELECT FROM cases_groupclearance")
    assert count == 0


def test_one_look_up_by_an_index_is_asked_of_a_session(cast: Cast, hemi: UUID) -> None:
    asked = (
        "EXPLAIN SELECT FROM cases_groupclearance"
        " WHERE organisation_id = %s AND subject_id = %s"
    )
    with use(cast.manager.context), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(asked, [cast.kauri.id, hemi])
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert "one_clearance" in plan


def test_the_page_says_that_he_may_not_to_a_manager(
    cast: Cast, harmed: UUID, sign_in: SignIn
) -> None:
    manager = sign_in(cast.manager)

    shown = manager.post(reverse("manager:person-clear", args=[harmed]))

    assert shown.status_code == 409
    assert "keeps him out of groups" in shown.content.decode()


def test_a_refused_group_keeps_what_was_typed(
    cast: Cast, hemi: UUID, sign_in: SignIn
) -> None:
    worker = sign_in(cast.worker)
    url = reverse("worker:session-new", args=[hemi])
    fields = {
        "id": str(hemi),
        "when": TODAY.isoformat(),
        "mode": "IN_PERSON",
        "kind": "GROUP",
        "length": "60",
        "body": "We talked of the river",
    }

    shown = worker.post(url, fields)

    assert "cleared for groups" in shown.content.decode() or shown.status_code == 200
    assert "We talked of the river" in shown.content.decode()


@pytest.mark.req("REC-09")
@pytest.mark.parametrize("told_first", [True, False])
def test_clearing_and_telling_at_once_never_leaves_him_cleared(
    live_cast: Cast, live: str, told_first: bool
) -> None:
    cast = live_cast
    with transaction.atomic():
        hemi = person(cast.worker)
        policy(cast.manager)

    def tell() -> None:
        told(cast.worker, hemi)

    def clear() -> None:
        cleared(cast.manager, hemi)

    order = (tell, clear) if told_first else (clear, tell)
    at_once(*order, refusal=MayNot)

    with superuser(live) as admin:
        found = admin.execute(
            b"SELECT (SELECT count(*) FROM cases_groupclearance),"
            b" (SELECT count(*) FROM cases_harmtold)"
        ).fetchone()
    assert found == (0, 1)
