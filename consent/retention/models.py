"""How long an organisation keeps records, and each erasure (RGT-04)."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from consent.models import Subject
from consent.retention.enums import Basis, ErasureGround, HoldGround, KeepGround
from msa.accounts.models import Member
from msa.tenancy.models import TenantModel


class SignedRule(TenantModel):
    """An organisation's rule, signed off by its manager; the newest one counts.

    While there is none, records stay sealed and nothing is destroyed.
    """

    basis = models.CharField(max_length=12, choices=Basis)
    contract_years = models.PositiveSmallIntegerField(default=0)
    signed_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    signed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(basis=Basis.CONTRACT) | Q(contract_years__gt=0),
                name="contract_says_years",
            ),
            models.CheckConstraint(
                condition=~Q(basis=Basis.NONE) | Q(contract_years=0),
                name="no_duty_has_no_years",
            ),
        ]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "organisation",
                "basis",
                "contract_years",
                "signed_by",
                "signed_at",
            }
        )


class Hold(TenantModel):
    """Nothing of this survivor may be destroyed until it is lifted."""

    subject = models.ForeignKey(
        Subject, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    ground = models.CharField(max_length=12, choices=HoldGround)
    placed_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    placed_at = models.DateTimeField()
    lifted_by = models.ForeignKey(
        Member,
        on_delete=models.DO_NOTHING,
        related_name="+",
        null=True,
        db_index=False,
    )
    lifted_at: models.DateTimeField[datetime | None, datetime | None] = (
        models.DateTimeField(null=True)
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "subject"],
                condition=Q(lifted_at=None),
                name="one_hold",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "subject"], name="hold_subject")
        ]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "organisation",
                "subject",
                "ground",
                "placed_by",
                "placed_at",
                "lifted_by",
                "lifted_at",
            }
        )
        holding = "how long his record is kept"


class Keeping(TenantModel):
    """A manager looked at a record that was due and decided to keep it until then."""

    subject = models.ForeignKey(
        Subject, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    ground = models.CharField(max_length=12, choices=KeepGround)
    until = models.DateField()
    decided_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organisation", "subject"], name="keeping_subject")
        ]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "organisation",
                "subject",
                "ground",
                "until",
                "decided_by",
                "decided_at",
            }
        )
        holding = "how long his record is kept"


class Erasure(TenantModel):
    """One survivor's record on its way to being destroyed, and the proof of it.

    It names him until then and nobody afterwards. What it says about the duty to keep
    is what was checked on the day somebody asked.
    """

    subject = models.ForeignKey(
        Subject,
        on_delete=models.DO_NOTHING,
        related_name="+",
        null=True,
        db_index=False,
    )
    ground = models.CharField(max_length=12, choices=ErasureGround)
    rule = models.ForeignKey(
        SignedRule, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    due_on = models.DateField()
    asked_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    asked_at = models.DateTimeField()
    not_before: models.DateField[date, date] = models.DateField()
    approved_by = models.ForeignKey(
        Member,
        on_delete=models.DO_NOTHING,
        related_name="+",
        null=True,
        db_index=False,
    )
    approved_at: models.DateTimeField[datetime | None, datetime | None] = (
        models.DateTimeField(null=True)
    )
    stopped_by = models.ForeignKey(
        Member,
        on_delete=models.DO_NOTHING,
        related_name="+",
        null=True,
        db_index=False,
    )
    stopped_at: models.DateTimeField[datetime | None, datetime | None] = (
        models.DateTimeField(null=True)
    )
    #: From here on nobody can stop it: the ledger outside may know already.
    begun_at: models.DateTimeField[datetime | None, datetime | None] = (
        models.DateTimeField(null=True)
    )
    destroyed_at: models.DateTimeField[datetime | None, datetime | None] = (
        models.DateTimeField(null=True)
    )
    ledger_number = models.PositiveIntegerField(null=True)
    keys = models.PositiveIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "subject"],
                condition=Q(stopped_at=None, destroyed_at=None),
                name="one_erasure",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("asked_by")),
                name="erasure_takes_two",
            ),
            models.CheckConstraint(
                condition=Q(begun_at=None)
                | Q(approved_at__isnull=False, stopped_at=None),
                name="erasure_approved_first",
            ),
            models.CheckConstraint(
                condition=Q(destroyed_at=None, subject__isnull=False)
                | Q(
                    destroyed_at__isnull=False,
                    begun_at__isnull=False,
                    subject=None,
                    ledger_number__isnull=False,
                ),
                name="destroyed_names_nobody",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "subject"], name="erasure_subject")
        ]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "organisation",
                "subject",
                "ground",
                "rule",
                "due_on",
                "asked_by",
                "asked_at",
                "not_before",
                "approved_by",
                "approved_at",
                "stopped_by",
                "stopped_at",
                "begun_at",
                "destroyed_at",
                "ledger_number",
                "keys",
            }
        )
        holding = "how long his record is kept"

    @property
    def code(self) -> str:
        """How people speak of it: it says nothing about him."""
        return f"E-{self.id.hex[:8].upper()}"

    @property
    def is_open(self) -> bool:
        """Is it still on its way?"""
        return self.stopped_at is None and self.destroyed_at is None
