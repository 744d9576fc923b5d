"""Codes of what a manager noted. Stored for ever; labels may change."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    """How a manager marked openings as talked about."""

    EXPECTED = "EXPECTED", _("It belonged to the work")
    STOOD_IN = "STOOD_IN", _("Stood in for somebody")
    TALKED = "TALKED", _("Talked about, and settled")
    FOLLOWED_UP = "FOLLOWED_UP", _("Being followed up")
