"""The shelf of an organisation's policies, and who has read what (STD-05)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from handbook.enums import NAMED, Subject
from handbook.models import Acknowledgement, Document, Version, WrittenPolicy
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.accounts.queries import present_members


@dataclass(frozen=True, slots=True)
class Shelved:
    """One policy on the shelf; without any version it is not written yet."""

    title: str
    policy: UUID | None = None
    version: Version | None = None
    later: Version | None = None
    is_overdue: bool = False
    read_at: datetime | None = None

    @property
    def is_to_read(self) -> bool:
        """Is it in force, and has the reader not said that he has read it?"""
        return self.version is not None and self.read_at is None


@dataclass(frozen=True, slots=True)
class Opened:
    """One version of a policy, open to be read."""

    policy: WrittenPolicy
    version: Version
    is_in_force: bool
    is_overdue: bool
    read_at: datetime | None
    versions: list[Version]


@dataclass(frozen=True, slots=True)
class Readers:
    """Who has read the version in force, and who has not yet, by name."""

    have: list[tuple[str, datetime]]
    have_not: list[str]


def shelf(actor: Actor, *, on: date) -> list[Shelved]:
    """Return the policies the guidelines name, written or not, then the others."""
    policies = list(WrittenPolicy.objects.order_by("own_title"))
    named = {row.about: row for row in policies if row.about != Subject.OWN}
    own = [row for row in policies if row.about == Subject.OWN]
    standing = _standing(actor, policies, on)
    return [
        standing[named[about].id] if about in named else Shelved(str(about.label))
        for about in NAMED
    ] + [standing[row.id] for row in own]


def to_read(actor: Actor, *, on: date) -> list[Shelved]:
    """Return what is in force and the actor has not said that he has read."""
    return [one for one in shelf(actor, on=on) if one.is_to_read]


def opened(actor: Actor, pk: UUID, *, on: date, number: int | None = None) -> Opened:
    """Return one version of a policy; by default the one in force, or the newest.

    Raises:
        NotVisible: there is no such policy here, or no such version of it.
    """
    policy = WrittenPolicy.objects.filter(id=pk).first()
    rows = Version.objects.filter(policy=pk).select_related("policy", "published_by")
    versions = list(rows.order_by("-number"))
    if policy is None or not versions:
        raise NotVisible
    now = in_force(versions, on=on)
    shown = now or versions[0]
    if number is not None:
        shown = next((one for one in versions if one.number == number), None) or _gone()
    read = Acknowledgement.objects.filter(version=shown.id, member=actor.member)
    return Opened(
        policy,
        shown,
        is_in_force=shown == now,
        is_overdue=shown == now and shown.review_on < on,
        read_at=read.values_list("read_at", flat=True).first(),
        versions=versions,
    )


def standing(actor: Actor, about: Subject, *, on: date) -> Opened | None:
    """Return the version in force of a policy that the guidelines name, if any is."""
    policy = WrittenPolicy.objects.filter(about=about).first()
    found = opened(actor, policy.id, on=on) if policy else None
    return found if found and found.is_in_force else None


def readers(version: Version, *, at: datetime) -> Readers:
    """Return who of those who work here now has read a version, and who has not."""
    rows = Acknowledgement.objects.filter(version=version.id)
    read = dict(rows.values_list("member", "read_at"))
    here = present_members(at=at)
    return Readers(
        have=[(one.name, read[one.id]) for one in here if one.id in read],
        have_not=[one.name for one in here if one.id not in read],
    )


def document(version: Version) -> bytes:
    """Return the document of a version.

    Raises:
        NotVisible: it is a text.
    """
    row = Document.objects.filter(version=version.id).first()
    if row is None:
        raise NotVisible
    return bytes(row.content)


def unwritten() -> list[Subject]:
    """Return the policies that the guidelines name and nobody has written yet."""
    there = set(WrittenPolicy.objects.values_list("about", flat=True))
    return [about for about in NAMED if about not in there]


def in_force(versions: Iterable[Version], *, on: date) -> Version | None:
    """Return which of a policy's versions is in force on a day, if any is."""
    begun = [
        one for one in versions if one.withdrawn_at is None and one.in_force_from <= on
    ]
    return max(begun, key=lambda one: (one.in_force_from, one.number), default=None)


def is_written(about: Subject, *, on: date) -> bool:
    """Say whether a version of the policy about this is in force on a day."""
    begun = Version.objects.filter(withdrawn_at=None, in_force_from__lte=on)
    return begun.filter(policy__about=about).exists()


def _standing(
    actor: Actor, policies: list[WrittenPolicy], on: date
) -> dict[UUID, Shelved]:
    if not policies:
        return {}
    # Without the texts: a shelf shows none.
    rows = Version.objects.filter(policy__in=policies).defer("text")
    versions: dict[UUID, list[Version]] = defaultdict(list)
    for row in rows:
        versions[row.policy_id].append(row)
    mine = Acknowledgement.objects.filter(member=actor.member)
    read = dict(mine.values_list("version", "read_at"))
    found = {}
    for policy in policies:
        now = in_force(versions[policy.id], on=on)
        coming = [
            one
            for one in versions[policy.id]
            if one.withdrawn_at is None and one.in_force_from > on
        ]
        found[policy.id] = Shelved(
            policy.title,
            policy.id,
            now,
            later=min(coming, key=lambda one: one.in_force_from, default=None),
            is_overdue=now is not None and now.review_on < on,
            read_at=read.get(now.id) if now else None,
        )
    return found


def _gone() -> Version:
    raise NotVisible
