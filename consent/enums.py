"""What a survivor may consent to, and how he gave it (CON-02, CON-03)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


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

    @property
    def brief(self) -> str:
        """The purpose in a few words, as staff read it."""
        return str(_BRIEF[self])

    @property
    def stands_by_itself(self) -> bool:
        """May several consents for this purpose hold side by side?"""
        return self in EACH_BY_ITSELF


_BRIEF = {
    Purpose.RECORD: _("A record about him"),
    Purpose.SESSIONS: _("Notes of sessions"),
    Purpose.ASSESSMENT: _("Check-ins on how things are going"),
    Purpose.STATISTICS: _("Being counted in figures"),
    Purpose.COLLEAGUES: _("Other peer workers he knows seeing his record"),
    Purpose.SUPERVISION: _("The manager reading session notes"),
    Purpose.SHARING: _("Telling a person or service he names"),
    Purpose.CONTACT: _("Being contacted in the ways he chose"),
    Purpose.QUOTATION: _("His words in a report, without his name"),
}

#: Purposes whose consent is a cryptographic key: without it nothing is stored.
KEYED = (Purpose.RECORD, Purpose.SESSIONS, Purpose.ASSESSMENT)

#: Purposes of which each consent stands by itself, beside others for the same purpose.
EACH_BY_ITSELF = (Purpose.SHARING, Purpose.QUOTATION)


class Information(models.TextChoices):
    """What somebody outside may be told of him (CON-02 g)."""

    WHO = "WHO", _("His name and age")
    REACH = "REACH", _("How to reach him safely")
    SUPPORT = "SUPPORT", _("That we support him, and since when")
    NEEDS = "NEEDS", _("What he wants help with")
    SAFETY = "SAFETY", _("What keeps him safe")
    JOURNEY = "JOURNEY", _("His hopes and next steps")
    OTHER = "OTHER", _("Something else, in words")


class Given(models.TextChoices):
    """How a consent was given."""

    SPOKEN = "SPOKEN", "Spoken, with a witness"
    SCREEN = "SCREEN", "Signed on screen"
    PAPER = "PAPER", "Signed on paper"
    IMPORTED = "IMPORTED", "Taken over from the earlier system, to be confirmed"


class Age(models.TextChoices):
    """What he answers when he is asked whether he is 18 (CON-08)."""

    ADULT = "ADULT", _("18 or older")
    YOUNG = "YOUNG", _("Under 18")
    UNSAID = "UNSAID", _("He’d rather not say")


class KeyState(models.TextChoices):
    ACTIVE = "ACTIVE", "Active"
    SEALED = "SEALED", "Sealed"
    DESTROYED = "DESTROYED", "Destroyed"


class FingerprintUse(models.TextChoices):
    """What keyed digests are kept for: each use has a key of its own."""

    IMPORT = "import", "Rows that were imported"
    NARRATIVE_HIT = "narrative-hit", "Words that may stand in a narrative"
    LIKENESS = "likeness", "Records that may be of one person"
