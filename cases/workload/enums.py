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
    """What came of it that somebody was to move on a day, as it is told to him."""

    MOVED = "MOVED", _("It happened")
    CALLED_OFF = "CALLED_OFF", _("Called off")
    SEALED = "SEALED", _("It did not happen: your record was closed")
    GIVEN_ON = "GIVEN_ON", _("It did not happen: you had somebody else by then")
    FINISHED = "FINISHED", _("It did not happen: nobody worked with you any more")
    LEFT = "LEFT", _("It did not happen: the new peer worker had left")
    KEPT_AWAY = "KEPT_AWAY", _("It did not happen: you don’t want them near")
    ASK_FIRST = "ASK_FIRST", _("It did not happen: you want to be asked first")
