"""Planning what is to get better (STD-02)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from msa.access.refusals import AccessDenied, NotVisible, Reason
from msa.accounts.actor import Actor
from msa.accounts.models import Member
from msa.audit.recording import record
from standards.models import Action, Cycle
from standards.services.cycles import locked


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done, who sees to it (a member's id), and until when."""

    what: str
    owner: UUID
    due_on: date


class ActionChanged(Exception):
    """Somebody else saved first; ``theirs`` is what stands now."""

    def __init__(self, theirs: Action) -> None:
        super().__init__(str(theirs.id))
        self.theirs = theirs


@transaction.atomic
def add(
    actor: Actor, cycle: UUID, standard: str, plan: Plan, *, at: datetime
) -> Action:
    """Add an action to a standard of an open review.

    Raises:
        NotVisible: there is no such review, standard or present member here.
        AccessDenied: the review has been signed off.
    """
    review = _open(cycle)
    if standard not in review.standards.numbers:
        raise NotVisible
    owner = _present(plan.owner, at)
    action = Action(
        organisation_id=actor.organisation,
        cycle=review,
        standard=standard,
        what=plan.what,
        owner=owner,
        owner_name=owner.name,
        due_on=plan.due_on,
        changed_at=at,
    )
    action.save(force_insert=True)
    record(actor, "action.planned", review=str(cycle), planned=str(action.id))
    return action


@transaction.atomic
def change(
    actor: Actor, cycle: UUID, pk: UUID, plan: Plan, *, version: int, at: datetime
) -> Action:
    """Change an action of an open review.

    Raises:
        NotVisible: there is no such review, action or present member here.
        AccessDenied: the review has been signed off.
        ActionChanged: somebody saved something else since ``version``.
    """
    action = _action(_open(cycle), pk)
    if Plan(action.what, action.owner_id, action.due_on) == plan:
        return action
    if action.version != version:
        raise ActionChanged(action)
    owner = _present(plan.owner, at)
    action.what, action.due_on = plan.what, plan.due_on
    action.owner, action.owner_name = owner, owner.name
    action.version, action.changed_at = version + 1, at
    action.save(
        update_fields=["what", "owner", "owner_name", "due_on", "version", "changed_at"]
    )
    record(actor, "action.changed", review=str(cycle), planned=str(pk))
    return action


@transaction.atomic
def remove(actor: Actor, cycle: UUID, pk: UUID) -> None:
    """Take an action out of an open review.

    Raises:
        NotVisible: there is no such review or action here.
        AccessDenied: the review has been signed off.
    """
    _action(_open(cycle), pk).delete()
    record(actor, "action.removed", review=str(cycle), planned=str(pk))


def _open(cycle: UUID) -> Cycle:
    review = locked(cycle)
    if not review.is_open:
        raise AccessDenied(Reason.NOT_READY)
    return review


def _action(review: Cycle, pk: UUID) -> Action:
    found = Action.objects.filter(cycle=review.id, id=pk).first()
    if found is None:
        raise NotVisible
    return found


def _present(member: UUID, at: datetime) -> Member:
    here = Q(left_at=None) | Q(left_at__gt=at)
    found = Member.objects.filter(here, id=member).first()
    if found is None:
        raise NotVisible
    return found
