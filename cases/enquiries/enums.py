"""Codes of enquiries. Stored for ever; labels may change."""

from __future__ import annotations

from django.db import models


class Channel(models.TextChoices):
    """How somebody got in touch."""

    PHONE = "PHONE", "Phone"
    TEXT = "TEXT", "Text"
    EMAIL = "EMAIL", "Email"
    ONLINE = "ONLINE", "Website or social media"
    IN_PERSON = "IN_PERSON", "Came in person"
    SERVICE = "SERVICE", "Another service, for him"
    WHANAU = "WHANAU", "Whānau, family or a friend, for him"


class State(models.TextChoices):
    """What has come of an enquiry so far."""

    OPEN = "OPEN", "Still open"
    WELCOMED = "WELCOMED", "He agreed, and was welcomed"
    ANSWERED = "ANSWERED", "Answered, nothing more wanted"
    POINTED_ON = "POINTED_ON", "Pointed to another service"
    DECLINED = "DECLINED", "He chose not to go on"
    NOT_REACHED = "NOT_REACHED", "Couldn’t be reached again"


class CallResult(models.TextChoices):
    """What came of the last time somebody rang back."""

    SPOKE = "SPOKE", "Spoke with him"
    LEFT_WORD = "LEFT_WORD", "Left what may be said"
    NO_ANSWER = "NO_ANSWER", "No answer"


class Ground(models.TextChoices):
    """Why a slip may be kept at all."""

    SPOKEN = "SPOKEN", "He said yes to it himself"
    REFERRER = "REFERRER", "Whoever asked for him states that he said yes"


class Way(models.TextChoices):
    """The one way in which he may be reached."""

    PHONE = "PHONE", "Ring"
    TEXT = "TEXT", "Text"
    EMAIL = "EMAIL", "Email"
