"""Codes of narratives. Stored for ever; labels may change."""

from __future__ import annotations

from django.db import models


class State(models.TextChoices):
    """Where a narrative is on its way into the national report (REP-06)."""

    DRAFT = "DRAFT", "Being written"
    SUBMITTED = "SUBMITTED", "Submitted"
    INCLUDED = "INCLUDED", "In the national report"
    TAKEN_BACK = "TAKEN_BACK", "Taken back"


class Reason(models.TextChoices):
    """Why a hit of the check may stand."""

    WORD = "WORD", "It is an ordinary word here"
    PUBLIC = "PUBLIC", "It is a public place, service or organisation"
    STAFF = "STAFF", "It is one of us, who agreed to be named"
    EVENT = "EVENT", "It is about an event, not about a person"
    OTHER_PERSON = "OTHER_PERSON", "It is a public person, none of our people"
    LOOKED = "LOOKED", "Looked at, and it is nobody"
