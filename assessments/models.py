"""Form 2: that a check-in took place, its sealed answers, and what is counted of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from assessments.enums import State, Way
from cases.models import KeyedModel
from consent.models import Subject
from msa.accounts.models import Member
from msa.tenancy.models import TenantModel
from msa.vault.sealed import SealedField

_KEYED = frozenset({"id", "organisation", "subject", "key", "withheld"})


class Assessment(KeyedModel):
    """One check-in of one survivor: when and how, and nothing of what he said."""

    instrument = models.CharField(max_length=24)
    way = models.CharField(max_length=8, choices=Way)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    # Nobody where an import brought it.
    opened_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", null=True, db_index=False
    )
    opened_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    completed_on = models.DateField(null=True, blank=True)
    # His choices, both no unless he says yes (ASM-04, ASM-06).
    worker_may_see = models.BooleanField(default=False)
    show_next_time = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "subject"],
                condition=Q(state="OPEN", withheld=False),
                name="one_open_check_in",
            ),
            models.CheckConstraint(
                condition=Q(
                    state="FINISHED",
                    finished_at__isnull=False,
                    completed_on__isnull=False,
                )
                | Q(
                    ~Q(state="FINISHED"),
                    finished_at__isnull=True,
                    completed_on__isnull=True,
                    worker_may_see=False,
                    show_next_time=False,
                ),
                name="check_in_finished_has_its_day",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "subject", "-completed_on"]),
            models.Index(
                fields=["completed_on"],
                include=["organisation", "subject", "instrument", "state"],
                name="check_in_quarter",
            ),
        ]

    class Privacy:
        clear = _KEYED | {
            "instrument",
            "way",
            "state",
            "opened_by",
            "opened_at",
            "finished_at",
            "completed_on",
            "worker_may_see",
            "show_next_time",
        }
        holding = "his check-ins"


class Answers(KeyedModel):
    """What he answered, sealed as a whole from his first tap on.

    Changed in place while he goes on: what he first chose and then changed is kept by
    nobody.
    """

    assessment = models.ForeignKey(
        Assessment, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    revision = models.PositiveIntegerField()
    sealed = SealedField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "assessment"], name="answers_once"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["organisation", "subject"])]

    class Privacy:
        sealed = frozenset({"sealed"})
        clear = _KEYED | {"assessment", "revision", "saved_at"}
        holding = "his check-ins"


class Invitation(TenantModel):
    """A way in without an account. Only a digest of its secret is kept (L01)."""

    assessment = models.ForeignKey(
        Assessment, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    digest = models.BinaryField(max_length=32)
    open_by = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "assessment"], name="one_way_in"
            )
        ]
        # Looked up before the organisation is known; unique it may not be, or one
        # organisation could learn of another's.
        indexes: ClassVar = [models.Index(fields=["digest"])]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "organisation",
                "assessment",
                "digest",
                "open_by",
                "opened_at",
                "expires_at",
            }
        )


class Rating(TenantModel):
    """One answer as it is counted, kept only while the statistics consent stands."""

    subject = models.ForeignKey(
        Subject, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    assessment = models.ForeignKey(
        Assessment, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    instrument = models.CharField(max_length=24)
    item = models.CharField(max_length=24)
    # Without a value he would rather not say; without a row he was not asked.
    value = models.PositiveSmallIntegerField(null=True)
    completed_on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "assessment", "item"], name="rating_once"
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__gte=1, value__lte=5),
                name="rating_on_the_scale",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "subject"]),
            models.Index(
                fields=["completed_on"],
                include=["organisation", "subject", "instrument", "item", "value"],
                name="rating_quarter",
            ),
        ]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "organisation",
                "subject",
                "assessment",
                "instrument",
                "item",
                "value",
                "completed_on",
            }
        )
        holding = "what is counted about him"


class Decline(KeyedModel):
    """He said no to a check-in. It silences the reminder, for now or for good."""

    declined_on = models.DateField()
    ask_again = models.BooleanField(default=True)
    recorded_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organisation", "subject", "-recorded_at"])
        ]

    class Privacy:
        clear = _KEYED | {"declined_on", "ask_again", "recorded_by", "recorded_at"}
        holding = "his check-ins"
