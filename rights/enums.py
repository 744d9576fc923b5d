"""Codes of what a survivor asks for, and what became of it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What he may ask for (RGT-01, RGT-02)."""

    COPY = "COPY", _("A copy of his record")
    CORRECTION = "CORRECTION", _("A correction")


class How(models.TextChoices):
    """How he asked."""

    IN_PERSON = "IN_PERSON", _("In person")
    PHONE = "PHONE", _("By phone")
    WRITTEN = "WRITTEN", _("In writing")
    FOR_HIM = "FOR_HIM", _("Somebody asked for him, with his yes")


class Outcome(models.TextChoices):
    """What became of a request."""

    DONE = "DONE", _("Handed over")
    CORRECTED = "CORRECTED", _("Corrected")
    DECLINED = "DECLINED", _("Declined, with the reason")
    TAKEN_BACK = "TAKEN_BACK", _("He no longer wants it")


class Part(models.TextChoices):
    """Whose words about a request these are, and what for."""

    WANTED = "WANTED", _("What he wants")
    REASON = "REASON", _("Why it was declined")
    STATEMENT = "STATEMENT", _("His statement")
    CORRECTION = "CORRECTION", _("The correction")


class Format(models.TextChoices):
    """What a copy comes as."""

    PDF = "PDF", _("To read and print (PDF)")
    JSON = "JSON", _("For computers (JSON)")


#: What stands with a part of his record wherever that is shown (RGT-02).
SHOWN_BESIDE = (Part.STATEMENT, Part.CORRECTION)
