"""What is being written of a meeting: for its writer alone, and of each man apart."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from cases.enums import GroupKind
from cases.gatherings import picking_up
from cases.gatherings.models import MeetingDraft, MemberDraft, Membership
from cases.gatherings.services import drafts, groups
from consent.enums import Purpose
from consent.services import consents
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.audit.models import Event
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from tests.cases.apart_world import policy
from tests.cast import NOW, Cast
from tests.conftest import SignIn
from tests.gatherings.test_pages import filled
from tests.gatherings.world import came, group, logged, member

WORDS = "He laughed again"
OF_ALL = [("summary", "About winter"), ("run_by", "one"), ("run_by", "two")]
Fields = list[tuple[str, str]]


def said_of(row: Membership, words: str = WORDS) -> Fields:
    return [(f"how-{row.id}", "CAME"), (f"outcome-{row.id}", words)]


def kept(
    actor: Actor,
    pk: UUID,
    *of: Membership,
    met: UUID | None = None,
    id: UUID | None = None,
    words: str = WORDS,
) -> UUID:
    id = id or uuid.uuid4()
    fields = [*OF_ALL, *(pair for row in of for pair in said_of(row, words))]
    with use(actor.context):
        drafts.keep(actor, pk, met, fields, id=id, at=timezone.now())
    return id


def begun(actor: Actor, pk: UUID, met: UUID | None = None) -> list[Fields]:
    with use(actor.context):
        found = picking_up.begun(actor, pk, met)
    return [[(name, said) for name, said in one.document["typed"]] for one in found]


def counts(cast: Cast) -> tuple[int, int]:
    with use(Context(cast.kauri.id, FOUNDER, "owner")):
        return MeetingDraft.objects.count(), MemberDraft.objects.count()


def events(cast: Cast, action: str) -> Sequence[Event]:
    with use(Context(cast.kauri.id, FOUNDER, "owner")):
        return list(Event.objects.filter(action=action))


@pytest.mark.req("SES-03", "UI-W3")
def test_what_was_begun_of_a_meeting_is_there_again(cast: Cast) -> None:
    pk = group(cast)
    rows = [member(cast, pk, name) for name in ("Hēmi", "Tāne")]
    met = logged(cast.colleague, pk, came(rows[0])).meeting.id
    kept(cast.colleague, pk, *rows)
    kept(cast.colleague, pk, rows[0], met=met, words="Put right")

    (new,) = begun(cast.colleague, pk)
    (corrected,) = begun(cast.colleague, pk, met)

    assert sorted(new) == sorted([*OF_ALL, *said_of(rows[0]), *said_of(rows[1])])
    assert sorted(corrected) == sorted([*OF_ALL, *said_of(rows[0], "Put right")])


def test_a_draft_of_a_meeting_is_kept_anew_as_a_whole(cast: Cast) -> None:
    pk = group(cast)
    row = member(cast, pk)
    id = kept(cast.colleague, pk, row)

    kept(cast.colleague, pk, row, id=id, words="Again")

    assert begun(cast.colleague, pk) == [[*OF_ALL, *said_of(row, "Again")]]
    assert counts(cast) == (1, 1)


@pytest.mark.req("CON-04")
def test_whoever_wants_no_notes_any_more_takes_his_words_along(cast: Cast) -> None:
    pk = group(cast)
    his, other = (member(cast, pk, name) for name in ("Hēmi", "Tāne"))
    kept(cast.colleague, pk, his, other)

    with use(cast.worker.context):
        consents.withdraw(cast.worker, his.subject_id, Purpose.SESSIONS, at=NOW)

    assert counts(cast) == (1, 1)
    assert begun(cast.colleague, pk) == [[*OF_ALL, *said_of(other)]]


@pytest.mark.req("CON-04")
def test_words_are_out_of_sight_on_the_day_his_consent_runs_out(cast: Cast) -> None:
    pk = group(cast)
    row = member(cast, pk)
    kept(cast.colleague, pk, row)

    with use(Context(cast.kauri.id, FOUNDER, "owner")), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE consent_consent SET expires_at = now() WHERE purpose = 'SESSIONS'"
        )

    assert begun(cast.colleague, pk) == [OF_ALL]


@pytest.mark.req("CON-05")
def test_of_whoever_wants_no_notes_nothing_is_kept(cast: Cast) -> None:
    pk = group(cast)

    kept(cast.colleague, pk, member(cast, pk, purposes=[Purpose.RECORD]))

    assert begun(cast.colleague, pk) == [OF_ALL]
    assert counts(cast) == (1, 0)


@pytest.mark.req("GRP-02")
def test_in_a_group_of_the_other_kind_nothing_is_kept_of_one_man(cast: Cast) -> None:
    policy(cast.manager)
    pk = group(cast, GroupKind.OFFENDED)

    kept(cast.colleague, pk, member(cast, pk, kind=GroupKind.OFFENDED))

    assert begun(cast.colleague, pk) == [OF_ALL]
    assert counts(cast) == (1, 0)


@pytest.mark.req("SEC-05")
def test_nothing_readable_of_a_draft_is_stored(cast: Cast) -> None:
    pk = group(cast)
    kept(cast.colleague, pk, member(cast, pk))

    with use(Context(cast.kauri.id, FOUNDER, "owner")), connection.cursor() as cursor:
        cursor.execute(
            "SELECT d::text, d.sealed FROM gatherings_meetingdraft d UNION ALL"
            " SELECT d::text, d.sealed FROM gatherings_memberdraft d"
        )
        rows = cursor.fetchall()

    assert len(rows) == 2
    for row, sealed in rows:
        for words in (WORDS, "About winter"):
            assert words not in row
            assert words.encode() not in bytes(sealed)


def test_only_its_writer_reads_and_drops_a_draft(cast: Cast) -> None:
    pk = group(cast)
    row = member(cast, pk)
    with use(cast.manager.context):
        groups.let_run(cast.manager, pk, cast.worker.member, until=None, at=NOW)
    id = kept(cast.colleague, pk, row)

    assert begun(cast.worker, pk) == []
    with use(cast.worker.context), connection.cursor() as cursor:
        assert MemberDraft.objects.count() == 0
        cursor.execute("SELECT sec.drop_draft(%s)", [cast.colleague.own(id)])
        assert cursor.fetchone() == (0,)
    with use(cast.manager.context):
        for model in (MeetingDraft, MemberDraft):
            with pytest.raises(DatabaseError), transaction.atomic():
                model._default_manager.count()
    with use(cast.outsider.context):
        assert MeetingDraft.objects.count() == 0


def test_whoever_runs_it_no_more_reads_no_draft(cast: Cast) -> None:
    pk = group(cast)
    kept(cast.colleague, pk, member(cast, pk))
    with use(Context(cast.kauri.id, FOUNDER, "owner")), connection.cursor() as cursor:
        cursor.execute("UPDATE gatherings_facilitator SET until = now()")

    with pytest.raises(NotVisible):
        begun(cast.colleague, pk)
    with use(cast.colleague.context):
        assert MeetingDraft.objects.count() == 0
        assert MemberDraft.objects.count() == 0


def test_an_id_of_another_form_is_refused(cast: Cast) -> None:
    pk = group(cast)
    row = member(cast, pk)
    met = logged(cast.colleague, pk, came(row)).meeting.id
    id = kept(cast.colleague, pk, row)

    for where in (met, uuid.uuid4()):
        with pytest.raises(NotVisible):
            kept(cast.colleague, pk, row, met=where, id=id)

    assert begun(cast.colleague, pk, met) == []


def test_after_a_fortnight_a_draft_of_a_meeting_is_gone(cast: Cast) -> None:
    pk = group(cast)
    kept(cast.colleague, pk, member(cast, pk))
    with use(Context(cast.kauri.id, FOUNDER, "owner")), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE gatherings_meetingdraft SET saved_at = %s",
            [timezone.now() - timedelta(days=15)],
        )
    assert begun(cast.colleague, pk) == []
    assert counts(cast) == (1, 1)

    kept(cast.colleague, pk)

    assert counts(cast) == (1, 0)


@pytest.mark.req("SEC-04")
def test_he_learns_that_somebody_began_to_write_of_him(cast: Cast) -> None:
    pk = group(cast)
    his, other = (member(cast, pk, name) for name in ("Hēmi", "Tāne"))
    id = kept(cast.colleague, pk, his)
    kept(cast.colleague, pk, his, id=id, words="More")
    kept(cast.colleague, pk, his, other, id=id, words="")
    begun(cast.colleague, pk)

    (event,) = events(cast, "draft.begun")

    assert event.subject_id == his.subject_id
    assert event.payload == {"kind": "meeting"}
    assert len(events(cast, "group.drafted")) == 3


@pytest.mark.req("UI-W5")
@pytest.mark.parametrize("is_new", [True, False])
def test_saving_the_meeting_drops_its_draft(
    cast: Cast, sign_in: SignIn, is_new: bool
) -> None:
    pk = group(cast)
    row, silent = member(cast, pk), member(cast, pk, "Tāne", [Purpose.RECORD])
    where: list[UUID] = [pk]
    if not is_new:
        where = [pk, logged(cast.colleague, pk, came(row)).meeting.id]
    worker = sign_in(cast.colleague)
    form = "new" if is_new else "correct"
    url = reverse(f"worker:group-meeting-{form}", args=where)
    page = worker.get(url).content.decode()
    (draft,) = re.findall(r'name="draft" value="(.*?)"', page)
    (keep,) = re.findall(r'data-keep="(.*?)"', page)
    (of,) = re.findall(r'data-of="(.*?)"', page)
    typed = json.dumps([*OF_ALL, *said_of(row), *said_of(silent)])

    worker.post(keep, {"draft": draft, "typed": typed})
    begun_at = keep.replace("keep/", "begun/")
    (found,) = worker.post(begun_at).json()["drafts"]
    told = {**filled(cast, row), "revision": "1", "draft": draft}
    saved = worker.post(url, told)

    assert of == str(row.id)
    assert "of whom we keep no notes" in page
    assert found["draft"] == draft
    assert WORDS in json.dumps(found["typed"])
    assert str(silent.id) not in json.dumps(found["typed"])
    assert saved.status_code == 302
    assert worker.post(begun_at).json()["drafts"] == []
