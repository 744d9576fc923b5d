"""What a peer worker has begun to write and not saved yet (SES-03, UI-W3).

Each draft is sealed under the survivor's key for what it will become, so that it can't
outlive his consent. Only whoever writes it reads it, and not for long.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from cases.models import KeyedModel
from msa.accounts.models import Member
from msa.vault.sealed import SealedField

_CLEAR = frozenset(
    {
        "id",
        "organisation",
        "subject",
        "key",
        "withheld",
        "form",
        "revision",
        "written_by",
        "saved_at",
    }
)


class Draft(KeyedModel):
    """A form as it was when somebody last stopped typing. Saved anew as a whole."""

    #: Which form of his record it is, by its code.
    form = models.CharField(max_length=20)
    revision = models.PositiveIntegerField()
    sealed = SealedField()
    written_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    saved_at = models.DateTimeField()

    class Meta:
        abstract = True
        indexes: ClassVar = [models.Index(fields=["organisation", "subject"])]


class RecordDraft(Draft):
    """A draft of a part of his record, or of what he asks for."""

    class Privacy:
        sealed = frozenset({"sealed"})
        clear = _CLEAR
        holding = "what is being written about him"


class SessionDraft(Draft):
    """A draft of a session and its note: none while he wants no notes."""

    class Privacy:
        sealed = frozenset({"sealed"})
        clear = _CLEAR
        holding = "what is being written about him"
