"""Saying whom to ring when an organisation is closed (REF-04)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from cases.referrals.models import OutOfHours
from msa.accounts.actor import Actor
from msa.audit.recording import record


@dataclass(frozen=True, slots=True)
class Details:
    """Whom to ring, as the organisation says so."""

    called: str
    phone: str = ""
    text: str = ""
    hours: str = ""
    words: str = ""


@transaction.atomic
def say(actor: Actor, details: Details, *, at: datetime) -> None:
    """Put these details on the page, in place of those that stood there."""
    OutOfHours.objects.update_or_create(
        organisation_id=actor.organisation,
        defaults={
            **asdict(details),
            "changed_by_id": actor.member,
            "changed_at": at,
        },
    )
    record(actor, "help-lines.changed")
