"""The sealed parts of a record as a person reads them: names and values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from django.db.models import TextChoices
from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import enums
from consent.enums import Information

Facts = list[tuple[str, str]]
#: What an organisation calls fields, by their codes.
Names = Mapping[str, str]
NO_NAMES: Names = MappingProxyType({})

#: What a field is called where its own name would not do.
_LABELS: Mapping[str, str | Promise] = {
    "name": gettext_lazy("Likes to be called"),
    "birth_date": gettext_lazy("Born"),
    "age_band": gettext_lazy("Age"),
    "ethnicities": gettext_lazy("Ethnic groups"),
    "referred_by": gettext_lazy("Told about us by"),
    "phone_safe": gettext_lazy("Safe to ring"),
    "text_safe": gettext_lazy("Safe to text"),
    "email_safe": gettext_lazy("Safe to email"),
    "post_safe": gettext_lazy("Safe to write to"),
    "other": gettext_lazy("Another way"),
    "may_say": gettext_lazy("What may be said"),
    "checked_on": gettext_lazy("Checked with you on"),
    "may_contact": gettext_lazy("We may be in touch"),
    "in_emergency": gettext_lazy("In an emergency"),
    "knows": gettext_lazy("What they know"),
    "ethnic_groups": gettext_lazy("Ethnic groups, more exactly"),
    "orientation": gettext_lazy("Sexual orientation"),
    "access_needs": gettext_lazy("What makes it easier for you to take part"),
    "legal_name": gettext_lazy("On official papers"),
    "first_contact_on": gettext_lazy("First in touch on"),
    "phone_say": gettext_lazy("May be said on the phone"),
    "text_say": gettext_lazy("May stand in a text"),
    "email_say": gettext_lazy("May stand in an email"),
    "post_say": gettext_lazy("May stand in a letter"),
    "touches": gettext_lazy("Areas of life it touches"),
    "severity": gettext_lazy("How hard it is, as you put it"),
    "by": gettext_lazy("By when"),
    "who": gettext_lazy("Who does it"),
    "towards": gettext_lazy("What has moved"),
    "warning_signs": gettext_lazy("How you notice that it is getting hard"),
    "what_helps": gettext_lazy("What helps you then"),
    "whom_to_call": gettext_lazy("People you can turn to"),
    "where_to_go": gettext_lazy("Places where you feel safe"),
    "crisis_lines": gettext_lazy("Help lines you would use"),
    "objective": gettext_lazy("What being well would look like"),
    "standing": gettext_lazy("Where it stands"),
    "pou": gettext_lazy("Pou"),
    "te_reo": gettext_lazy("In te reo Māori"),
    "english": gettext_lazy("In English"),
    "strong": gettext_lazy("What is strong already"),
    "hard": gettext_lazy("What is hard"),
    "one_to_one": gettext_lazy("One-to-one peer support"),
    "something_else": gettext_lazy("Something else"),
    "something_else_is": gettext_lazy("What that is"),
    "remarks": gettext_lazy("What you said about it"),
    "needs": gettext_lazy("What you need"),
    "worries": gettext_lazy("What worried you or us"),
    "review_on": gettext_lazy("To be talked about again on"),
    "urgent": gettext_lazy("You needed somebody at once"),
    "acted_by": gettext_lazy("Who acted"),
    "acted_on": gettext_lazy("When"),
    "done": gettext_lazy("What was done"),
    "asked": gettext_lazy("Were you asked"),
    "preference": gettext_lazy("Who you would rather talk to"),
    "preference_words": gettext_lazy("In your own words"),
    "met": gettext_lazy("Could we do it"),
    "why_not": gettext_lazy("If not, why, and what was offered"),
    "words": gettext_lazy("In your words"),
    "named_on": gettext_lazy("Named on"),
    "happened_on": gettext_lazy("On"),
    "back_on": gettext_lazy("Until about"),
    "taken_back_at": gettext_lazy("Taken back as a mistake"),
    "progress": gettext_lazy("How far, as you see it"),
    "domains": gettext_lazy("Worked on together"),
    "written_together": gettext_lazy("Written together"),
    "body": gettext_lazy("Note"),
    "start": gettext_lazy("When it began"),
    "present": gettext_lazy("Who else was there"),
    "next_steps": gettext_lazy("Agreed to do next"),
    "practice": gettext_lazy("What it was about, as peer support"),
    "recipient": gettext_lazy("Who was told, or was to be"),
    "recipient_role": gettext_lazy("Where they work"),
    "told": gettext_lazy("Exactly what"),
    "reason": gettext_lazy("Why"),
    "where": gettext_lazy("Where the letter goes"),
    "shared": gettext_lazy("The words that go out"),
    "what_he_told": gettext_lazy("What you told"),
    "told_on": gettext_lazy("When you told it"),
}
#: Yes and no are worth printing where no is an answer too.
_NO_IS_AN_ANSWER = frozenset(
    {
        "phone_safe",
        "text_safe",
        "email_safe",
        "post_safe",
        "may_contact",
        "in_emergency",
    }
)
#: A no says nothing where there is no way to reach him by.
_NEEDS = {
    "phone_safe": "phone",
    "text_safe": "phone",
    "email_safe": "email",
    "post_safe": "address",
}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_CODES: dict[str, type[TextChoices]] = {
    "region": enums.Region,
    "ethnicities": enums.Ethnicity,
    "ethnic_groups": enums.EthnicGroup,
    "standing": enums.Standing,
    "preference": enums.Preference,
    "met": enums.Met,
    "asked": enums.Asked,
    **dict.fromkeys(
        (
            "one_to_one",
            "peer_group",
            "counselling",
            "social_work",
            "something_else",
        ),
        enums.Answer,
    ),
    "age_band": enums.AgeBand,
    "end_reason": enums.EndReason,
    "referred_by": enums.Referrer,
    "progress": enums.Progress,
    "domains": enums.LifeDomain,
    "touches": enums.LifeDomain,
    "practice": enums.Practice,
    "what": Information,
}
_CHOICES = [
    found
    for found in vars(enums).values()
    if isinstance(found, type) and issubclass(found, TextChoices) and found.values
]


def facts(words: Mapping[str, Any], names: Names = NO_NAMES) -> Facts:
    """Return what a sealed document says; what was not said is left out.

    ``names`` are what the organisation calls a field; they stand beside its own.
    """
    told: Facts = []
    for name, value in words.items():
        if name == "unsaid":
            told += [
                (_beside(label(one), names.get(one)), _("Would rather not say"))
                for one in value
            ]
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            told += [_part(one, names) for one in value]
        elif _is_said(name, value, words):
            told.append((_beside(label(name), names.get(name)), in_words(name, value)))
    return told


def _beside(official: str, name: str | None) -> str:
    return f"{official} ({name})" if name else official


def label(name: str) -> str:
    """Return what a field is called."""
    return str(_LABELS.get(name) or _(name.replace("_", " ").capitalize()))


def in_words(name: str, value: Any) -> str:
    """Return a value as it is read: a day, yes or no, what a code means."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return ", ".join(in_words(name, one) for one in value)
    if isinstance(value, Mapping):
        return "\n".join(": ".join(fact) for fact in facts(value))
    text = str(value)
    if _DAY.match(text):
        return formats.date_format(date.fromisoformat(text), "j F Y")
    return _code(name, text)


def _is_said(name: str, value: Any, words: Mapping[str, Any]) -> bool:
    if value is False:
        needs = _NEEDS.get(name)
        return name in _NO_IS_AN_ANSWER and (needs is None or bool(words.get(needs)))
    return value not in (None, "", [], {})


def _part(one: Mapping[str, Any], names: Names) -> tuple[str, str]:
    """Return one of several (a hope, a supporter): what it is, and the rest."""
    (first, *rest) = facts(one, names) or [("", "")]
    said = [f"{name}: {value}" for name, value in rest]
    return first[1], "\n".join(said)


def _code(name: str, text: str) -> str:
    known = _CODES.get(name)
    if known is not None:
        return str(dict(known.choices).get(text, text))
    if not text.isupper() or " " in text:
        return text
    for choices in _CHOICES:
        if text in choices.values:
            return str(dict(choices.choices)[text])
    return text
