"""The codes that a foreign export is translated into."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What an activity was (SES-01)."""

    ONE_TO_ONE = "ONE_TO_ONE"
    GROUP = "GROUP"
    WORKSHOP = "WORKSHOP"
    CONTACT = "CONTACT"
    EMAIL_KEPT = "EMAIL_KEPT"
    WHANAU = "WHANAU"
    REFERRAL = "REFERRAL"
    ADVOCACY = "ADVOCACY"
    DID_NOT_ATTEND = "DID_NOT_ATTEND"


class Mode(StrEnum):
    """How an activity was held; an activity whose export doesn't say has none."""

    IN_PERSON = "IN_PERSON"
    HOME_VISIT = "HOME_VISIT"
    PHONE = "PHONE"
    TEXT = "TEXT"
    EMAIL = "EMAIL"
    VIDEO = "VIDEO"


class Status(StrEnum):
    """Where an engagement stands."""

    WAITING = "WAITING"
    ACTIVE = "ACTIVE"
    ENDED = "ENDED"


class Progress(StrEnum):
    """How far somebody is on the way to what he hopes for (REC-04)."""

    NOT_BEGUN = "NOT_BEGUN"
    UNDER_WAY = "UNDER_WAY"
    REACHED = "REACHED"


# Level 2 of the national ethnicity classification. Its first digit is level 1:
# 1 European, 2 Māori, 3 Pacific peoples, 4 Asian, 5 Middle Eastern, Latin American
# and African, 6 other, 9 not known.
ETHNIC_GROUPS: dict[str, str] = {
    "European": "10",
    "NZ European": "11",
    "NZ European/Pākehā": "11",
    "New Zealand European": "11",
    "Pākehā": "11",
    "Other European": "12",
    "Māori": "21",
    "NZ Māori": "21",
    "Pacific": "30",
    "Pacific Peoples": "30",
    "Pasifika": "30",
    "Samoan": "31",
    "Cook Island Māori": "32",
    "Cook Islands Māori": "32",
    "Tongan": "33",
    "Niuean": "34",
    "Tokelauan": "35",
    "Fijian": "36",
    "Other Pacific": "37",
    "Asian": "40",
    "Southeast Asian": "41",
    "Filipino": "41",
    "Chinese": "42",
    "Indian": "43",
    "Fijian Indian": "43",
    "Other Asian": "44",
    "Middle Eastern": "51",
    "Latin American": "52",
    "African": "53",
    "Other Ethnicity": "61",
    "Other": "61",
    "New Zealander": "61",
    "Don't know": "94",
    "Refused": "95",
    "Declined": "95",
    "Prefer not to say": "95",
    "Not stated": "99",
}

# What the classification gives to an answer that it has no group for.
UNIDENTIFIED_ETHNIC_GROUP = "97"
ETHNIC_GROUP_CODES = frozenset(ETHNIC_GROUPS.values()) | {UNIDENTIFIED_ETHNIC_GROUP}
