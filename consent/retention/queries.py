"""Which records are due, what stops them, and the erasures under way (RGT-04)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from consent.retention.enums import Basis, HoldGround
from consent.retention.models import Erasure, SignedRule
from consent.retention.rules import Duty, counted_from, due_on, latest_contact_due
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor


@dataclass(frozen=True, slots=True)
class Retained:
    """One survivor's record as far as keeping it goes: no name, nothing he said."""

    subject: UUID
    reference: str
    last_contact: date
    due_on: date | None
    hold: HoldGround | None
    keep_until: date | None

    def is_due(self, today: date) -> bool:
        """May it go now, as far as the duty to keep it goes?"""
        return self.due_on is not None and self.due_on <= today

    def wants_review(self, today: date) -> bool:
        """Is it for the manager to decide now?"""
        is_put_off = self.keep_until is not None and self.keep_until >= today
        return self.is_due(today) and self.hold is None and not is_put_off


def signed_rule() -> SignedRule | None:
    """Return the organisation's rule that counts now."""
    return SignedRule.objects.select_related("signed_by").order_by("-signed_at").first()


def duty_of(rule: SignedRule | None) -> Duty | None:
    """Return what a signed rule obliges to; None without one."""
    return Duty(Basis(rule.basis), rule.contract_years) if rule else None


def to_review(duty: Duty | None, today: date) -> list[Retained]:
    """Return what is due and not held back, those longest without contact first."""
    if duty is None:
        return []
    on_their_way = set(open_erasures().values_list("subject", flat=True))
    return [
        one
        for one in _retained(duty, latest_contact_due(duty, today), None)
        if one.wants_review(today) and one.subject not in on_their_way
    ]


def retained(duty: Duty | None, subject: UUID) -> Retained:
    """Return one survivor's.

    Raises:
        NotVisible: there is no such survivor here.
    """
    found = _retained(duty, None, subject)
    if not found:
        raise NotVisible
    return found[0]


def known_by(reference: str) -> UUID:
    """Return whose record has this number, in force or sealed.

    Raises:
        NotVisible: nobody's here.
    """
    found = _retained(None, None, None, called=reference.strip().upper())
    if not found:
        raise NotVisible
    return found[0].subject


def _retained(
    duty: Duty | None,
    met_until: date | None,
    subject: UUID | None,
    called: str | None = None,
) -> list[Retained]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT subject_id, reference, contact_on, withdrawn_at, hold, keep_until"
            " FROM sec.retained(%s, %s, %s)",
            [met_until, subject, called],
        )
        return [_one(duty, *row) for row in cursor.fetchall()]


def _one(
    duty: Duty | None,
    subject: UUID,
    reference: str | None,
    contact_on: date,
    withdrawn_at: datetime | None,
    hold: str | None,
    keep_until: date | None,
) -> Retained:
    last = counted_from([contact_on], withdrawn_at)
    return Retained(
        subject=subject,
        reference=reference or "",
        last_contact=last,
        due_on=due_on(duty, last),
        hold=HoldGround(hold) if hold else None,
        keep_until=keep_until,
    )


def erasures() -> QuerySet[Erasure]:
    """Return the organisation's erasures, newest first."""
    people = ("asked_by", "approved_by", "stopped_by", "rule")
    return Erasure.objects.select_related(*people).order_by("-asked_at")


def open_erasures() -> QuerySet[Erasure]:
    """Return those still on their way."""
    return erasures().filter(stopped_at=None, destroyed_at=None)


def erasure(pk: UUID) -> Erasure:
    """Return one erasure.

    Raises:
        NotVisible: there is none here.
    """
    found = erasures().filter(pk=pk).first()
    if found is None:
        raise NotVisible
    return found


def may_approve(actor: Actor, one: Erasure) -> bool:
    """May this actor be the second of the two?"""
    return one.is_open and not one.approved_at and one.asked_by_id != actor.member
