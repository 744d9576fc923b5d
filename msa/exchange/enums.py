"""Codes of imports. Stored for ever; labels may change."""

from __future__ import annotations

from django.db import models


class BatchState(models.TextChoices):
    """Where an import stands."""

    STORED = "STORED", "Stored"
    UNDONE = "UNDONE", "Undone"


class Source(models.TextChoices):
    """The part of an export that a row came from, and so what it became here."""

    PERSON = "PERSON", "People"
    ENGAGEMENT = "ENGAGEMENT", "Engagements"
    ACTIVITY = "ACTIVITY", "Activities"
    SUPPORT = "SUPPORT", "Support people"
    HOPES = "HOPES", "Hopes"
    CHECK_IN = "CHECK_IN", "Check-ins"
