"""Which fields stay, and which are never asked of everybody (UI-S9, ADR 46).

The database refuses the same: its constraints are made from these tables. A field that
is not named here may be hidden, and asked of everybody.
"""

from __future__ import annotations

from collections.abc import Mapping

from cases.enums import SectionKind
from cases.form_settings.enums import SESSION, Why

#: What every form is called, in the order of the settings.
FORMS: tuple[str, ...] = (*SectionKind.values, SESSION)

_SAFE_WAYS = (
    *("phone", "phone_safe", "text_safe", "phone_say", "text_say"),
    *("email", "email_safe", "email_say", "other", "may_say"),
    *("address", "post_safe", "post_say"),
)
_COUNTED_OF_SESSIONS = ("when", "other_day", "mode", "kind", "length", "other_minutes")

#: By form: the fields that can't be hidden, and why.
STAYS: Mapping[str, Mapping[str, Why]] = {
    "identity": {
        "name": Why.NAMED,
        "pronouns": Why.NAMED,
        **dict.fromkeys(("first_name", "last_name"), Why.FOUND),
        **dict.fromkeys(
            ("birth_date", "age_band", "ethnicities", "ethnic_groups"), Why.COUNTED
        ),
    },
    "contact": {**dict.fromkeys(_SAFE_WAYS, Why.SAFE), "region": Why.COUNTED},
    "support": {
        "name": Why.ROW,
        **dict.fromkeys(("may_contact", "in_emergency"), Why.SAFE),
    },
    "hopes": {"words": Why.ROW},
    "steps": {"what": Why.ROW, **dict.fromkeys(("who", "by"), Why.URGENT)},
    "strengths": {"words": Why.LAST},
    "safety": dict.fromkeys(
        ("what_helps", "whom_to_call", "crisis_lines"), Why.BAD_DAYS
    ),
    "needs": {
        "worries": Why.SAFE,
        **dict.fromkeys(("review_on", "urgent", "acted_by", "acted_on"), Why.URGENT),
    },
    "choice": {"preference": Why.HIS_CHOICE},
    SESSION: {
        **dict.fromkeys(_COUNTED_OF_SESSIONS, Why.COUNTED),
        "body": Why.NOTE,
        "written_together": Why.TOGETHER,
        **dict.fromkeys(("from_others", "told_by"), Why.OTHERS),
    },
}

#: The forms of which no field is asked of everybody, and why.
ASKS_NOTHING: Mapping[str, Why] = {
    SESSION: Why.QUICK,
    **dict.fromkeys(("support", "hopes", "steps"), Why.IN_ROWS),
    "issues": Why.HIS_TO_TELL,
}

#: By form: the fields that are not asked of everybody, and why.
NEVER_ASKED: Mapping[str, Mapping[str, Why]] = {
    "identity": {
        "name": Why.NEEDED,
        **dict.fromkeys(("gender", "orientation", "legal_name"), Why.HIS_TO_TELL),
    },
    "contact": {
        **dict.fromkeys(_SAFE_WAYS, Why.SAFE),
        "no_fixed_address": Why.TICK,
    },
    "needs": {"urgent": Why.TICK, "worries": Why.HIS_TO_TELL},
    "choice": dict.fromkeys(("preference", "preference_words"), Why.HIS_TO_TELL),
}


def why_it_stays(form: str, field: str) -> Why | None:
    """Return why a field can't be hidden; None if it can."""
    return STAYS.get(form, {}).get(field)


def why_never_asked(form: str, field: str) -> Why | None:
    """Return why a field can't be asked of everybody; None if it can."""
    return ASKS_NOTHING.get(form) or NEVER_ASKED.get(form, {}).get(field)
