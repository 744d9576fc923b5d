"""What he told of harm he did: who reads it, and what follows from it (REC-09)."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from cases.models import Section, SupportHold
from cases.queries import apart as queries
from cases.queries import people
from cases.sections import HARM_TOLD
from cases.services import assignments
from cases.services.apart import NoPolicy
from cases.services.sections import SectionChanged
from consent.documents import open_documents
from consent.enums import Purpose
from consent.services import consents
from handbook import services as handbook
from handbook.enums import Subject as About
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.tenancy.context import use
from tests.cases.apart_world import TOLD, named, policy, told
from tests.cases.test_blocks import block
from tests.cases.world import events, person
from tests.cast import NOW, Cast
from tests.conftest import SignIn
from tests.handbook.conftest import published
from tests.overrides.world import run, sqlstate

AGAIN = (
    "INSERT INTO cases_harmtold (id, organisation_id, subject_id, key_id, withheld,"
    " revision, sealed, written_by_id, written_at, superseded)"
    " SELECT gen_random_uuid(), organisation_id, subject_id, key_id, false, 1, sealed,"
    " %s, now(), false FROM cases_section WHERE subject_id = %s LIMIT 1"
)


@pytest.fixture
def allowed(cast: Cast) -> None:
    """The organisation has a policy about it in force."""
    policy(cast.manager)


def reads(actor: Actor, subject: UUID) -> list[str]:
    """What somebody reads of it on its page."""
    with use(actor.context):
        found = queries.opened(actor, subject)
        return [account.now.words.what_he_told for account in found]


def rows(actor: Actor, subject: UUID) -> int:
    """How many rows of it somebody is shown, by raw SQL."""
    return run(actor, "SELECT FROM cases_harmtold WHERE subject_id = %s", subject)


# Who reads it


@pytest.mark.req("REC-09")
def test_whom_he_told_reads_it_and_managers_without_being_let(
    cast: Cast, hemi: UUID, allowed: None
) -> None:
    told(cast.worker, hemi)

    assert reads(cast.worker, hemi) == [TOLD]
    assert reads(cast.manager, hemi) == [TOLD]
    assert rows(cast.outsider, hemi) == rows(cast.outside_manager, hemi) == 0


@pytest.mark.req("REC-09")
def test_a_colleague_whom_he_named_finds_no_page_and_no_row(
    cast: Cast, hemi: UUID, allowed: None
) -> None:
    named(cast.worker, hemi, cast.colleague)
    told(cast.worker, hemi)

    with use(cast.colleague.context):
        assert people.card(cast.colleague, hemi)
    with pytest.raises(NotVisible):
        reads(cast.colleague, hemi)
    with pytest.raises(NotVisible):
        told(cast.colleague, hemi)
    assert rows(cast.colleague, hemi) == 0


@pytest.mark.req("REC-09")
def test_the_next_peer_worker_reads_what_he_is_told_himself(
    cast: Cast, hemi: UUID, allowed: None
) -> None:
    told(cast.worker, hemi)
    with use(cast.manager.context):
        assignments.assign(cast.manager, hemi, to=cast.colleague.member, at=NOW)

    assert reads(cast.colleague, hemi) == []
    assert rows(cast.colleague, hemi) == rows(cast.worker, hemi) == 0
    told(cast.colleague, hemi, "Something else")
    assert reads(cast.colleague, hemi) == ["Something else"]
    assert sorted(reads(cast.manager, hemi)) == sorted([TOLD, "Something else"])


@pytest.mark.req("REC-09")
def test_the_service_leaves_out_what_the_policy_lets_slip(
    cast: Cast, hemi: UUID, allowed: None
) -> None:
    row = told(cast.worker, hemi)

    assert queries.may_read(cast.worker, row)
    assert not queries.may_read(cast.colleague, row)


@pytest.mark.req("REC-09", "REC-08")
def test_a_manager_whom_he_keeps_away_reads_none_of_it(
    cast: Cast, hemi: UUID, allowed: None
) -> None:
    told(cast.worker, hemi)
    block(cast.worker, hemi, cast.manager.member)

    with pytest.raises(NotVisible):
        reads(cast.manager, hemi)
    assert rows(cast.manager, hemi) == 0


@pytest.mark.req("REC-09")
def test_no_other_page_and_no_section_has_it(
    cast: Cast, hemi: UUID, allowed: None
) -> None:
    with use(cast.worker.context):
        before = Section.objects.filter(subject=hemi).count()
    told(cast.worker, hemi)

    with use(cast.worker.context):
        assert Section.objects.filter(subject=hemi).count() == before
        page = people.person(cast.worker, hemi, at=NOW)
    assert TOLD not in str(page)


@pytest.mark.req("REC-09")
def test_whoever_opens_it_leaves_one_event_and_the_same_if_it_is_empty(
    cast: Cast, hemi: UUID, allowed: None
) -> None:
    other = person(cast.worker, "Tāne")
    told(cast.worker, hemi)
    before = len(events(cast.kauri.id, "set-apart.opened"))

    assert reads(cast.worker, hemi)
    assert not reads(cast.worker, other)

    looked = events(cast.kauri.id, "set-apart.opened")[before:]
    assert [(one.subject_id, one.payload) for one in looked] == [
        (hemi, {}),
        (other, {}),
    ]


@pytest.mark.req("REC-09")
def test_it_is_sealed_with_his_record_and_stays_so(
    cast: Cast, hemi: UUID, allowed: None
) -> None:
    row = told(cast.worker, hemi)
    with use(cast.worker.context), connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM cases_harmtold")
        (stored,) = cursor.fetchone()
    assert TOLD.encode() not in bytes(stored)

    with use(cast.worker.context):
        consents.withdraw(cast.worker, hemi, Purpose.RECORD, at=NOW)

    assert rows(cast.worker, hemi) == rows(cast.manager, hemi) == 0
    with use(cast.manager.context):
        assert not open_documents(
            cast.manager, [row], HARM_TOLD, Purpose.RECORD, act="open"
        )


# Writing it


@pytest.mark.req("REC-09")
def test_without_a_policy_in_force_nothing_is_written(cast: Cast, hemi: UUID) -> None:
    assert sqlstate(cast.worker, AGAIN, cast.worker.member, hemi) == "MS030"
    with pytest.raises(NoPolicy):
        told(cast.worker, hemi)

    version = policy(cast.manager)
    told(cast.worker, hemi)
    with use(cast.manager.context):
        handbook.withdraw(cast.manager, version.policy_id, version.id, at=NOW)
    with pytest.raises(NoPolicy):
        told(cast.worker, hemi, "More", after=1)


@pytest.mark.req("REC-09")
def test_a_policy_of_another_organisation_or_of_tomorrow_is_none(
    cast: Cast, hemi: UUID
) -> None:
    policy(cast.outside_manager)
    tomorrow = timezone.localdate() + timedelta(days=1)
    published(cast.manager, About.WORKING_WITH_OFFENDERS, begins=tomorrow)

    assert sqlstate(cast.worker, AGAIN, cast.worker.member, hemi) == "MS030"


def test_nobody_writes_it_in_another_name_or_of_somebody_elses_person(
    cast: Cast, hemi: UUID, allowed: None
) -> None:
    named(cast.worker, hemi, cast.colleague)

    assert sqlstate(cast.worker, AGAIN, cast.colleague.member, hemi) == "42501"
    assert sqlstate(cast.colleague, AGAIN, cast.colleague.member, hemi) == "42501"
    assert sqlstate(cast.manager, AGAIN, cast.manager.member, hemi) == "42501"


@pytest.mark.req("REC-12")
def test_each_save_is_kept_and_the_same_again_is_none(
    cast: Cast, hemi: UUID, allowed: None
) -> None:
    told(cast.worker, hemi)
    told(cast.worker, hemi, "As he put it later", after=1)
    told(cast.worker, hemi, "As he put it later", after=1)

    with use(cast.worker.context):
        (account,) = queries.opened(cast.worker, hemi)
    assert account.now.words.what_he_told == "As he put it later"
    assert [said.words.what_he_told for said in account.earlier] == [TOLD]
    with pytest.raises(SectionChanged):
        told(cast.worker, hemi, "Over it", after=1)


# Its page


def test_it_is_shown_by_a_press_and_not_by_its_address(
    cast: Cast, sign_in: SignIn, hemi: UUID, allowed: None
) -> None:
    told(cast.worker, hemi)
    browser = sign_in(cast.worker)
    page = reverse("worker:person-set-apart", args=[hemi])

    assert TOLD not in browser.get(page).content.decode()
    opened = reverse("worker:person-set-apart-open", args=[hemi])
    assert browser.get(opened).status_code == 405
    assert TOLD in browser.post(opened).content.decode()


def test_without_a_policy_the_page_says_so_and_has_no_form(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    browser = sign_in(cast.worker)

    shown = browser.post(reverse("worker:person-set-apart-open", args=[hemi]))

    assert "no policy in force" in shown.content.decode()
    assert "set-apart/write/" not in shown.content.decode()


@pytest.mark.req("REC-09")
def test_it_is_written_decided_and_told_on_his_page(
    cast: Cast, sign_in: SignIn, hemi: UUID, allowed: None
) -> None:
    worker = sign_in(cast.worker)
    fields = {"told": TOLD, "told_on": "3/8/2026", "revision": "0"}
    worker.post(reverse("worker:person-set-apart-write", args=[hemi]), fields)

    his = worker.get(reverse("worker:person", args=[hemi])).content.decode()
    assert "A manager decides first how support goes on" in his
    assert TOLD not in his

    manager = sign_in(cast.manager)
    waiting = manager.get(reverse("manager:to-decide")).content.decode()
    assert "Hēmi" in waiting
    assert TOLD not in waiting
    fields = {"id": str(hemi), "outcome": "AHEAD", "words": ""}
    manager.post(reverse("manager:person-decide", args=[hemi]), fields)
    with use(cast.worker.context):
        assert not SupportHold.objects.exists()


def test_conditions_are_said_in_words(cast: Cast, sign_in: SignIn, hemi: UUID) -> None:
    manager = sign_in(cast.manager)

    for outcome in ("CONDITIONS", "ELSEWHERE"):
        fields = {"id": str(hemi), "outcome": outcome, "words": ""}
        shown = manager.post(reverse("manager:person-decide", args=[hemi]), fields)
        assert "Fill in the conditions" in shown.content.decode()
