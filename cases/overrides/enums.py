"""Why something may be done without his consent, and what became of it (CON-06)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Ground(models.TextChoices):
    """The closed list of lawful grounds; there is no other, and no "something else"."""

    LEGAL = "LEGAL", _("The law requires it")
    CHILD = "CHILD", _("A child has to be protected")
    SELF_HARM = "SELF_HARM", _("He may harm himself")
    OTHERS = "OTHERS", _("Somebody else may be harmed")
    CAPACITY = "CAPACITY", _("He can’t decide for himself at the moment")


class State(models.TextChoices):
    """Where telling somebody stands."""

    ASKED = "ASKED", _("Waits for a manager")
    APPROVED = "APPROVED", _("Approved, not told yet")
    REFUSED = "REFUSED", _("Not approved")
    DROPPED = "DROPPED", _("No longer wanted")
    TOLD = "TOLD", _("Told")
    REVIEWED = "REVIEWED", _("Told, and reviewed")


class Outcome(models.TextChoices):
    """What a review of something urgent came to."""

    RIGHT = "RIGHT", _("It was right to do")
    DIFFERENTLY = "DIFFERENTLY", _("Next time we would do it differently")
    FOLLOWED_UP = "FOLLOWED_UP", _("It is being followed up")
