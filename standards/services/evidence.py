"""Adding files to a review, and taking them out while it is open (STD-02, S26)."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import Enum
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Sum

from msa.access.refusals import AccessDenied, NotVisible, Reason
from msa.accounts.actor import Actor
from msa.audit.recording import record
from msa.uploads.cleaning import Clean
from standards.models import Cycle, Evidence, EvidenceContent
from standards.sealing import seal_file
from standards.services.cycles import locked

#: Bytes of all files of one review; with 26 standards, room for several each.
MOST_BYTES = 150 * 1024 * 1024
MOST_FILES = 20


class Full(Enum):
    """Of what there is too much already."""

    FILES = "files of one standard"
    BYTES = "bytes of one review"


class NoRoom(Exception):
    """There is no room for another file; ``full`` says of what there is too much."""

    def __init__(self, full: Full) -> None:
        super().__init__(full.name)
        self.full = full


@transaction.atomic
def add(
    actor: Actor,
    cycle: UUID,
    standard: str,
    *,
    id: UUID,
    title: str,
    file: Clean,
    at: datetime,
) -> Evidence:
    """Add a file to a standard of an open review; the same ``id`` adds it once.

    Raises:
        NotVisible: there is no such review or standard here.
        AccessDenied: the review has been signed off.
        NoRoom: the standard or the review has as many files as it may.
    """
    review = locked(cycle)
    if standard not in review.standards.numbers:
        raise NotVisible
    if not review.is_open:
        raise AccessDenied(Reason.NOT_READY)
    # Of this review alone: an id that somebody typed can't meet another's.
    own_id = uuid.uuid5(review.id, f"{standard} {id}")
    before = Evidence.objects.filter(id=own_id).first()
    if before is not None:
        return before
    number = _room(review, standard, len(file.content))
    row = Evidence(
        id=own_id,
        organisation_id=actor.organisation,
        cycle=review,
        standard=standard,
        number=number,
        title=title,
        kind=file.kind.name,
        size=len(file.content),
        added_by_id=actor.member,
        added_at=at,
    )
    seal_file(actor, row, file.content).save(force_insert=True)
    row.save(force_insert=True)
    record(actor, "evidence.added", review=str(cycle), evidence=str(row.id))
    return row


@transaction.atomic
def remove(actor: Actor, cycle: UUID, pk: UUID) -> Evidence:
    """Take a file out of an open review; its bytes go unless a revision shows them.

    Raises:
        NotVisible: there is no such review or file here.
        AccessDenied: the review has been signed off.
    """
    review = locked(cycle)
    found = Evidence.objects.filter(cycle=review.id, id=pk).first()
    if found is None:
        raise NotVisible
    if not review.is_open:
        raise AccessDenied(Reason.NOT_READY)
    gone, content = Evidence.objects.filter(id=pk), found.content_id
    gone.delete()
    if not Evidence.objects.filter(content=content).exists():
        EvidenceContent.objects.filter(id=content).delete()
    record(actor, "evidence.removed", review=str(cycle), evidence=str(pk))
    return found


def _room(review: Cycle, standard: str, size: int) -> int:
    """Return the number of the next file of a standard.

    Raises:
        NoRoom: there is no room for it.
    """
    whole = Evidence.objects.filter(cycle=review.id)
    here = whole.filter(standard=standard)
    if here.count() >= MOST_FILES:
        raise NoRoom(Full.FILES)
    if (whole.aggregate(all=Sum("size"))["all"] or 0) + size > MOST_BYTES:
        raise NoRoom(Full.BYTES)
    return (here.aggregate(last=Max("number"))["last"] or 0) + 1
