"""What every row has that exists only under a survivor's consent key."""

from __future__ import annotations

from django.db import models

from consent.models import Subject, SubjectKey
from msa.tenancy.models import TenantModel


class KeyedModel(TenantModel):
    """A row that exists only under a survivor's consent key."""

    subject = models.ForeignKey(
        Subject, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    key = models.ForeignKey(
        SubjectKey, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    # Set by the database when the consent is withdrawn; then nobody's policy shows it.
    withheld = models.BooleanField(default=False)

    class Meta:
        abstract = True
