"""Codes of the quality standards. Stored for ever; labels may change."""

from __future__ import annotations

from django.db import models


class State(models.TextChoices):
    """Where a review is on its way to the national body."""

    OPEN = "OPEN", "Being filled in"
    SIGNED = "SIGNED", "Signed off"
    SUBMITTED = "SUBMITTED", "Sent to MSA"


class Rating(models.TextChoices):
    """How far a standard is met, as one perspective sees it. Empty is not rated."""

    NOT_YET = "NOT_YET", "Not yet"
    STARTED = "STARTED", "Under way"
    MOSTLY = "MOSTLY", "Mostly"
    FULLY = "FULLY", "Fully"

    @property
    def step(self) -> int:
        """Its place on the way from not yet to fully."""
        return list(type(self)).index(self)


class Perspective(models.TextChoices):
    """Through whose eyes a standard is rated."""

    LEADERS = "leaders", "Leaders"
    STAFF = "staff", "Staff"
    CLIENTS = "clients", "Survivors"


NOT_RATED = "Not rated"
