"""Reading referrals to others: lists without a word, one of them opened (REF-02)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from cases.referrals.enums import Listing, Stage
from cases.referrals.models import Referral, ReferralStep, Service
from cases.referrals.policies import next_stages
from cases.referrals.words import REFERRAL, STEP, GoesOut
from consent.documents import open_documents
from consent.enums import Purpose
from consent.history import Entry, history
from consent.queries import subject_for
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.audit.recording import record

_OVER = (Stage.DECLINED, Stage.ENDED)


@dataclass(frozen=True, slots=True)
class Step:
    """One step with what is said about it."""

    row: ReferralStep
    said: str


@dataclass(frozen=True, slots=True)
class Opened:
    """One referral with its words, its steps, and the consent it stands on."""

    row: Referral
    goes_out: GoesOut
    consent: Entry
    steps: list[Step]
    is_gone: bool
    """Is the service not in the directory any more?"""

    @property
    def is_agreed(self) -> bool:
        """Does his yes hold now?"""
        return self.consent.in_force

    @property
    def is_what_he_agreed_to(self) -> bool:
        """Are these the very words of his consent?"""
        return self.goes_out.is_what_he_agreed_to(self.consent.terms)

    @property
    def is_over(self) -> bool:
        """Has it come to its end?"""
        return self.row.stage in _OVER

    @property
    def went_out_on(self) -> date | None:
        """The day on which the words went out, if they did."""
        days = [one.row.happened_on for one in self.steps if one.row.stage == "MADE"]
        return days[0] if days else None

    @property
    def next_stages(self) -> list[Stage]:
        """What may be noted next."""
        return next_stages(Stage(self.row.stage), is_agreed=self.is_agreed)


@dataclass(frozen=True, slots=True)
class Line:
    """One referral of a list, with whom it is to."""

    row: Referral
    recipient: str


def of_person(actor: Actor, subject: UUID) -> list[Line]:
    """Return a survivor's referrals, the newest first, opened to say to whom.

    Raises:
        NotVisible: he is none of the actor's people.
    """
    subject_for(subject)
    rows = list(_rows().filter(subject=subject))
    words = open_documents(actor, rows, REFERRAL, Purpose.RECORD, act="open")
    return [
        Line(row, GoesOut.of(words[row.id]).recipient)
        for row in rows
        if row.id in words
    ]


def under_way(subject: UUID) -> list[Referral]:
    """Return the referrals of a survivor that have not ended; nothing is opened."""
    return list(_rows().filter(subject=subject).exclude(stage__in=_OVER))


def found(subject: UUID, pk: UUID) -> Referral:
    """Return one referral, closed.

    Raises:
        NotVisible: there is none for this actor, or it is another survivor's.
    """
    row = _rows().filter(subject=subject, id=pk).first()
    if row is None:
        raise NotVisible
    return row


def opened(actor: Actor, subject: UUID, pk: UUID, *, at: datetime) -> Opened:
    """Open one referral; the audit records it as his own event.

    Raises:
        NotVisible: there is none for this actor, or its words are sealed.
    """
    row = found(subject, pk)
    words = open_documents(actor, [row], REFERRAL, Purpose.RECORD, act="open")
    entries = {one.consent.id: one for one in history(actor, subject, at=at)}
    if row.id not in words or row.consent_id not in entries:
        raise NotVisible
    record(actor, "referral.opened", subject=subject)
    goes_out = GoesOut.of(words[row.id])
    return Opened(
        row=row,
        goes_out=goes_out,
        consent=entries[row.consent_id],
        steps=_steps(actor, row),
        is_gone=_is_gone(goes_out.service_id),
    )


def to_ask_about(*, on: date) -> list[Referral]:
    """Return the referrals of the actor's people about which somebody asks by now."""
    due = _rows().filter(next_contact_on__lte=on).exclude(stage__in=_OVER)
    return list(due.order_by("next_contact_on", "id"))


def _steps(actor: Actor, referral: Referral) -> list[Step]:
    rows = list(
        ReferralStep.objects.filter(referral=referral.id)
        .select_related("noted_by")
        .order_by("noted_at", "id")
    )
    words = open_documents(actor, rows, STEP, Purpose.RECORD, act="open")
    return [Step(row, words[row.id]["words"]) for row in rows if row.id in words]


def steps_of(subjects: Iterable[UUID]) -> list[ReferralStep]:
    """Return the steps of these survivors' referrals; nothing is opened."""
    return list(ReferralStep.objects.filter(subject__in=list(subjects)).defer("sealed"))


def _is_gone(service: UUID | None) -> bool:
    return (
        service is not None
        and not Service.objects.filter(id=service, listing=Listing.LISTED).exists()
    )


def _rows() -> QuerySet[Referral]:
    return Referral.objects.select_related("made_by").order_by("-made_at", "id")
