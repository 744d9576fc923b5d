"""Why earlier words are let go, what came of it, and why they may have to stay."""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.enums import SectionKind

#: A part of Form 1, or the id of a session whose note it is.
Part = SectionKind | UUID


class Ground(models.TextChoices):
    """Why earlier words should not stand any longer."""

    SOMEBODY_ELSE = (
        "SOMEBODY_ELSE",
        _("It is about somebody else, or stands in the wrong record"),
    )
    DANGER = "DANGER", _("It puts somebody in danger")
    HE_WANTS = "HE_WANTS", _("He wants it gone")


class Outcome(models.TextChoices):
    """What the second of the two decided."""

    LET_GO = "LET_GO", _("Let go")
    REFUSED = "REFUSED", _("They stay")


class Stays(models.TextChoices):
    """Why earlier words have to stay; PostgreSQL says which."""

    HOLD = (
        "HOLD",
        _(
            "His record is on hold: nothing of it may be destroyed for now. A manager "
            "can say until when. Until then a correction or his statement can stand "
            "beside the words."
        ),
    )
    NO_RULE = (
        "NO_RULE",
        _(
            "Nobody has signed how long records are kept here, so what he wants gone "
            "has to stay. A manager can sign it under “Keeping and erasing”. Until "
            "then a correction or his statement can stand beside the words."
        ),
    )
    DUTY = (
        "DUTY",
        _(
            "There is a duty to keep his record for some years, and it is not over. A "
            "correction or his statement can stand beside the words."
        ),
    )
    NOTHING = (
        "NOTHING",
        _(
            "There are no earlier words. To take a word out of what stands now, edit "
            "it first; what stood there before can then be let go."
        ),
    )
    ASKED = "ASKED", _("Somebody has asked for it already. A manager decides.")
    SEALED = (
        "SEALED",
        _("He has taken his consent back: the words are sealed, and nobody reads them"),
    )
