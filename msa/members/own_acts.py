"""The record of what people do with their own sign-in (SEC-04).

Each of their organisations has it in its chain, written as they themselves: the door
that signs people in can't write to the audit.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from msa.accounts.queries import own_actors
from msa.audit.recording import record
from msa.tenancy.context import use


def record_own_act(
    sender: Any, *, person: UUID, action: str, codes: dict[str, Any], **_: Any
) -> None:
    """Write an act with one's own sign-in to the chains of one's organisations."""
    with use(None):
        actors = own_actors(person, at=timezone.now())
    for actor in actors:
        with use(actor.context), transaction.atomic():
            record(actor, action, **codes)
