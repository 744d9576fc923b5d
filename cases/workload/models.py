"""Who takes over from whom, for how long, and what he said to it beforehand."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cases.keyed import KeyedModel
from cases.models import Assignment
from cases.workload.enums import Choice, Direction
from consent.models import Subject
from msa.accounts.models import Member
from msa.tenancy.models import TenantModel
from msa.vault.sealed import SealedField

#: Nobody stands in for longer: then he is given to somebody.
COVER_AT_MOST = timedelta(days=92)


class Wish(TenantModel):
    """Whom he lets take over from his peer worker; the database keeps to it.

    Each answer is a row; the one without an end holds.
    """

    subject = models.ForeignKey(
        Subject, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    choice = models.CharField(max_length=9, choices=Choice)
    # Members by id: whoever comes later is none of them.
    colleagues = ArrayField(models.UUIDField(), default=list, blank=True)
    asked_on = models.DateField()
    written_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    written_at = models.DateTimeField()
    ended_at: models.DateTimeField[datetime | None, datetime | None] = (
        models.DateTimeField(null=True, blank=True)
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "subject"],
                condition=Q(ended_at__isnull=True),
                name="one_wish_holds",
            ),
            models.CheckConstraint(
                condition=Q(choice__in=Choice.values), name="wish_is_known"
            ),
            models.CheckConstraint(
                condition=(Q(choice=Choice.THESE) & ~Q(colleagues=[]))
                | (~Q(choice=Choice.THESE) & Q(colleagues=[])),
                name="wish_names_people",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "subject"], name="wish_subject")
        ]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "organisation",
                "subject",
                "choice",
                "colleagues",
                "asked_on",
                "written_by",
                "written_at",
                "ended_at",
            }
        )
        holding = "who may take over"


class Agreed(TenantModel):
    """He was asked, and agreed that this member takes over or stands in."""

    subject = models.ForeignKey(
        Subject, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    member = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    asked_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    asked_on = models.DateField()
    written_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    written_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organisation", "subject"], name="agreed_subject")
        ]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "organisation",
                "subject",
                "member",
                "asked_by",
                "asked_on",
                "written_by",
                "written_at",
            }
        )
        holding = "who may take over"


class Cover(TenantModel):
    """A member stands in for his peer worker from then until then.

    The database's clock lets him in and out; there is no grant to end.
    """

    subject = models.ForeignKey(
        Subject, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    member = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    instead_of = models.ForeignKey(
        Member,
        on_delete=models.DO_NOTHING,
        related_name="+",
        null=True,
        blank=True,
        db_index=False,
    )
    from_at: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    until: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    made_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    made_at = models.DateTimeField()
    # Before its time; by whom is in the audit, where it was not the database.
    ended_at: models.DateTimeField[datetime | None, datetime | None] = (
        models.DateTimeField(null=True, blank=True)
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__gt=F("from_at"))
                & Q(until__lte=F("from_at") + COVER_AT_MOST),
                name="cover_ends_by_itself",
            ),
            models.CheckConstraint(
                condition=Q(instead_of=None) | ~Q(instead_of=F("member")),
                name="cover_is_by_another",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["organisation", "member", "until"],
                condition=Q(ended_at=None),
                name="cover_member",
            ),
            models.Index(fields=["organisation", "subject"], name="cover_subject"),
        ]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "organisation",
                "subject",
                "member",
                "instead_of",
                "from_at",
                "until",
                "made_by",
                "made_at",
                "ended_at",
            }
        )
        holding = "who stands in"


class Handover(TenantModel):
    """Everybody a member worked with was moved at once (UI-M3)."""

    member = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    made_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    made_at: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    undone_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", null=True, db_index=False
    )
    undone_at: models.DateTimeField[datetime | None, datetime | None] = (
        models.DateTimeField(null=True, blank=True)
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="undoing_has_somebody",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "-made_at"], name="handover_newest")
        ]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "organisation",
                "member",
                "made_by",
                "made_at",
                "undone_by",
                "undone_at",
            }
        )


class Moved(TenantModel):
    """One of the people who were moved, and what it made of who works with him."""

    handover = models.ForeignKey(
        Handover, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    subject = models.ForeignKey(
        Subject, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    #: What began with it.
    assignment = models.ForeignKey(
        Assignment, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    was_waiting = models.BooleanField()
    """Had whoever left gone already, so that nobody worked with him?"""
    went_back = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "handover", "subject"], name="moved_once"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "subject"], name="moved_subject"),
            # So that an assignment can be deleted without a search for it here.
            models.Index(
                fields=["organisation", "assignment"], name="moved_assignment"
            ),
        ]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "organisation",
                "handover",
                "subject",
                "assignment",
                "was_waiting",
                "went_back",
            }
        )
        holding = "who works with him"


class ShortNote(KeyedModel):
    """A few words about him between his peer worker and the managers (UI-M2)."""

    direction = models.CharField(max_length=10, choices=Direction)
    is_urgent = models.BooleanField(default=False)
    # Written once: what has to be added is another note.
    revision = models.PositiveSmallIntegerField(default=1)
    sealed = SealedField()
    written_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    written_at: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    read_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", null=True, db_index=False
    )
    read_at: models.DateTimeField[datetime | None, datetime | None] = (
        models.DateTimeField(null=True, blank=True)
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(direction__in=Direction.values), name="note_has_a_reader"
            ),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True, read_by__isnull=True)
                | Q(read_at__isnull=False, read_by__isnull=False),
                name="note_read_by_somebody",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "subject"], name="short_note_subject"),
            models.Index(
                fields=["organisation", "direction", "-written_at"],
                condition=Q(read_at=None),
                name="short_note_unread",
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
                "direction",
                "is_urgent",
                "revision",
                "written_by",
                "written_at",
                "read_by",
                "read_at",
            }
        )
        holding = "what his peer worker and the managers told each other"


class SafeLoad(TenantModel):
    """What an organisation thinks one peer worker can carry (CAS-02)."""

    people = models.PositiveSmallIntegerField()
    hours_a_week = models.PositiveSmallIntegerField()
    set_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    set_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation"], name="one_safe_load")
        ]

    class Privacy:
        clear = frozenset(
            {"id", "organisation", "people", "hours_a_week", "set_by", "set_at"}
        )


class KeptView(TenantModel):
    """Filters of the caseload that a manager keeps, as codes and ids (UI-M1)."""

    member = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    query = models.CharField(max_length=200)
    kept_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "member", "query"], name="view_kept_once"
            )
        ]

    class Privacy:
        clear = frozenset({"id", "organisation", "member", "query", "kept_at"})
