"""What pages do where somebody is under 18, or would rather not say (CON-08)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.queries.ages import is_newly_young
from cases.sections import Identity
from consent.capacity import ReadingFirst
from consent.services.protecting import policy_in_force, say_read

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest


def note_reading(request: AreaRequest, form: ReadingFirst) -> None:
    """Note that he has read the child protection policy, if he ticked it here."""
    say_read(request.actor, form.read_version(), at=timezone.now())


def ask_to_read(request: AreaRequest, form: ReadingFirst) -> None:
    """Let the page come back with the policy that is to be read first."""
    form.ask_to_read(policy_in_force(request.actor, at=timezone.now()))


def may_keep_age(
    request: AreaRequest, subject: UUID, form: ReadingFirst, identity: Identity
) -> bool:
    """Say whether a birth date may be kept, or the policy is read first.

    Where there is none to read it is kept: nothing he tells is turned away. Whoever
    saves it is told that no consent of his can be written down.
    """
    at = timezone.now()
    if not is_newly_young(subject, identity, at=at):
        return True
    note_reading(request, form)
    policy = policy_in_force(request.actor, at=at)
    if policy is not None and policy.read_at is None:
        form.ask_to_read(policy)
        return False
    messages.warning(request, _say(has_policy=policy is not None))
    return True


def _say(*, has_policy: bool) -> str:
    if has_policy:
        return _(
            "He is under 18. What he agreed to was written down without that: go "
            "through it with him again."
        )
    return _(
        "He is under 18, and no child protection policy is in force: nothing more that "
        "he agrees to can be written down. Tell your manager."
    )
