"""What can be changed of a field, and why some of them stay as they are."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

#: The one form that is no part of Form 1.
SESSION = "session"


class Act(models.TextChoices):
    """What an organisation does with a field of its forms (UI-S9)."""

    HIDE = "hide", _("Hide")
    SHOW = "show", _("Show again")
    ASK = "ask", _("Ask everybody")
    FREE = "free", _("Leave it optional")
    RENAME = "rename", _("Rename")
    UP = "up", _("Move up")
    DOWN = "down", _("Move down")
    RESET = "reset", _("Back to how it was")
    RESET_ALL = "reset-all", _("All fields back to how they were")


class Why(models.TextChoices):
    """Why a field can’t be hidden, or can’t be asked of everybody, in plain words."""

    NAMED = "named", _("Whoever works with him needs to know what to call him.")
    FOUND = "found", _("A second record of the same person is noticed by it.")
    COUNTED = "counted", _("Reports count it.")
    SAFE = "safe", _("It keeps him safe: it says how to reach him, and how not to.")
    URGENT = "urgent", _("It shows on the Today page, so that nothing is missed.")
    BAD_DAYS = "bad-days", _("On a bad day somebody looks for it.")
    HIS_CHOICE = "his-choice", _("What he wants for himself must have a place.")
    ROW = "row", _("A row is nothing without it.")
    NOTE = "note", _("Without a place for a note, notes would be kept elsewhere.")
    TOGETHER = "together", _("That he wrote along shows on his timeline.")
    OTHERS = (
        "others",
        _("What others said of him must stay apart, so that it is not in his copy."),
    )
    LAST = "last", _("It is the last field here that still shows.")
    NEEDED = "needed", _("It is always asked: nothing works without it.")
    QUICK = "quick", _("A session is logged in a few taps.")
    IN_ROWS = "in-rows", _("He names whom and what he likes, and no more.")
    HIS_TO_TELL = "his-to-tell", _("He need not tell anything here.")
    TICK = "tick", _("A tick can be left away.")
