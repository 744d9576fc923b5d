"""Keeping what somebody types of a meeting: of each man apart (SES-03, ADR 51)."""

from __future__ import annotations

import re
import uuid
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from cases.drafts.services import Fields
from cases.gatherings.models import Meeting, MeetingDraft, MemberDraft, Membership
from cases.gatherings.picking_up import of_whom_words
from cases.gatherings.queries import runs, who_keeps_notes
from cases.gatherings.sealing import seal_typed, typed_in
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.audit.recording import record

#: What is asked of one man is called so, with the id of his place in the group.
_OF_ONE = re.compile(r"\A(?:how|outcome)-([0-9a-f-]{36})\Z")


@transaction.atomic
def keep(
    actor: Actor,
    pk: UUID,
    met: UUID | None,
    fields: Fields,
    *,
    id: UUID,
    at: datetime,
) -> MeetingDraft:
    """Keep a form about a meeting as it stands, in place of what ``id`` was.

    Of whoever wants no notes nothing is kept, whatever the page sends.

    Raises:
        NotVisible: the actor does not run the group, it has no such meeting, or ``id``
            is a draft of another form.
    """
    own = actor.own(id)
    before = MeetingDraft.objects.filter(id=own).first()
    _demand_its_form(actor, pk, met, before)
    had_words = _of_whom_words(before)
    row = MeetingDraft(
        id=own,
        organisation_id=actor.organisation,
        group_id=pk,
        meeting_id=met,
        written_by_id=actor.member,
        saved_at=at,
    )
    of_all, of_each = _apart(pk, fields)
    theirs = [_of_one(row, subject) for subject in of_each]
    typed = {one.id: of_each[one.subject_id] for one in theirs}
    document = {"draft": str(id), "typed": of_all}
    seal_typed(actor, [row, *theirs], {row.id: document, **typed})
    _run("SELECT sec.drop_draft(%s)", own)
    row.save(force_insert=True)
    MemberDraft.objects.bulk_create(theirs)
    for subject in of_whom_words(theirs, typed) - had_words:
        record(actor, "draft.begun", subject=subject, kind="meeting")
    record(actor, "group.drafted", group=str(pk), count=len(theirs))
    if before is None:
        _run("SELECT sec.discard_drafts()")
    return row


def _demand_its_form(
    actor: Actor, pk: UUID, met: UUID | None, before: MeetingDraft | None
) -> None:
    there = met is None or Meeting.objects.filter(id=met, group=pk).exists()
    moved = before and (before.group_id, before.meeting_id) != (pk, met)
    if not runs(actor, pk) or not there or moved:
        raise NotVisible


def _of_whom_words(before: MeetingDraft | None) -> set[UUID]:
    if before is None:
        return set()
    theirs = list(MemberDraft.objects.filter(draft=before.id))
    return of_whom_words(theirs, typed_in(theirs))


def _apart(pk: UUID, fields: Fields) -> tuple[Fields, dict[UUID, Fields]]:
    """Return what tells of all, and of each man of whom it may be kept."""
    keeping = who_keeps_notes(pk)
    places = Membership.objects.filter(group=pk, subject__in=keeping)
    his = {
        str(place): subject for place, subject in places.values_list("id", "subject")
    }
    of_all: Fields = []
    of_each: dict[UUID, Fields] = {}
    for name, value in fields:
        of_one = _OF_ONE.match(name)
        if of_one is None:
            of_all.append((name, value))
        elif subject := his.get(of_one[1]):
            of_each.setdefault(subject, []).append((name, value))
    return of_all, of_each


def _of_one(row: MeetingDraft, subject: UUID) -> MemberDraft:
    return MemberDraft(
        id=uuid.uuid4(),
        organisation_id=row.organisation_id,
        draft=row,
        subject_id=subject,
    )


def _run(statement: str, *values: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values))
