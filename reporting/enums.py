"""Codes of reports. Stored for ever; labels may change."""

from __future__ import annotations

from django.db import models

from reporting.disclosure import MSA_SDC_1


class Kind(models.TextChoices):
    """What a report tells (REP-01)."""

    OPERATIONAL = "OPERATIONAL", "Operational report"
    SUPPORT = "SUPPORT", "Support report"
    QUALITATIVE = "QUALITATIVE", "Qualitative report"


class State(models.TextChoices):
    """Where a report is on its way to readers (REP-06)."""

    BUILDING = "BUILDING", "Being built"
    DRAFT = "DRAFT", "Draft"
    RELEASED = "RELEASED", "Released"
    REPLACED = "REPLACED", "Replaced"


class CellStatus(models.TextChoices):
    """How a published cell reads."""

    OK = "ok", "A figure"
    SUPPRESSED = "c", "Confidential"
    FEW = "few", MSA_SDC_1.few.capitalize()
    NOT_APPLICABLE = "z", "Not applicable"


class FileFormat(models.TextChoices):
    """Files of a released report; the page itself is the master."""

    PDF = "pdf", "PDF"
    CSV = "csv", "CSV"
