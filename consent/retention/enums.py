"""Why something is kept, and why it is destroyed (RGT-04)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Basis(models.TextChoices):
    """What obliges an organisation to keep a record after the last contact."""

    HEALTH_10Y = "HEALTH_10Y", _("Health information: ten years")
    CONTRACT = "CONTRACT", _("A contract: as many years as it says")
    NONE = "NONE", _("Nothing: no duty to keep it")


class HoldGround(models.TextChoices):
    """What stops every erasure while it lasts."""

    COURT = "COURT", _("A court or the police have asked for it")
    INQUIRY = "INQUIRY", _("An inquiry forbids that records are destroyed")
    COMPLAINT = "COMPLAINT", _("A complaint is not settled")
    HIS_REQUEST = "HIS_REQUEST", _("He has asked to see it, and has not yet")


class KeepGround(models.TextChoices):
    """Why a record that is due is kept a while longer."""

    IN_TOUCH = "IN_TOUCH", _("He is still in touch")
    HIS_WISH = "HIS_WISH", _("He wants it kept")
    ADVICE = "ADVICE", _("A lawyer advised it")


class ErasureGround(models.TextChoices):
    """Who wants a record destroyed."""

    HE_ASKED = "HE_ASKED", _("He asked for it")
    TIME_IS_UP = "TIME_IS_UP", _("It no longer has to be kept")
