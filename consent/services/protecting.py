"""The child protection policy, where somebody may be under 18 (CON-08)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from handbook import services
from handbook.enums import Subject
from handbook.queries import Opened, standing
from msa.accounts.actor import Actor
from msa.clock.days import local_date


def policy_in_force(actor: Actor, *, at: datetime) -> Opened | None:
    """Return the child protection policy in force, and when the actor read it."""
    return standing(actor, Subject.CHILD_PROTECTION, on=local_date(at))


def say_read(actor: Actor, version: UUID | None, *, at: datetime) -> None:
    """Note that the actor has read the policy, if ``version`` is the one in force.

    Another version that took its place meanwhile is not noted: that one is to be read.
    """
    policy = policy_in_force(actor, at=at) if version else None
    if policy is not None and policy.version.id == version:
        services.acknowledge(actor, policy.policy.id, policy.version.id, at=at)
