"""Codes of peer groups. Stored for ever; labels may change."""

from __future__ import annotations

from django.db import models


class State(models.TextChoices):
    """Where somebody stands in a group."""

    INVITED = "INVITED", "Invited"
    JOINED = "JOINED", "In the group"
    ENDED = "ENDED", "Not in the group any more"


class Standing(models.TextChoices):
    """Does a meeting stand as it was logged or put right?"""

    STANDS = "STANDS", "Logged"
    TAKEN_BACK = "TAKEN_BACK", "Taken back"


class How(models.TextChoices):
    """How he accepted what the group has agreed on."""

    SPOKEN = "SPOKEN", "He said yes to it"
    SIGNED = "SIGNED", "He signed it"


class Attended(models.TextChoices):
    """Was he there? (GRP-03)"""

    CAME = "CAME", "Came"
    TOLD_US = "TOLD_US", "Told us beforehand"
    ABSENT = "ABSENT", "Did not come"
