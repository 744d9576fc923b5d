"""Whose record is sealed since he took his consent back; nothing is opened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery

from cases.models import Client
from consent.enums import Purpose
from consent.models import Subject, Withdrawal
from msa.accounts.actor import Actor


@dataclass(frozen=True, slots=True)
class SealedRecord:
    """A person of the actor's whose record is sealed: nothing but when that was."""

    subject: UUID
    sealed_at: datetime


def sealed_records(actor: Actor) -> list[SealedRecord]:
    """Return those of the actor's people who withdrew, newest first.

    The worker needs their consent page when one of them comes back (CON-04).
    """
    latest = Withdrawal.objects.filter(
        subject=OuterRef("pk"), consent__purpose=Purpose.RECORD
    ).order_by("-recorded_at")
    subjects = (
        Subject.objects.filter(
            Exists(latest), ~Exists(Client.objects.filter(subject=OuterRef("pk")))
        )
        .annotate(sealed_at=Subquery(latest.values("recorded_at")[:1]))
        .order_by("-sealed_at")
        .values_list("id", "sealed_at")
    )
    return [SealedRecord(subject, sealed_at) for subject, sealed_at in subjects]
