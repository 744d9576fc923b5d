"""What referrals tell of a survivor's time: that and when, never to whom (SES-06)."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.happenings import Happening, HappeningKind
from cases.referrals.enums import Source, Stage
from cases.referrals.models import Arrival, Referral
from cases.referrals.queries.outward import steps_of
from msa.accounts.actor import Actor
from msa.accounts.models import Role
from msa.clock.days import local_date


def of_referrals(actor: Actor, subject: UUID) -> Iterator[Happening]:
    """Tell of what was agreed, of each step, of the next contact, of how he came."""
    rows = Referral.objects.filter(subject=subject).defer("sealed")
    for row in rows:
        address = _address(actor, "referral", subject, row.id)
        yield Happening(
            local_date(row.made_at),
            HappeningKind.REFERRAL,
            _("A referral was agreed on"),
            address=address,
        )
        if row.next_contact_on:
            yield Happening(
                row.next_contact_on,
                HappeningKind.REFERRAL,
                _("Ask how the referral goes"),
                address=address,
                is_ahead=True,
            )
    for step in steps_of([subject]):
        yield Happening(
            step.happened_on,
            HappeningKind.REFERRAL,
            _("A referral went on"),
            detail=str(Stage(step.stage).label),
            address=_address(actor, "referral", subject, step.referral_id),
        )
    for arrival in Arrival.objects.filter(subject=subject).defer("sealed"):
        yield Happening(
            local_date(arrival.came_at),
            HappeningKind.REFERRAL,
            _("How he came to us"),
            detail=str(Source(arrival.source).label),
            address=_address(actor, "arrival", subject, arrival.id),
        )


def _address(actor: Actor, name: str, subject: UUID, pk: UUID) -> str:
    """Return the page to read on; a manager reads that it was, and no words."""
    is_worker = actor.role == Role.WORKER
    return reverse(f"worker:{name}", args=[subject, pk]) if is_worker else ""
