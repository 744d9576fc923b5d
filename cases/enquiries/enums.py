"""Codes of enquiries. Stored for ever; labels may change."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """How somebody got in touch."""

    PHONE = "PHONE", _("Phone")
    TEXT = "TEXT", _("Text")
    EMAIL = "EMAIL", _("Email")
    ONLINE = "ONLINE", _("Website or social media")
    IN_PERSON = "IN_PERSON", _("Came in person")
    SERVICE = "SERVICE", _("Another service, for him")
    WHANAU = "WHANAU", _("Whānau, family or a friend, for him")


class State(models.TextChoices):
    """What has come of an enquiry so far."""

    OPEN = "OPEN", _("Still open")
    WELCOMED = "WELCOMED", _("He agreed, and was welcomed")
    ANSWERED = "ANSWERED", _("Answered, nothing more wanted")
    POINTED_ON = "POINTED_ON", _("Pointed to another service")
    DECLINED = "DECLINED", _("He chose not to go on")
    NOT_REACHED = "NOT_REACHED", _("Couldn’t be reached again")


class CallResult(models.TextChoices):
    """What came of the last time somebody rang back."""

    SPOKE = "SPOKE", _("Spoke with him")
    LEFT_WORD = "LEFT_WORD", _("Left what may be said")
    NO_ANSWER = "NO_ANSWER", _("No answer")


class Ground(models.TextChoices):
    """Why a slip may be kept at all."""

    SPOKEN = "SPOKEN", _("He said yes to it himself")
    REFERRER = "REFERRER", _("Whoever asked for him states that he said yes")


class Way(models.TextChoices):
    """The one way in which he may be reached."""

    PHONE = "PHONE", _("Ring")
    TEXT = "TEXT", _("Text")
    EMAIL = "EMAIL", _("Email")
