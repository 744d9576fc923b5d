"""Inviting somebody to a group, letting him join, noting that he leaves (GRP-01).

What is done about a group for people who have offended leaves the event that each
opening of what is set apart leaves: a list of who looked must not tell them apart.
"""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import DatabaseError, IntegrityError, transaction

from cases.gatherings.enums import How, State
from cases.gatherings.models import Acceptance, Membership, PeerGroup, Protocol
from cases.gatherings.queries import demand_group, newest_protocol
from cases.gatherings.sealing import MemberWords, member_words, seal_member
from consent.documents import under_consent
from consent.queries import subject_for
from consent.row_keys import give_key
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.accounts.models import Role
from msa.audit.recording import record

#: The state with which PostgreSQL invites nobody to a group that was retired.
_RETIRED = "MS045"


class NotCleared(Exception):
    """He is not cleared for such a group; nothing was stored. Why not is not said."""


class Retired(Exception):
    """The group was retired; nobody is invited to it."""


class AgreedAnew(Exception):
    """The group has agreed on another version since the page was opened."""


class NotThen(Exception):
    """That day lies before he was invited or joined."""


@transaction.atomic
def invite(
    actor: Actor, subject: UUID, pk: UUID, *, called: str, on: date
) -> Membership:
    """Invite somebody who is cleared for groups of its kind; twice is once.

    Raises:
        NotVisible: absent, foreign, none of the actor's people, or not his group. To a
            group for people who have offended managers alone invite.
        NotCleared: nobody has cleared him, whatever the reason.
        Retired: the group was retired.
        AccessDenied: he has taken back his consent to a record.
    """
    subject_for(subject)
    group = demand_group(actor, pk)
    if not group.is_for_survivors and actor.role != Role.MANAGER:
        raise NotVisible
    lasting = Membership.objects.filter(subject=subject, group=pk)
    lasting = lasting.exclude(state=State.ENDED)
    if there := lasting.first():
        return there
    row = Membership(
        id=uuid.uuid4(),
        organisation_id=actor.organisation,
        group=group,
        subject_id=subject,
        kind=group.kind,
        cleared_as=group.kind,
        invited_on=on,
    )
    give_key(actor, row)
    seal_member(row, MemberWords(called=called, group=group.title))
    try:
        with under_consent():
            row.save(force_insert=True)
    except IntegrityError as fault:
        if there := lasting.first():
            return there
        raise NotCleared from fault
    except DatabaseError as fault:
        if getattr(fault.__cause__, "sqlstate", "") == _RETIRED:
            raise Retired from fault
        raise
    _note(actor, row, "groups.invited")
    return row


@transaction.atomic
def accept(
    actor: Actor,
    pk: UUID,
    membership: UUID,
    *,
    version: int,
    how: How,
    on: date,
    at: datetime,
) -> None:
    """Note that he accepts what the group has agreed on; if he was invited, he joins.

    Accepted twice, the first time stands.

    Raises:
        NotVisible: absent, or the actor neither runs the group nor is a manager.
        AgreedAnew: ``version`` is not the newest one.
        NotThen: ``on`` lies before he was invited.
        AccessDenied: he has taken back his consent to a record.
    """
    row = _row(actor, pk, membership)
    newest = newest_protocol(pk)
    if newest is None or newest.number != version:
        raise AgreedAnew
    if row.state == State.ENDED:
        return
    if on < row.invited_on:
        raise NotThen
    if _accepted(actor, row, newest, how=how, on=on, at=at):
        _note(actor, row, "groups.accepted")
    if row.state == State.INVITED:
        invited = Membership.objects.filter(id=row.id, state=State.INVITED)
        if invited.update(state=State.JOINED, joined_on=on):
            _note(actor, row, "groups.joined")


@transaction.atomic
def leave(
    actor: Actor, pk: UUID, membership: UUID, *, why: str, instead: str, on: date
) -> None:
    """Note that he leaves, or does not come after all, as he sees it; twice is once.

    Raises:
        NotVisible: absent, or the actor neither runs the group nor is a manager.
        NotThen: ``on`` lies before he was invited, or joined.
    """
    row = _row(actor, pk, membership)
    if row.state == State.ENDED:
        return
    if on < (row.joined_on or row.invited_on):
        raise NotThen
    words = replace(member_words(row), why=why, instead=instead)
    row.revision += 1
    seal_member(row, words)
    lasting = Membership.objects.filter(id=row.id).exclude(state=State.ENDED)
    ended = lasting.update(
        state=State.ENDED,
        ended_on=on,
        cleared_as=None,
        revision=row.revision,
        sealed=row.sealed,
    )
    if ended:
        _note(actor, row, "groups.left")


def _row(actor: Actor, pk: UUID, membership: UUID) -> Membership:
    demand_group(actor, pk)
    row = Membership.objects.filter(id=membership, group=pk).first()
    if row is None:
        raise NotVisible
    return row


def _accepted(
    actor: Actor,
    row: Membership,
    newest: Protocol,
    *,
    how: How,
    on: date,
    at: datetime,
) -> bool:
    """Store that he accepted a version; False where that was noted before."""
    acceptance = Acceptance(
        id=uuid.uuid4(),
        organisation_id=actor.organisation,
        subject_id=row.subject_id,
        protocol=newest,
        accepted_on=on,
        how=how,
        noted_by_id=actor.member,
        noted_at=at,
    )
    try:
        with under_consent():
            acceptance.save(force_insert=True)
    except IntegrityError:
        return False
    return True


def _note(actor: Actor, row: Membership, action: str) -> None:
    group: PeerGroup = row.group
    if group.is_for_survivors:
        record(actor, action, subject=row.subject_id, group=str(group.id))
    else:
        record(actor, "set-apart.opened", subject=row.subject_id)
