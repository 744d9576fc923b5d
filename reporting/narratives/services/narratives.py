"""Writing, explaining and approving narratives (REP-05, REP-06)."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from uuid import UUID

import orjson
from django.db import IntegrityError, transaction
from django.db.models import Max

from consent.row_keys import give_key
from msa.access.refusals import AccessDenied, NotVisible, Reason
from msa.accounts.actor import Actor
from msa.accounts.models import Role
from msa.accounts.queries import members_with_role
from msa.audit.recording import record
from msa.clock.days import local_date
from reporting.narratives.check import cleaned
from reporting.narratives.checking import Checked
from reporting.narratives.enums import Reason as Why
from reporting.narratives.enums import State
from reporting.narratives.models import (
    ApprovedText,
    Contribution,
    Explanation,
    Narrative,
)
from reporting.narratives.prompts import PROMPT_CODES, Texts, in_order
from reporting.narratives.queries import narratives as queries
from reporting.narratives.sealing import seal_texts, texts_of
from reporting.quarters import Quarter


class NarrativeChanged(Exception):
    """Somebody saved this narrative since it was opened."""


class Obstacle(StrEnum):
    """What stands in the way of an approval."""

    NO_DRAFT = "no-draft"
    NOT_OVER = "not-over"
    EMPTY = "empty"
    HITS = "hits"
    NOT_LOOKED = "not-looked"
    OWN_WORDS = "own-words"
    OWN_EXPLANATION = "own-explanation"


class NotApprovable(AccessDenied):
    """The narrative can't be approved, or not by this manager."""

    def __init__(self, obstacle: Obstacle) -> None:
        own = {Obstacle.OWN_WORDS, Obstacle.OWN_EXPLANATION}
        super().__init__(Reason.SAME_PERSON if obstacle in own else Reason.NOT_READY)
        self.obstacle = obstacle


@transaction.atomic
def begin(actor: Actor, quarter: Quarter, *, at: datetime) -> Narrative:
    """Begin a quarter's narrative, or return the one that stands.

    Raises:
        AccessDenied: the quarter has not begun.
    """
    if quarter.start > local_date(at):
        raise AccessDenied(Reason.NOT_READY)
    standing = _standing(quarter)
    if standing is not None:
        return standing
    try:
        with transaction.atomic():
            return _begun(actor, quarter, [actor.member], at)
    except IntegrityError:
        # Another manager began it in the same moment.
        standing = _standing(quarter)
        if standing is None:
            raise
        return standing


def _standing(quarter: Quarter) -> Narrative | None:
    rows = Narrative.objects.filter(quarter=quarter.code)
    return rows.exclude(state=State.TAKEN_BACK).first()


def _begun(
    actor: Actor, quarter: Quarter, authors: list[UUID], at: datetime
) -> Narrative:
    editions = Narrative.objects.filter(quarter=quarter.code)
    row = Narrative(
        id=uuid.uuid4(),
        organisation_id=actor.organisation,
        quarter=quarter.code,
        edition=(editions.aggregate(last=Max("edition"))["last"] or 0) + 1,
        written_by_id=actor.member,
        written_at=at,
        authors=authors,
    )
    give_key(actor, row)
    row.save(force_insert=True)
    record(actor, "narrative.begun", narrative=str(row.id), quarter=quarter.code)
    return row


@transaction.atomic
def save(
    actor: Actor, pk: UUID, texts: Texts, *, after: int, at: datetime
) -> Narrative:
    """Store ``texts`` as the revision that follows ``after``; unchanged ones are not.

    Raises:
        NarrativeChanged: revision ``after`` is no longer the newest.
        AccessDenied: it is approved.
        NotVisible: absent or foreign.
    """
    row = _draft(pk)
    if row.revision != after:
        raise NarrativeChanged
    _write(actor, row, texts, authors={actor.member}, at=at)
    return row


def _write(
    actor: Actor, row: Narrative, texts: Texts, *, authors: set[UUID], at: datetime
) -> None:
    words = in_order({code: cleaned(text) for code, text in texts.items()})
    if words == texts_of(row):
        return
    row.revision += 1
    row.written_by_id, row.written_at = actor.member, at
    row.authors = [*row.authors, *sorted(authors - set(row.authors))]
    seal_texts(row, words)
    row.save(
        update_fields=["revision", "written_by", "written_at", "authors", "sealed"]
    )
    record(actor, "narrative.saved", narrative=str(row.id), revision=row.revision)


@transaction.atomic
def take_up(actor: Actor, pk: UUID, contribution: UUID, *, at: datetime) -> Narrative:
    """Put what a peer worker offers behind what the draft says; he becomes an author.

    Raises:
        AccessDenied: the narrative is approved.
        NotVisible: absent or foreign.
    """
    row = _draft(pk)
    offered = Contribution.objects.filter(id=contribution, quarter=row.quarter).first()
    if offered is None:
        raise NotVisible
    texts, more = texts_of(row), texts_of(offered)
    together = {
        code: _behind(texts.get(code, ""), more.get(code, "")) for code in PROMPT_CODES
    }
    _write(actor, row, together, authors={actor.member, offered.member_id}, at=at)
    return row


def _behind(text: str, more: str) -> str:
    """Nothing is put in twice, however often the button is pressed."""
    if not more or more in text:
        return text
    return f"{text}\n\n{more}" if text else more


@transaction.atomic
def explain(
    actor: Actor, pk: UUID, reasons: Mapping[bytes, Why], *, at: datetime
) -> None:
    """Say of hits, by their digests, why they may stand; a later word replaces one.

    Raises:
        AccessDenied: the narrative is approved.
        NotVisible: absent or foreign.
    """
    row = _draft(pk)
    held = {
        bytes(one.digest): one for one in Explanation.objects.filter(narrative=row.id)
    }
    changed = 0
    for digest, reason in reasons.items():
        before = held.get(digest)
        if before is not None and before.reason == reason:
            continue
        changed += 1
        said = before or Explanation(
            organisation_id=actor.organisation, narrative_id=row.id, digest=digest
        )
        said.reason, said.explained_by_id, said.explained_at = reason, actor.member, at
        if before is None:
            said.save(force_insert=True)
        else:
            said.save(update_fields=["reason", "explained_by", "explained_at"])
    if changed:
        record(actor, "narrative.explained", narrative=str(row.id), count=changed)


def check_approval(
    actor: Actor, row: Narrative, checked: Checked, *, at: datetime
) -> None:
    """Refuse whoever may not approve a narrative with this check (REP-06, D16).

    An author approves only where no manager is left who is none, the last words are
    not his own unless he is the sole manager, and the check needed no explanation.

    Raises:
        NotApprovable: with what stands in the way.
    """
    if row.state != State.DRAFT:
        raise NotApprovable(Obstacle.NO_DRAFT)
    if not row.period.has_ended(local_date(at)):
        raise NotApprovable(Obstacle.NOT_OVER)
    if checked.is_empty:
        raise NotApprovable(Obstacle.EMPTY)
    if checked.open:
        raise NotApprovable(Obstacle.HITS)
    if not checked.was_looked_at:
        raise NotApprovable(Obstacle.NOT_LOOKED)
    if actor.member in row.authors and not _may_approve_own(actor, row, checked, at):
        raise NotApprovable(Obstacle.OWN_WORDS)
    if any(one.explained_by_id == actor.member for one in checked.explained):
        raise NotApprovable(Obstacle.OWN_EXPLANATION)


def _may_approve_own(
    actor: Actor, row: Narrative, checked: Checked, at: datetime
) -> bool:
    others = [
        one.id
        for one in members_with_role(Role.MANAGER, at=at)
        if one.id != actor.member
    ]
    if checked.explained or not set(others) <= set(row.authors):
        return False
    return not others or row.written_by_id != actor.member


def approve(actor: Actor, pk: UUID, *, revision: int, at: datetime) -> Narrative:
    """Approve and submit the revision that the manager has read; it is checked anew.

    Its words become readable for national staff. The draft's key is dropped, and what
    peer workers offered for it is deleted: any of that may hold a name.

    Raises:
        NarrativeChanged: there is a newer revision.
        NotApprovable: with what stands in the way.
        NotVisible: absent or foreign.
    """
    read = queries.narrative(actor, pk)
    if read.state != State.DRAFT:
        raise NotApprovable(Obstacle.NO_DRAFT)
    if read.revision != revision:
        raise NarrativeChanged
    # Not undone by a refusal: the audit keeps that everybody's names were opened.
    checked = queries.checked(actor, read)
    with transaction.atomic():
        row = _locked(pk)
        if row.revision != revision:
            raise NarrativeChanged
        check_approval(actor, row, checked, at=at)
        return _approved(actor, row, checked, at)


def _approved(
    actor: Actor, row: Narrative, checked: Checked, at: datetime
) -> Narrative:
    if ApprovedText.objects.filter(narrative=row.id).exists():
        # Nobody has checked words that somebody put there past this service.
        raise NotApprovable(Obstacle.NO_DRAFT)
    texts = texts_of(row)
    ApprovedText.objects.bulk_create(
        ApprovedText(
            id=uuid.uuid4(),
            organisation_id=row.organisation_id,
            narrative_id=row.id,
            prompt=code,
            position=position,
            text=text,
        )
        for position, (code, text) in enumerate(texts.items())
    )
    row.state, row.approved_by_id, row.approved_at = State.SUBMITTED, actor.member, at
    row.explained = len(checked.explained)
    row.content_hash = _content_hash(row, texts)
    row.sealed, row.wrapped, row.key_id = None, None, None
    row.save(
        update_fields=[
            "state", "approved_by", "approved_at", "explained", "content_hash",
            "sealed", "wrapped", "key_id",
        ]
    )  # fmt: skip
    Contribution.objects.filter(quarter=row.quarter).delete()
    record(
        actor,
        "narrative.approved",
        narrative=str(row.id),
        revision=row.revision,
        explained=row.explained,
        content=row.content_hash,
    )
    return row


def _content_hash(row: Narrative, texts: Texts) -> str:
    content = {"quarter": row.quarter, "edition": row.edition, "texts": texts}
    return hashlib.sha256(
        orjson.dumps(content, option=orjson.OPT_SORT_KEYS)
    ).hexdigest()


@transaction.atomic
def take_back(actor: Actor, pk: UUID, *, at: datetime) -> Narrative:
    """Take a submitted narrative back; the words go on as a draft of a new edition.

    Raises:
        AccessDenied: it is no longer, or not yet, merely submitted.
        NotVisible: absent or foreign.
    """
    row = _locked(pk)
    if row.state != State.SUBMITTED:
        raise AccessDenied(Reason.NOT_READY)
    row.state = State.TAKEN_BACK
    row.save(update_fields=["state"])
    record(actor, "narrative.taken-back", narrative=str(row.id))
    authors = [*row.authors, *({actor.member} - set(row.authors))]
    fresh = _begun(actor, row.period, authors, at)
    _write(actor, fresh, queries.approved_texts(row.id), authors=set(authors), at=at)
    return fresh


def _locked(pk: UUID) -> Narrative:
    row = Narrative.objects.select_for_update(of=("self",)).filter(id=pk).first()
    if row is None:
        raise NotVisible
    return row


def _draft(pk: UUID) -> Narrative:
    row = _locked(pk)
    if row.state != State.DRAFT:
        raise AccessDenied(Reason.NOT_READY)
    return row
