"""What an organisation thinks is safe, and the views of the caseload that are kept."""

from __future__ import annotations

import uuid
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from cases.workload.models import KeptView, SafeLoad
from cases.workload.policies import Safe
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.audit.recording import record


@transaction.atomic
def set_safe_load(actor: Actor, safe: Safe, *, at: datetime) -> None:
    """Say what one peer worker can carry here (CAS-02)."""
    told = {
        "people": safe.people,
        "hours_a_week": safe.hours_a_week,
        "set_by_id": actor.member,
        "set_at": at,
    }
    if not SafeLoad.objects.update(**told):
        row = SafeLoad(id=uuid.uuid4(), organisation_id=actor.organisation, **told)
        row.save(force_insert=True)
    record(actor, "safe-load.set", people=safe.people, hours_a_week=safe.hours_a_week)


def keep_view(actor: Actor, query: str, *, at: datetime) -> None:
    """Keep filters of the caseload for the actor; kept already, nothing changes.

    ``query`` is what the filters' own form made: codes and ids, never words.
    """
    row = KeptView(
        id=uuid.uuid4(),
        organisation_id=actor.organisation,
        member_id=actor.member,
        query=query,
        kept_at=at,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return
    record(actor, "view.kept")


def drop_view(actor: Actor, pk: UUID) -> None:
    """Forget filters that the actor kept.

    Raises:
        NotVisible: there are none of that id.
    """
    deleted, _ = KeptView.objects.filter(id=pk).delete()
    if not deleted:
        raise NotVisible
    record(actor, "view.dropped")
