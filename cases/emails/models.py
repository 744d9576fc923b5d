"""An important email, kept with the session that it is logged as (SES-01)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from cases.models import KeyedModel, Session
from msa.uploads.emails import MOST_ATTACHMENTS
from msa.vault.sealed import SealedField


class EmailPart(KeyedModel):
    """The words of one email, or one attachment of it; sealed, and never changed.

    Number 0 is its words, with a list of what else there is; from 1 on, attachments.
    """

    session = models.ForeignKey(
        Session, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    number = models.PositiveSmallIntegerField()
    sealed = SealedField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "session", "number"], name="email_part_once"
            ),
            models.CheckConstraint(
                condition=models.Q(number__lte=MOST_ATTACHMENTS),
                name="email_of_a_fair_size",
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
                "number",
            }
        )
        holding = "his sessions"

    @property
    def revision(self) -> int:
        """What its sealed words are bound to besides its id: which part they are."""
        return self.number
