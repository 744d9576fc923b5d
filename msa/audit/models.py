"""The audit's tables. No foreign keys and no values: it never blocks and never tells.

Rows are written by :func:`msa.audit.record` and by definer functions, and read by
verification; the ORM maps the tables for those reads only.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models


class Event(models.Model):
    """One act or read: who, as what, when, about whom."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation_id = models.UUIDField()
    at = models.DateTimeField()
    actor = models.UUIDField()
    role = models.CharField(max_length=10)
    action = models.CharField(max_length=60)
    subject_id = models.UUIDField(null=True)
    payload = models.JSONField(default=dict)

    class Meta:
        db_table = "audit_event"
        indexes: ClassVar = [
            models.Index(fields=["organisation_id", "subject_id", "at"]),
            models.Index(fields=["organisation_id", "at"], name="audit_event_since"),
        ]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "organisation_id",
                "at",
                "actor",
                "role",
                "action",
                "subject_id",
                "payload",
            }
        )


class Link(models.Model):
    """An event's place in its organisation's chain, made when it was committed.

    It bears its event's id, so that no event is chained twice.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation_id = models.UUIDField()
    seq = models.BigIntegerField()
    event_id = models.UUIDField()
    previous = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        db_table = "audit_link"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation_id", "seq"], name="audit_link_once"
            )
        ]

    class Privacy:
        clear = frozenset(
            {"id", "organisation_id", "seq", "event_id", "previous", "hash"}
        )


class Head(models.Model):
    """The end of one organisation's chain."""

    organisation_id = models.UUIDField(primary_key=True)
    seq = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        db_table = "audit_head"

    class Privacy:
        clear = frozenset({"organisation_id", "seq", "hash"})


class Receipt(models.Model):
    """The database's note of one record of signed heads that lies outside it."""

    number = models.BigIntegerField(primary_key=True)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        db_table = "audit_receipt"

    class Privacy:
        clear = frozenset({"number", "digest", "at"})
