"""Codes of who may work with a survivor, and of short notes about him."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Choice(models.TextChoices):
    """Whom a survivor lets take over from his peer worker, asked beforehand."""

    ANYONE = "ANYONE", _("Anyone who works here")
    THESE = "THESE", _("Only these people")
    ASK_FIRST = "ASK_FIRST", _("Ring me first, each time")


class Direction(models.TextChoices):
    """Who is to read a short note."""

    TO_WORKER = "TO_WORKER", _("For his peer worker")
    TO_MANAGER = "TO_MANAGER", _("For the managers")
