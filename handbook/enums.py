"""Codes of written policies. Stored for ever; labels may change."""

from __future__ import annotations

from django.db import models


class Subject(models.TextChoices):
    """What a policy is about: the seven that the guidelines name, and one's own."""

    ETHICS = "ETHICS", "Ethics"
    CONDUCT = "CONDUCT", "Conduct"
    CHILD_PROTECTION = "CHILD", "Child protection"
    SUPERVISION = "SUPERVISION", "Supervision"
    CONFIDENTIALITY = "CONFIDENTIAL", "Confidentiality"
    WORKING_WITH_MAORI = "MAORI", "Working with Māori"
    WORKING_WITH_OFFENDERS = "OFFENDERS", "Working with offenders"
    OWN = "OWN", "One of our own"


#: In the guidelines' order: what every organisation is asked to have.
NAMED = tuple(one for one in Subject if one is not Subject.OWN)
