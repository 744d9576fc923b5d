"""Codes of services and referrals. Stored for ever; labels may change."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ServiceKind(models.TextChoices):
    """What a service is there for (REF-01)."""

    COUNSELLING = "COUNSELLING", _("Counselling")
    SOCIAL_WORK = "SOCIAL_WORK", _("Social work")
    CRISIS = "CRISIS", _("Crisis")
    ADDICTION = "ADDICTION", _("Alcohol, drugs, gambling")
    MEDICAL = "MEDICAL", _("Doctors and nurses")
    CULTURAL = "CULTURAL", _("Culture, whānau, faith")
    LEGAL = "LEGAL", _("The law, police and claims")
    HOUSING = "HOUSING", _("A place to live")
    OTHER = "OTHER", _("Something else")


class Trust(models.TextChoices):
    """What our experience with a service is."""

    TRUSTED = "TRUSTED", _("Trusted")
    WITH_CARE = "WITH_CARE", _("Use with care")
    NOT_TRUSTED = "NOT_TRUSTED", _("Not trusted")


class Listing(models.TextChoices):
    """Where a service stands in the directory."""

    SUGGESTED = "SUGGESTED", _("Suggested")
    LISTED = "LISTED", _("In the directory")
    DECLINED = "DECLINED", _("Not taken in")
    RETIRED = "RETIRED", _("Taken out")


class Stage(models.TextChoices):
    """How far a referral to somebody else has come."""

    AGREED = "AGREED", _("Agreed, nothing has gone out yet")
    MADE = "MADE", _("Made: they have it")
    ACCEPTED = "ACCEPTED", _("They take him on")
    ENGAGED = "ENGAGED", _("He goes there")
    DECLINED = "DECLINED", _("It came to nothing: they or he said no")
    ENDED = "ENDED", _("It has come to its end")


class Source(models.TextChoices):
    """Who asked us to support somebody."""

    HIMSELF = "HIMSELF", _("He himself")
    WHANAU = "WHANAU", _("Whānau, family or a friend")
    COUNSELLOR = "COUNSELLOR", _("A counsellor or therapist")
    HEALTH = "HEALTH", _("A doctor, hospital or health service")
    SOCIAL = "SOCIAL", _("A social or community service")
    JUSTICE = "JUSTICE", _("Police, court, Corrections")
    ACC = "ACC", _("ACC or another agency")
    PEER = "PEER", _("Another peer support organisation")
    OTHER = "OTHER", _("Somebody else")


class Urgency(models.TextChoices):
    """How soon somebody should be in touch with him."""

    TODAY = "TODAY", _("Today")
    SOON = "SOON", _("In the next working days")


class NotTold(models.TextChoices):
    """Why he need not be told where information about him came from (rule 3A)."""

    KNOWS = "KNOWS", _("He knows: they told him, or he asked them to")
    DANGER = "DANGER", _("It would put somebody’s life or health in danger")
    LAW = "LAW", _("It would get in the way of police or a court")
    NO_WAY = "NO_WAY", _("There is no safe way to tell him")
