"""Reading what somebody agreed to."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from consent.enums import Purpose
from consent.models import (
    Consent,
    Subject,
    SubjectUserObjectPermission,
    Withdrawal,
    Wording,
)
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.accounts.models import Member, Role

ENGLISH, TE_REO = "en-nz", "mi"

# What consents_in_force says. Asked at each write, where building the query would take
# longer than its answer.
_PURPOSES_IN_FORCE = """
SELECT purpose FROM consent_consent c
 WHERE subject_id = %s AND (expires_at IS NULL OR expires_at > %s)
   AND NOT EXISTS (SELECT FROM consent_withdrawal w WHERE w.consent_id = c.id)
"""


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """One purpose as a page shows it: in force, ended, or never given."""

    purpose: Purpose
    consent: Consent | None
    withdrawn_at: datetime | None
    expired_at: datetime | None

    @property
    def in_force(self) -> bool:
        """Is this purpose agreed to now?"""
        return self.consent is not None and not (self.withdrawn_at or self.expired_at)


def consents_in_force(subject: UUID, *, at: datetime) -> QuerySet[Consent]:
    """Return the consents of a survivor that stand at ``at``."""
    withdrawn = Withdrawal.objects.filter(consent=OuterRef("pk"))
    return Consent.objects.filter(
        Q(expires_at=None) | Q(expires_at__gt=at), ~Exists(withdrawn), subject=subject
    )


def purposes_in_force(subject: UUID, *, at: datetime) -> set[Purpose]:
    """Return the purposes a survivor agrees to at ``at``.

    An empty set for somebody who is none of the actor's people.
    """
    with connection.cursor() as cursor:
        cursor.execute(_PURPOSES_IN_FORCE, [subject, at])
        return {Purpose(purpose) for (purpose,) in cursor.fetchall()}


def consent_lines(subject: UUID, *, at: datetime) -> list[ConsentLine]:
    """Return one line per purpose, with the newest consent for each (CON-03)."""
    withdrawals = dict(
        Withdrawal.objects.filter(subject=subject).values_list("consent", "recorded_at")
    )
    newest: dict[str, Consent] = {}
    consents = Consent.objects.filter(subject=subject).select_related("recorded_by")
    for consent in consents.order_by("recorded_at"):
        # Of several, one that stands says more than a newer one that has ended.
        before = newest.get(consent.purpose)
        if before is None or consent.id not in withdrawals or before.id in withdrawals:
            newest[consent.purpose] = consent
    lines = []
    for purpose in Purpose:
        found = newest.get(purpose.value)
        withdrawn = withdrawals.get(found.id) if found is not None else None
        ends = found.expires_at if found is not None else None
        expired = ends if ends is not None and ends <= at else None
        lines.append(ConsentLine(purpose, found, withdrawn, expired))
    return lines


def said_of_age(subject: UUID) -> bool | None:
    """Return what was said last of whether he is 18 (CON-08); None: nothing ever.

    False also says that he would rather not tell.
    """
    said = Consent.objects.filter(subject=subject, of_age__isnull=False)
    return said.order_by("-recorded_at", "-id").values_list("of_age", flat=True).first()


def is_anybody_young(*, at: datetime) -> bool:
    """Say whether a record is kept of somebody who may be under 18 (CON-08).

    Of those whom the current role sees, and it says of nobody who that is.
    """
    return Consent.objects.filter(
        Q(expires_at=None) | Q(expires_at__gt=at),
        ~Exists(Withdrawal.objects.filter(consent=OuterRef("pk"))),
        purpose=Purpose.RECORD,
        of_age=False,
    ).exists()


def visible(subjects: Collection[UUID]) -> set[UUID]:
    """Return which of these survivors the actor may see, in one query."""
    return set(Subject.objects.filter(id__in=subjects).values_list("id", flat=True))


def subject_for(subject: UUID) -> Subject:
    """Return a survivor whom the current role may see.

    Raises:
        NotVisible: absent, another organisation's, or not one of the worker's people.
    """
    found = Subject.objects.filter(id=subject).first()
    if found is None:
        raise NotVisible
    return found


def current_wordings(language: str) -> dict[Purpose, Wording]:
    """Return the newest wording of each purpose in a language.

    Te reo Māori that no speaker has reviewed is shown in the demo alone; where there is
    none to show, the English stands in its place and says so by its language.
    """
    wordings = Wording.objects.filter(language__in=[ENGLISH, language])
    if not settings.MSA_DEMO:
        wordings = wordings.filter(reviewed=True)
    newest: dict[Purpose, Wording] = {}
    # English first, so that what there is in the other language takes its place.
    for wording in sorted(wordings, key=lambda w: (w.language != ENGLISH, w.version)):
        before = newest.get(Purpose(wording.purpose))
        if before is None or wording.version >= before.version:
            newest[Purpose(wording.purpose)] = wording
    return newest


def may_name_colleagues(actor: Actor, subject: UUID) -> bool:
    """Say whether the actor may take down whom a survivor names.

    Who was named himself may not: one name would lead to the next.
    """
    return actor.role != Role.WORKER or works_with(subject)


def works_with(subject: UUID) -> bool:
    """Say whether a survivor was given to the peer worker who asks.

    A colleague whom he named in a consent sees him too, and does not work with him.
    """
    return SubjectUserObjectPermission.objects.filter(content_object=subject).exists()


def peer_workers(*, but: UUID) -> list[tuple[UUID, str]]:
    """Return who works with survivors here now, by name, but for one member."""
    present = Member.objects.filter(roles__contains=[Role.WORKER.value], left_at=None)
    return list(present.exclude(id=but).order_by("name").values_list("id", "name"))
