"""Saving a section of Form 1: a new revision, never a change of the one before."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

import orjson
from django.db import IntegrityError, transaction

from cases.enums import AgeBand
from cases.models import Section, StatisticalProfile
from cases.policies import age
from cases.sections import SECTION, Contact, Identity, SectionContent
from cases.services.comparing import Alike, compare
from consent.documents import Sealer, under_consent
from consent.enums import Purpose
from consent.queries import purposes_in_force
from msa.accounts.actor import Actor
from msa.audit.recording import record
from msa.clock.days import local_date


class SectionChanged(Exception):
    """Somebody saved this section since it was opened; both texts are still there."""


@dataclass(frozen=True, slots=True)
class Saved:
    """A section as it was stored, and whether another record may be of his too."""

    row: Section
    alike: Alike = field(default_factory=Alike)


def save(
    actor: Actor,
    subject: UUID,
    content: SectionContent,
    *,
    after: int,
    at: datetime,
    sealer: Sealer | None = None,
) -> Section:
    """Store ``content`` as :func:`save_compared`; return the row.

    Raises:
        AccessDenied, SectionChanged: as :func:`save_compared`.
    """
    saved = save_compared(actor, subject, content, after=after, at=at, sealer=sealer)
    return saved.row


@transaction.atomic
def save_compared(
    actor: Actor,
    subject: UUID,
    content: SectionContent,
    *,
    after: int,
    at: datetime,
    sealer: Sealer | None = None,
) -> Saved:
    """Store ``content`` as the revision that follows ``after`` (0 for the first).

    What stands there already, word for word, is no new revision: the button was
    pressed twice, or he went back and saved again (UI-W5). ``sealer`` saves a second
    key release to a caller who has just made the key. What tells him again is compared
    with other records (REC-10).

    Raises:
        AccessDenied: he has not consented to a record, or has withdrawn.
        SectionChanged: revision ``after`` is no longer the newest (UI-W8).
    """
    sealer = sealer or Sealer.for_writing(actor, subject, Purpose.RECORD)
    if after and (same := _standing(subject, content, sealer)):
        return Saved(same)
    row = Section(
        id=uuid.uuid4(),
        organisation_id=actor.organisation,
        subject_id=subject,
        key_id=sealer.key_id,
        kind=content.kind,
        revision=after + 1,
        written_by_id=actor.member,
        written_at=at,
    )
    row.sealed = sealer.seal(
        content.document(), SECTION, row=row.id, revision=row.revision
    )
    try:
        with under_consent():
            row.save(force_insert=True)
    except IntegrityError as fault:
        if same := _standing(subject, content, sealer):
            return Saved(same)
        raise SectionChanged from fault
    record(
        actor, "section.saved", subject=subject, kind=row.kind, revision=row.revision
    )
    count(actor, subject, content, at=at)
    return Saved(row, compare(actor, subject, content, under=sealer.key_id))


def _standing(subject: UUID, content: SectionContent, sealer: Sealer) -> Section | None:
    """Return the newest revision if it says just this."""
    row = Section.objects.filter(
        subject=subject, kind=content.kind, key=sealer.key_id, superseded=False
    ).first()
    if row and sealer.open(row, SECTION) == orjson.loads(
        orjson.dumps(content.document())
    ):
        return row
    return None


def count(
    actor: Actor, subject: UUID, content: SectionContent, *, at: datetime
) -> None:
    """Keep the coarse codes for figures in step, while he agrees to be counted."""
    if Purpose.STATISTICS not in purposes_in_force(subject, at=at):
        return
    codes: dict[str, object]
    if isinstance(content, Identity):
        born = content.born_on()
        band = age_band(born, on=local_date(at)).value if born else content.age_band
        codes = {"age_band": band, "ethnicities": content.ethnicities}
    elif isinstance(content, Contact):
        codes = {"region": content.region}
    else:
        return
    profiles = StatisticalProfile.objects.filter(subject=subject)
    if not profiles.update(**codes):
        StatisticalProfile(
            organisation_id=actor.organisation, subject_id=subject, **codes
        ).save(force_insert=True)


def age_band(born: date, *, on: date) -> AgeBand:
    """Return the published age band of somebody born on a day."""
    years = age(born, on=on)
    bands = [
        (65, AgeBand.FROM_65),
        (55, AgeBand.FROM_55),
        (45, AgeBand.FROM_45),
        (35, AgeBand.FROM_35),
        (25, AgeBand.FROM_25),
    ]
    return next((band for least, band in bands if years >= least), AgeBand.UNDER_25)
