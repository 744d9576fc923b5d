"""The tenant: one organisation."""

from __future__ import annotations

import uuid

from django.db import models


class OrganisationKind(models.TextChoices):
    MEMBER = "MEMBER", "Member organisation"
    NATIONAL = "NATIONAL", "National body"


class Organisation(models.Model):
    """One member organisation, or the national body that holds them together."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    name_mi = models.CharField(max_length=120, blank=True)
    kind = models.CharField(
        max_length=10, choices=OrganisationKind, default=OrganisationKind.MEMBER
    )
    # ISO 3166-2 region code without the country, for example "AUK".
    region = models.CharField(max_length=3, blank=True)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Privacy:
        clear = frozenset(
            {"id", "code", "name", "name_mi", "kind", "region", "active", "created_at"}
        )

    def __str__(self) -> str:
        return self.name


class TenantModel(models.Model):
    """A row that belongs to one organisation; its table is policed by PostgreSQL."""

    # Made in the application: a database default would need the row to be visible
    # to its maker before the policy can say so.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )

    class Meta:
        abstract = True
