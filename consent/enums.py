"""What a survivor may consent to, and how he gave it (CON-02, CON-03)."""

from __future__ import annotations

from django.db import models


class Purpose(models.TextChoices):
    """One thing a survivor may agree to. The first three each have a key."""

    RECORD = "RECORD", "Keep a record about me (Form 1)"
    SESSIONS = "SESSIONS", "Keep notes of our sessions"
    ASSESSMENT = "ASSESSMENT", "Ask me how things are going (Form 2)"
    STATISTICS = "STATISTICS", "Count me in figures that name nobody"
    COLLEAGUES = "COLLEAGUES", "Let other named peer workers see my record"
    SUPERVISION = "SUPERVISION", "Let the manager read session notes"
    SHARING = "SHARING", "Share named information with a named person or service"
    CONTACT = "CONTACT", "Contact me in the ways I choose"
    QUOTATION = "QUOTATION", "Use my words without my name"


#: Purposes whose consent is a cryptographic key: without it nothing is stored.
KEYED = (Purpose.RECORD, Purpose.SESSIONS, Purpose.ASSESSMENT)


class Given(models.TextChoices):
    """How a consent was given."""

    SPOKEN = "SPOKEN", "Spoken, with a witness"
    SCREEN = "SCREEN", "Signed on screen"
    PAPER = "PAPER", "Signed on paper"
    IMPORTED = "IMPORTED", "Taken over from the earlier system, to be confirmed"


class KeyState(models.TextChoices):
    ACTIVE = "ACTIVE", "Active"
    SEALED = "SEALED", "Sealed"
    DESTROYED = "DESTROYED", "Destroyed"
