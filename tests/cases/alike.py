"""Somebody who is known again, and what there is of two records alike."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from cases.models import Fingerprint, Likeness
from cases.sections import Contact, Identity, SectionContent
from cases.services import sections
from cases.services.comparing import Alike
from consent.keeping import Keeper
from msa.accounts.actor import Actor
from msa.tenancy.context import use
from tests.cast import NOW, Cast

WHO = Identity(name="Hēmi", last_name="Tūhoro", birth_date="1984-03-05")
WAYS = Contact(phone="021 555 0199", phone_safe=True, email="hemi@kauri.example")


def saved(
    actor: Actor, subject: UUID, content: SectionContent, *, after: int = 0
) -> Alike:
    with use(actor.context):
        done = sections.save_compared(actor, subject, content, after=after, at=NOW)
    return done.alike


def pairs(cast: Cast) -> list[Likeness]:
    with use(Keeper(cast.kauri.id).context), transaction.atomic():
        return list(Likeness.objects.order_by("found_at"))


def digests_of(cast: Cast, subject: UUID) -> set[str]:
    with use(Keeper(cast.kauri.id).context), transaction.atomic():
        rows = Fingerprint.objects.filter(subject=subject)
        return set(rows.values_list("kind", flat=True))
