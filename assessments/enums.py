"""Codes of check-ins. Stored for ever; labels may change."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Way(models.TextChoices):
    """How a survivor came to his check-in (ASM-03)."""

    ROOM = "ROOM", _("With a code, in the room")
    LINK = "LINK", _("By a link")
    HANDED = "HANDED", _("On a device handed to him")
    PAPER = "PAPER", _("On paper")
    IMPORTED = "IMPORTED", _("Taken over from the earlier system")


class State(models.TextChoices):
    """How far a check-in has come."""

    OPEN = "OPEN", _("Begun")
    FINISHED = "FINISHED", _("Finished")
    ENDED = "ENDED", _("Ended without being finished")


class DueState(models.TextChoices):
    """Where somebody stands in the list of check-ins that are due (ASM-05)."""

    DUE = "DUE", _("Due")
    OFFERED = "OFFERED", _("Offered, not done yet")
    DECLINED = "DECLINED", _("Said no for now")
    NOT_ASKED = "NOT_ASKED", _("Asked us not to ask again")
    NOT_YET = "NOT_YET", _("Not due yet")
