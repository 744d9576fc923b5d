"""What somebody agreed to, from the first yes on, as it was shown to him (CON-03)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from consent.documents import open_documents
from consent.enums import Information, Purpose
from consent.models import Consent, Particulars, Withdrawal
from consent.policies import Stage
from consent.terms import PARTICULARS, Terms, drawn
from msa.accounts.actor import Actor
from msa.accounts.queries import member_names
from msa.clock.days import local_date


@dataclass(frozen=True, slots=True)
class Entry:
    """One consent with its words and its end; without words while they are sealed."""

    consent: Consent
    purpose: Purpose
    stage: Stage
    terms: Terms
    colleagues: list[str]
    end: Withdrawal | None

    @property
    def in_force(self) -> bool:
        """Does it hold now?"""
        return self.stage is Stage.IN_FORCE

    @property
    def last_day(self) -> date | None:
        """The last day on which it holds or held, where it has one."""
        ends = self.consent.expires_at
        return None if ends is None else local_date(ends - timedelta(seconds=1))

    @property
    def information(self) -> list[str]:
        """What may be told, as staff read it."""
        return [str(Information(code).label) for code in self.terms.information]

    @property
    def signature(self) -> str:
        """His drawn signature as the path of an SVG, or nothing."""
        return drawn(self.terms.strokes)

    @property
    def is_empty(self) -> bool:
        """Does it need a name or words that it hasn't got, so that it does nothing?"""
        if self.consent.has_particulars and self.terms == Terms():
            return False  # they are sealed
        return {
            Purpose.COLLEAGUES: not self.consent.colleagues,
            Purpose.SHARING: not self.terms.recipient,
            Purpose.QUOTATION: not self.terms.quotation,
        }.get(self.purpose, False)


@dataclass(frozen=True, slots=True)
class Standing:
    """One purpose as it stands: what holds, or how the newest consent ended."""

    purpose: Purpose
    entries: list[Entry] = field(default_factory=list)

    @property
    def in_force(self) -> bool:
        """Is this purpose agreed to now?"""
        return any(entry.in_force for entry in self.entries)


def history(actor: Actor, subject: UUID, *, at: datetime) -> list[Entry]:
    """Return every consent of a survivor, the newest first; none for nobody of his.

    Opening their words leaves the audit its event.
    """
    consents = list(
        Consent.objects.filter(subject=subject)
        .select_related("recorded_by", "wording")
        .order_by("-recorded_at", "-id")
    )
    ends = {
        end.consent_id: end
        for end in Withdrawal.objects.filter(subject=subject).select_related(
            "recorded_by"
        )
    }
    terms = _terms(actor, subject)
    names = member_names({one for each in consents for one in each.colleagues})
    return [
        Entry(
            consent=consent,
            purpose=Purpose(consent.purpose),
            stage=_stage(consent, ends.get(consent.id), at),
            terms=terms.get(consent.id, Terms()),
            colleagues=sorted(names[one] for one in consent.colleagues if one in names),
            end=ends.get(consent.id),
        )
        for consent in consents
    ]


def standing(entries: Iterable[Entry]) -> list[Standing]:
    """Return each purpose as it stands, in the order of the purposes.

    Where nothing holds, the newest consent says how it ended.
    """
    known = list(entries)
    found = []
    for purpose in Purpose:
        his = [entry for entry in known if entry.purpose is purpose]
        found.append(Standing(purpose, [one for one in his if one.in_force] or his[:1]))
    return found


def may_share(
    actor: Actor, subject: UUID, *, recipient: str, what: Information, at: datetime
) -> bool:
    """Say whether somebody outside may be told this now (CON-02 g).

    The person or service is who stands in his consent, whatever capitals and spaces.
    """
    return any(
        entry.terms.covers(recipient, what)
        for entry in in_force(actor, subject, Purpose.SHARING, at=at)
    )


def quotable(actor: Actor, subject: UUID, *, at: datetime) -> list[str]:
    """Return the words of his that a report may use now, exactly (CON-02 i)."""
    entries = in_force(actor, subject, Purpose.QUOTATION, at=at)
    return [entry.terms.quotation for entry in entries if entry.terms.quotation]


def in_force(
    actor: Actor, subject: UUID, purpose: Purpose, *, at: datetime
) -> list[Entry]:
    """Return the consents for a purpose that hold now, with their words."""
    return [
        entry
        for entry in history(actor, subject, at=at)
        if entry.purpose is purpose and entry.in_force
    ]


def _stage(consent: Consent, end: Withdrawal | None, at: datetime) -> Stage:
    if end is not None:
        return Stage.REPLACED if end.replaced_by_id else Stage.WITHDRAWN
    if consent.expires_at is not None and consent.expires_at <= at:
        return Stage.EXPIRED
    return Stage.IN_FORCE


def _terms(actor: Actor, subject: UUID) -> dict[UUID, Terms]:
    rows = list(Particulars.objects.filter(subject=subject))
    opened = open_documents(actor, rows, PARTICULARS, Purpose.RECORD, act="open")
    return {
        row.consent_id: Terms.of(opened[row.id]) for row in rows if row.id in opened
    }
