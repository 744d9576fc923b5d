"""Reading what one has begun to write of a meeting (SES-03, ADR 51)."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from cases.drafts.queries import OFFERED, Begun
from cases.gatherings.models import MeetingDraft, MemberDraft
from cases.gatherings.queries import runs
from cases.gatherings.sealing import Typed, typed_in
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.audit.recording import record


def begun(actor: Actor, pk: UUID, met: UUID | None) -> list[Begun]:
    """Return what the actor has begun to write of a meeting, the newest first.

    Without ``met`` it is one that is not logged yet. Of whoever wants no notes any more
    nothing is there.

    Raises:
        NotVisible: the actor does not run the group.
    """
    if not runs(actor, pk):
        raise NotVisible
    newest = MeetingDraft.objects.filter(group=pk, meeting=met).order_by("-saved_at")
    rows = list(newest[:OFFERED])
    theirs = list(MemberDraft.objects.filter(draft__in=rows))
    documents, of_each = typed_in(rows), typed_in(theirs)
    for subject in of_whom_words(theirs, of_each):
        record(actor, "groups.opened", subject=subject, group=str(pk))
    for one in theirs:
        documents[one.draft_id]["typed"] += of_each[one.id]
    return [Begun(row.id, row.saved_at, documents[row.id]) for row in rows]


def of_whom_words(rows: Collection[MemberDraft], typed: Typed) -> set[UUID]:
    """Return of which men a draft says more than whether they came."""
    return {
        row.subject_id
        for row in rows
        if any(name.startswith("outcome-") and said for name, said in typed[row.id])
    }
