"""The client record (Form 1), its episodes, sessions and who works with whom.

What could name somebody stands in sealed documents; what is counted stands in clear,
coded columns. Every keyed row names the consent key it was written under.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.expressions import OrderBy

from cases.apart import HarmTold as HarmTold
from cases.apart import SupportDecision as SupportDecision
from cases.apart import SupportHold as SupportHold
from cases.blocks import BlockedMember as BlockedMember
from cases.enums import (
    AgeBand,
    Ethnicity,
    Mode,
    Phase,
    Region,
    SectionKind,
    SessionKind,
)
from cases.framework import Pou as Pou
from cases.groups import GroupClearance as GroupClearance
from cases.groups import Screening as Screening
from cases.keyed import KeyedModel as KeyedModel
from cases.likeness import Fingerprint as Fingerprint
from cases.likeness import Likeness as Likeness
from cases.practice import PracticeMonth as PracticeMonth
from cases.practice import PracticeShare as PracticeShare
from cases.turns import EpisodeTurn as EpisodeTurn
from cases.versions import SessionVersion as SessionVersion
from consent.models import Subject
from msa.accounts.models import Member
from msa.tenancy.models import TenantModel
from msa.vault.sealed import SealedField


class Client(KeyedModel):
    """A survivor's record, complete with a name and a safe channel.

    One in force for each survivor; one that was sealed stays beside the fresh one.
    """

    reference = models.CharField(max_length=9)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    # Kept by a trigger on sessions, so that caseloads sort without a join.
    last_activity_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "subject"],
                condition=models.Q(withheld=False),
                name="one_record",
            ),
            models.UniqueConstraint(
                fields=["organisation", "reference"], name="one_reference"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                "organisation",
                OrderBy(models.F("last_activity_on"), descending=True, nulls_last=True),
                "id",
                name="client_newest_activity",
            ),
        ]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "organisation",
                "subject",
                "key",
                "withheld",
                "reference",
                "opened_at",
                "opened_by",
                "last_activity_on",
            }
        )
        holding = "his record"

    def __str__(self) -> str:
        return self.reference


class Section(KeyedModel):
    """One revision of one part of Form 1, sealed as a whole (REC-12)."""

    kind = models.CharField(max_length=20, choices=SectionKind)
    revision = models.PositiveIntegerField()
    sealed = SealedField()
    written_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    written_at = models.DateTimeField()
    superseded = models.BooleanField(default=False)
    # Which decision took its words; then nothing is left in ``sealed`` (ADR 52).
    let_go = models.UUIDField(null=True, blank=True)

    class Meta:
        # Revisions count within a key: a record started afresh knows nothing of the
        # sealed one, not even how often it was saved.
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "subject", "kind", "key", "revision"],
                name="section_revision",
            ),
            models.UniqueConstraint(
                fields=["organisation", "subject", "kind", "key"],
                condition=models.Q(superseded=False),
                name="section_current",
            ),
        ]

    class Privacy:
        sealed = frozenset({"sealed"})
        clear = frozenset(
            {
                "id",
                "organisation",
                "subject",
                "key",
                "withheld",
                "kind",
                "revision",
                "written_by",
                "written_at",
                "superseded",
                "let_go",
            }
        )
        holding = "his record"


class Episode(KeyedModel):
    """One stretch of support; a returning survivor has several (REC-11)."""

    started_on = models.DateField()
    activated_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    # Codes only: his own words about it are sealed in the turn that ended it.
    end_reason = models.CharField(max_length=20, blank=True)
    referred_by = models.CharField(max_length=20, blank=True)
    # Kept by a trigger on its turns, so that lists need not look through them.
    phase = models.CharField(max_length=10, choices=Phase, blank=True, db_default="")
    paused_on = models.DateField(null=True, blank=True)
    back_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True)
                | models.Q(ended_on__gte=models.F("started_on")),
                name="episode_ends_after_start",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["organisation", "subject"])]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "organisation",
                "subject",
                "key",
                "withheld",
                "started_on",
                "activated_on",
                "ended_on",
                "end_reason",
                "referred_by",
                "phase",
                "paused_on",
                "back_on",
            }
        )
        holding = "his episodes"


class Session(KeyedModel):
    """One session with one survivor: what is counted. The words are in its notes."""

    held_on = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16, choices=SessionKind)
    mode = models.CharField(max_length=12, choices=Mode)
    worker = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    logged_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(minutes__lte=24 * 60), name="session_within_a_day"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "subject", "-held_on", "id"]),
            models.Index(
                fields=["held_on"],
                include=["organisation", "subject", "kind", "mode", "minutes"],
                # The policies' own condition: without it every row is looked up.
                condition=models.Q(withheld=False),
                name="session_counted",
            ),
            models.Index(
                fields=["organisation", "worker", "-logged_at"],
                name="session_logged_last",
            ),
        ]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "organisation",
                "subject",
                "key",
                "withheld",
                "held_on",
                "minutes",
                "kind",
                "mode",
                "worker",
                "logged_at",
            }
        )
        holding = "his sessions"


class SessionNote(KeyedModel):
    """One revision of the words about one session, sealed (SES-04)."""

    session = models.ForeignKey(
        Session, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    revision = models.PositiveIntegerField()
    sealed = SealedField()
    written_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    written_at = models.DateTimeField()
    superseded = models.BooleanField(default=False)
    # Which decision took its words; then nothing is left in ``sealed`` (ADR 52).
    let_go = models.UUIDField(null=True, blank=True)
    # Sealed with the words too; here so that a timeline can say it and open nothing.
    written_together = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "session", "revision"], name="note_revision"
            ),
            models.UniqueConstraint(
                fields=["organisation", "session"],
                condition=models.Q(superseded=False),
                name="note_current",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["organisation", "subject"])]

    class Privacy:
        sealed = frozenset({"sealed"})
        clear = frozenset(
            {
                "id",
                "organisation",
                "subject",
                "key",
                "withheld",
                "session",
                "revision",
                "written_by",
                "written_at",
                "superseded",
                "let_go",
                "written_together",
            }
        )
        holding = "his sessions"


class Tally(TenantModel):
    """Support that counts although nothing about him is kept: month, kind, minutes."""

    month = models.DateField()
    kind = models.CharField(max_length=16, choices=SessionKind)
    mode = models.CharField(max_length=12, choices=Mode)
    minutes = models.PositiveSmallIntegerField()

    class Privacy:
        clear = frozenset({"id", "organisation", "month", "kind", "mode", "minutes"})


class Assignment(TenantModel):
    """A member works with a survivor from then until then (CAS-04)."""

    subject = models.ForeignKey(
        Subject, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    member = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    from_at = models.DateTimeField()
    made_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        Member,
        on_delete=models.DO_NOTHING,
        related_name="+",
        null=True,
        blank=True,
        db_index=False,
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "subject"],
                condition=models.Q(ended_at__isnull=True),
                name="one_worker_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, ended_by__isnull=True)
                | models.Q(ended_at__isnull=False, ended_by__isnull=False),
                name="assignment_end_has_somebody",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "member", "ended_at"]),
            models.Index(fields=["organisation", "subject"], name="assignment_subject"),
        ]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "organisation",
                "subject",
                "member",
                "from_at",
                "made_by",
                "ended_at",
                "ended_by",
            }
        )
        holding = "who works with him"


class StatisticalProfile(TenantModel):
    """Coarse codes for figures, kept only while the statistics consent stands."""

    subject = models.ForeignKey(
        Subject, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    age_band = models.CharField(max_length=10, choices=AgeBand, blank=True)
    ethnicities = ArrayField(
        models.CharField(max_length=10, choices=Ethnicity), default=list, blank=True
    )
    region = models.CharField(max_length=3, choices=Region, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "subject"], name="one_profile"
            )
        ]

    class Privacy:
        clear = frozenset(
            {"id", "organisation", "subject", "age_band", "ethnicities", "region"}
        )
        holding = "what is counted about him"
