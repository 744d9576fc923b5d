"""Codes of the client record and of sessions. Stored for ever; labels may change."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SectionKind(models.TextChoices):
    """The parts of Form 1; each is saved by itself and keeps its history (REC-12)."""

    IDENTITY = "identity", "Who he is"
    CONTACT = "contact", "Safe contact"
    SUPPORT = "support", "Support people"
    ISSUES = "issues", "What brings him here"
    HOPES = "hopes", "Hopes"
    STRENGTHS = "strengths", "Strengths"
    STEPS = "steps", "Next steps"
    SAFETY = "safety", "Keeping safe"
    WELLBEING = "wellbeing", "Wellbeing"
    OFFER = "offer", "Support offered"
    NEEDS = "needs", "Needs and worries"
    CHOICE = "choice", "Who he wants to talk to"


class Progress(models.TextChoices):
    """How far he is on the way to a hope, as he sees it (REC-04)."""

    NOT_BEGUN = "NOT_BEGUN", "Not begun yet"
    UNDER_WAY = "UNDER_WAY", "On the way"
    REACHED = "REACHED", "Got there"


class Standing(models.TextChoices):
    """How far a wellbeing objective is his own by now (REC-05)."""

    PROVISIONAL = "PROVISIONAL", "Provisional, to be talked about again"
    HIS_OWN = "HIS_OWN", "This is right"


class Answer(models.TextChoices):
    """What he said to a kind of support (REC-06)."""

    OFFERED = "OFFERED", "Offered"
    ACCEPTED = "ACCEPTED", "Accepted"
    DECLINED = "DECLINED", "Declined"
    LATER = "LATER", "Later, perhaps"


class Asked(models.TextChoices):
    """Was he asked who he would rather talk to? (REC-08)"""

    YES = "YES", "Yes"
    NOT_YET = "NOT_YET", "Not yet"


class Preference(models.TextChoices):
    """Who he would rather talk to (REC-08)."""

    MAN = "MAN", "A man"
    WOMAN = "WOMAN", "A woman"
    ANY = "ANY", "It doesn’t matter"
    OTHER = "OTHER", "Something else"


class Met(models.TextChoices):
    """Could we do what he wants? (REC-08)"""

    MET = "MET", "Yes"
    NOT_YET = "NOT_YET", "Not yet"
    NOT_MET = "NOT_MET", "No"


class SessionKind(models.TextChoices):
    """What a session was (SES-01)."""

    ONE_TO_ONE = "ONE_TO_ONE", "One-to-one"
    GROUP = "GROUP", "Peer group"
    WORKSHOP = "WORKSHOP", "Workshop"
    CONTACT = "CONTACT", "Phone, text, email or video"
    EMAIL_KEPT = "EMAIL_KEPT", "Important email kept"
    WHANAU = "WHANAU", "Whānau, family or supporter"
    REFERRAL = "REFERRAL", "Referral"
    ADVOCACY = "ADVOCACY", "Advocacy and navigation"
    DID_NOT_ATTEND = "DID_NOT_ATTEND", "Didn't meet this time"
    # Nobody chooses it: a meeting of a group that is put right makes it of a session.
    MISTAKEN = "MISTAKEN", "Noted by mistake"

    @classmethod
    def chosen(cls) -> list[tuple[str, str]]:
        """Return what whoever logs a session chooses from."""
        return [(kind.value, kind.label) for kind in cls if kind != cls.MISTAKEN]


#: These did not take place, so they have no length.
NOT_HELD = (SessionKind.DID_NOT_ATTEND, SessionKind.MISTAKEN)
#: With these nobody was met: a lawyer's email takes time, and he isn't there.
NOT_MET = (*NOT_HELD, SessionKind.EMAIL_KEPT)


class GroupKind(models.TextChoices):
    """Which groups somebody may be cleared for (GRP-01)."""

    SURVIVORS = "SURVIVORS", "A group of survivors"
    OFFENDED = "OFFENDED", "A group for people who have offended"


class SupportOutcome(models.TextChoices):
    """What a manager decides where support waits for him (REC-09)."""

    AHEAD = "AHEAD", "It goes ahead"
    CONDITIONS = "CONDITIONS", "It goes ahead, with conditions"
    ELSEWHERE = "ELSEWHERE", "Not here; he is helped to find somebody else"


class Mode(models.TextChoices):
    """How people met."""

    IN_PERSON = "IN_PERSON", "In person"
    HOME_VISIT = "HOME_VISIT", "At his home"
    PHONE = "PHONE", "Phone"
    VIDEO = "VIDEO", "Video"
    TEXT = "TEXT", "Text"
    EMAIL = "EMAIL", "Email"


class Practice(models.TextChoices):
    """What of purposeful peer support a session was about (SES-02)."""

    WELLBEING = "WELLBEING", "Focus on wellbeing"
    POWER = "POWER", "Attention to power"
    EXPERIENCE = "EXPERIENCE", "Experiential knowledge"
    RELATIONSHIP = "RELATIONSHIP", "Focus on the relationship"
    # No part of peer support; said so that what was not said stays unknown (CAS-03).
    TASK = "TASK", "Only something practical"


class LifeDomain(models.TextChoices):
    """The areas of life a session may touch (REC-03)."""

    HOUSING = "HOUSING", "Housing and independence"
    MONEY = "MONEY", "Money, legal and institutions"
    RELATIONSHIPS = "RELATIONSHIPS", "Relationships and whānau"
    LEISURE = "LEISURE", "Leisure"
    WORK = "WORK", "Education and work"
    WELLBEING = "WELLBEING", "Body, mind and spirit"


class Ethnicity(models.TextChoices):
    """Ethnic groups, standard classification level 1; several may apply (REC-01)."""

    EUROPEAN = "EUROPEAN", "European"
    MAORI = "MAORI", "Māori"
    PACIFIC = "PACIFIC", "Pacific Peoples"
    ASIAN = "ASIAN", "Asian"
    MELAA = "MELAA", "Middle Eastern/Latin American/African"
    OTHER = "OTHER", "Other ethnicity"


class EthnicGroup(models.TextChoices):
    """Ethnic groups, standard classification level 2, by its own codes (REC-01)."""

    NZ_EUROPEAN = "11", "New Zealand European"
    OTHER_EUROPEAN = "12", "Other European"
    EUROPEAN = "10", "European, not further defined"
    MAORI = "21", "Māori"
    SAMOAN = "31", "Samoan"
    COOK_ISLANDS_MAORI = "32", "Cook Islands Māori"
    TONGAN = "33", "Tongan"
    NIUEAN = "34", "Niuean"
    TOKELAUAN = "35", "Tokelauan"
    FIJIAN = "36", "Fijian"
    OTHER_PACIFIC = "37", "Other Pacific Peoples"
    PACIFIC = "30", "Pacific Peoples, not further defined"
    SOUTHEAST_ASIAN = "41", "Southeast Asian"
    CHINESE = "42", "Chinese"
    INDIAN = "43", "Indian"
    OTHER_ASIAN = "44", "Other Asian"
    ASIAN = "40", "Asian, not further defined"
    MIDDLE_EASTERN = "51", "Middle Eastern"
    LATIN_AMERICAN = "52", "Latin American"
    AFRICAN = "53", "African"
    OTHER = "61", "Other ethnicity"

    @property
    def level_1(self) -> Ethnicity:
        """The group of level 1 that it belongs to: its code begins with its place."""
        return list(Ethnicity)[int(self.value[0]) - 1]


class AgeBand(models.TextChoices):
    """Age bands as published: the coarsest that the reports use."""

    UNDER_25 = "UNDER_25", "Under 25"
    FROM_25 = "FROM_25", "25 to 34"
    FROM_35 = "FROM_35", "35 to 44"
    FROM_45 = "FROM_45", "45 to 54"
    FROM_55 = "FROM_55", "55 to 64"
    FROM_65 = "FROM_65", "65 and over"


class Region(models.TextChoices):
    """Regions of Aotearoa New Zealand, ISO 3166-2 codes without the country."""

    NTL = "NTL", "Te Tai Tokerau Northland"
    AUK = "AUK", "Tāmaki Makaurau Auckland"
    WKO = "WKO", "Waikato"
    BOP = "BOP", "Te Moana-a-Toi Bay of Plenty"
    GIS = "GIS", "Te Tairāwhiti Gisborne"
    HKB = "HKB", "Te Matau-a-Māui Hawke's Bay"
    TKI = "TKI", "Taranaki"
    MWT = "MWT", "Manawatū-Whanganui"
    WGN = "WGN", "Te Whanganui-a-Tara Wellington"
    TAS = "TAS", "Te Tai-o-Aorere Tasman"
    NSN = "NSN", "Whakatū Nelson"
    MBH = "MBH", "Te Tauihu-o-te-waka Marlborough"
    WTC = "WTC", "Te Tai o Poutini West Coast"
    CAN = "CAN", "Waitaha Canterbury"
    OTA = "OTA", "Ōtākou Otago"
    STL = "STL", "Murihiku Southland"


class Phase(models.TextChoices):
    """How far he and his peer worker are together (REC-11).

    The model's fourth phase, Monitor, is no place where a man is: keeping records,
    asking how it goes and reporting run beside all three.
    """

    CONNECT = "CONNECT", "Connect: getting to know each other"
    INTEGRATE = "INTEGRATE", "Integrate: choosing a way and the right supports"
    SUPPORT = "SUPPORT", "Support: under way, with peers alongside"


class Pace(models.TextChoices):
    """Does a stretch of support go on? It follows from its turns (REC-11)."""

    UNDER_WAY = "UNDER_WAY", "Under way"
    PAUSED = "PAUSED", "Paused"
    ENDED = "ENDED", "Finished for now"


class TurnKind(models.TextChoices):
    """What may happen in a stretch of support (REC-11)."""

    PHASE = "PHASE", "On to another phase"
    PAUSED = "PAUSED", "A pause"
    WENT_ON = "WENT_ON", "Going on again"
    ENDED = "ENDED", "Finished for now"


class EndReason(models.TextChoices):
    """Why a stretch of support ended, as he sees it (REC-11)."""

    GOALS_MET = "GOALS_MET", "Reached what was hoped for"
    CARRIES_ON = "CARRIES_ON", "Carries on well without us for now"
    OTHER_SUPPORT = "OTHER_SUPPORT", "Found other support that fits"
    MOVED = "MOVED", "Moved away"
    NOT_NOW = "NOT_NOW", "Not the right time now"
    NOT_A_FIT = "NOT_A_FIT", "Looked for something that we don’t offer"
    LOST_TOUCH = "LOST_TOUCH", "We lost touch"
    OTHER = "OTHER", "Something else"
    NOT_SAID = "NOT_SAID", "Didn’t say"


class Trait(models.TextChoices):
    """By what two records may turn out to be of one person."""

    NAME = "NAME", _("Name and date of birth")
    EMAIL = "EMAIL", _("Email address")
    PHONE = "PHONE", _("Phone number")


class LikenessState(models.TextChoices):
    """What a manager found out about two records that look alike."""

    OPEN = "OPEN", _("Not looked into yet")
    APART = "APART", _("Not the same person")
    SAME = "SAME", _("The same person")


class Referrer(models.TextChoices):
    """Who told somebody about us, as far as it is counted."""

    SELF = "SELF", "Nobody: he found us himself"
    WHANAU = "WHANAU", "Whānau or friends"
    HEALTH = "HEALTH", "A doctor or nurse"
    COUNSELLOR = "COUNSELLOR", "A counsellor"
    ACC = "ACC", "ACC"
    POLICE = "POLICE", "The police"
    CORRECTIONS = "CORRECTIONS", "Corrections or probation"
    ONLINE = "ONLINE", "Something online"
    OTHER = "OTHER", "Somebody else"
