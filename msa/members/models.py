"""Who was invited to work for an organisation, and what became of it."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from msa.accounts.models import Member, Role
from msa.tenancy.models import TenantModel


class Invitation(TenantModel):
    """A link that lets one person in, once. The link itself is not kept."""

    email = models.EmailField()
    roles = ArrayField(models.CharField(max_length=10, choices=Role))
    digest = models.BinaryField(max_length=32)
    made_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at: models.DateTimeField[datetime | None, datetime | None] = (
        models.DateTimeField(null=True, blank=True)
    )
    withdrawn_at: models.DateTimeField[datetime | None, datetime | None] = (
        models.DateTimeField(null=True, blank=True)
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=["digest"], name="invitation_digest")]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "organisation",
                "email",
                "roles",
                "digest",
                "made_by",
                "made_at",
                "expires_at",
                "accepted_at",
                "withdrawn_at",
            }
        )

    def __str__(self) -> str:
        return str(self.id)
