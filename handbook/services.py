"""Publishing and withdrawing policies, and saying that one has read them (STD-05)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from handbook.enums import Subject
from handbook.models import Acknowledgement, Document, Version, WrittenPolicy
from msa.access.refusals import AccessDenied, NotVisible, Reason
from msa.accounts.actor import Actor
from msa.audit.recording import record
from msa.clock.days import local_date
from msa.uploads.cleaning import Clean


@dataclass(frozen=True, slots=True)
class Wording:
    """What a version says: a text, or the clean copy of a document; and its days."""

    in_force_from: date
    review_on: date
    text: str = ""
    document: Clean | None = None


class WrittenAlready(Exception):
    """There is a policy about this; it gets another version."""


@transaction.atomic
def begin(
    actor: Actor,
    about: Subject,
    wording: Wording,
    *,
    title: str = "",
    id: UUID,
    at: datetime,
) -> Version:
    """Publish the first version of a policy; the same ``id`` twice is one.

    Raises:
        WrittenAlready: there is one about this already.
        NotVisible: ``id`` is somebody else's.
    """
    policy = WrittenPolicy(
        id=id, organisation_id=actor.organisation, about=about, own_title=title
    )
    try:
        with transaction.atomic():
            policy.save(force_insert=True)
    except IntegrityError:
        if not WrittenPolicy.objects.filter(id=id).exists():
            raise WrittenAlready from None
        return _first(id)
    return _published(actor, policy, wording, number=1, id=id, at=at)


@transaction.atomic
def publish(
    actor: Actor, pk: UUID, wording: Wording, *, id: UUID, at: datetime
) -> Version:
    """Publish another version of a policy; the same ``id`` twice is one.

    Raises:
        NotVisible: there is no such policy here.
    """
    policy = WrittenPolicy.objects.filter(id=pk).first()
    if policy is None:
        raise NotVisible
    before = Version.objects.filter(id=id, policy=pk).first()
    if before is not None:
        return before
    # A number that another took meanwhile fails; nothing is stored then.
    last = Version.objects.filter(policy=pk).aggregate(last=Max("number"))["last"]
    return _published(actor, policy, wording, number=(last or 0) + 1, id=id, at=at)


@transaction.atomic
def withdraw(actor: Actor, pk: UUID, version: UUID, *, at: datetime) -> None:
    """Take a version out of force; withdrawn twice, the first time stands.

    Raises:
        NotVisible: there is no such version here.
    """
    row = _version(pk, version)
    if row.withdrawn_at is not None:
        return
    row.withdrawn_at, row.withdrawn_by_id = at, actor.member
    row.save(update_fields=["withdrawn_at", "withdrawn_by"])
    record(actor, "policy.withdrawn", policy=str(pk), version=row.number)


@transaction.atomic
def acknowledge(actor: Actor, pk: UUID, version: UUID, *, at: datetime) -> None:
    """Say that the actor has read a version; said twice, the first time stands.

    Raises:
        AccessDenied: it is not in force yet, or was withdrawn.
        NotVisible: there is no such version here.
    """
    row = _version(pk, version)
    if row.withdrawn_at is not None or row.in_force_from > local_date(at):
        raise AccessDenied(Reason.NOT_READY)
    said = Acknowledgement(
        organisation_id=actor.organisation,
        version_id=row.id,
        member_id=actor.member,
        read_at=at,
    )
    try:
        with transaction.atomic():
            said.save(force_insert=True)
    except IntegrityError:
        return
    record(actor, "policy.read", policy=str(pk), version=row.number)


def _published(
    actor: Actor,
    policy: WrittenPolicy,
    wording: Wording,
    *,
    number: int,
    id: UUID,
    at: datetime,
) -> Version:
    document = wording.document
    row = Version(
        id=id,
        organisation_id=actor.organisation,
        policy=policy,
        number=number,
        text=wording.text,
        sort=document.kind.name if document else "",
        size=len(document.content) if document else 0,
        in_force_from=wording.in_force_from,
        review_on=wording.review_on,
        published_by_id=actor.member,
        published_at=at,
    )
    row.save(force_insert=True)
    if document:
        Document(
            id=uuid.uuid4(),
            organisation_id=actor.organisation,
            version=row,
            content=document.content,
        ).save(force_insert=True)
    record(
        actor,
        "policy.published",
        policy=str(policy.id),
        about=policy.about,
        version=number,
    )
    return row


def _first(pk: UUID) -> Version:
    return Version.objects.select_related("policy").get(policy=pk, number=1)


def _version(pk: UUID, version: UUID) -> Version:
    row = Version.objects.filter(id=version, policy=pk).first()
    if row is None:
        raise NotVisible
    return row
