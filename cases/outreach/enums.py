"""Codes of workshops and outreach. Stored for ever; labels may change."""

from __future__ import annotations

from django.db import models


class ActivityKind(models.TextChoices):
    """What an organisation did for more than one survivor at a time."""

    WORKSHOP = "WORKSHOP", "Workshop"
    EDUCATION = "EDUCATION", "Education or training"
    FORUM = "FORUM", "Forum or community event"
    PARTNERSHIP = "PARTNERSHIP", "Partnership with another service"
