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


class Outcome(models.TextChoices):
    """What came of it that somebody was to move on a day."""

    MOVED = "MOVED", _("Moved")
    CALLED_OFF = "CALLED_OFF", _("Called off")
    SEALED = "SEALED", _("Stayed: his record is closed")
    GIVEN_ON = "GIVEN_ON", _("Stayed: somebody else works with him by now")
    FINISHED = "FINISHED", _("Stayed: nobody works with him any more")
    LEFT = "LEFT", _("Stayed: the new peer worker has left")
    KEPT_AWAY = "KEPT_AWAY", _("Stayed: he doesn’t want the new peer worker near")
    ASK_FIRST = "ASK_FIRST", _("Stayed: he wants to be asked first")
