"""Codes of important emails, for whoever explains what becomes of one."""

from __future__ import annotations

from django.db import models


class Stage(models.TextChoices):
    """Where an email about somebody stands."""

    WAITS = "WAITS", "Waits to be looked over"
    KEPT = "KEPT", "Kept with its session"
    GONE = "GONE", "Deleted"
