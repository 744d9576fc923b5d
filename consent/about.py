"""What a survivor is told before he consents, in each language there is (CON-09)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from consent.enums import Purpose
from consent.models import Wording
from consent.queries import ENGLISH, TE_REO, current_wordings

_HEADING = gettext_noop("Before you decide")
_LEAD = gettext_noop("Read this together. Take the time it takes.")
_PURPOSES = gettext_noop("What you may say yes or no to")
_EACH = gettext_noop("Each by itself. What you leave open counts as no.")
_CLOSING = gettext_noop(
    "You can ring or text 1737 at any time and talk with a counsellor, free."
)
#: What is kept, why, who sees it, the two limits, and what he can always do.
_PARTS = (
    (
        gettext_noop("What we keep"),
        gettext_noop("Only what you agree to, and what you choose to tell us."),
    ),
    (
        gettext_noop("Why"),
        gettext_noop(
            "So that the people who support you remember, and you need not tell it "
            "twice."
        ),
    ),
    (
        gettext_noop("Who can see it"),
        gettext_noop(
            "Your peer worker. The manager sees who you are, how to reach you and when "
            "you met. Nobody outside this organisation. Each time somebody looks is "
            "written down, and you can see who it was."
        ),
    ),
    (
        gettext_noop("When we can’t keep it to ourselves"),
        gettext_noop(
            "If a child needs protection, or if somebody says he will harm himself or "
            "another person. We talk with you first whenever we can."
        ),
    ),
    (
        gettext_noop("What you can always do"),
        gettext_noop(
            "See what we keep and have it put right. Say no to any of it, or take back "
            "a yes, on any day, without a reason. Support goes on."
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Telling:
    """What he is told, in one language."""

    language: str
    """What the page marks it with; English where no speaker has reviewed the other."""
    heading: str
    lead: str
    parts: list[tuple[str, str]]
    purposes_heading: str
    purposes_lead: str
    purposes: list[Wording]
    closing: str


def telling(language: str, wordings: Mapping[Purpose, Wording]) -> Telling:
    """Return what he is told in a language, as far as it may be shown in it."""
    with translation.override("en-nz"):
        english = _(_HEADING)
    with translation.override(language):
        is_known = language == TE_REO and _(_HEADING) != english
        return Telling(
            language="mi" if is_known else "en-NZ",
            heading=_(_HEADING),
            lead=_(_LEAD),
            parts=[(_(title), _(text)) for title, text in _PARTS],
            purposes_heading=_(_PURPOSES),
            purposes_lead=_(_EACH),
            purposes=[wordings[purpose] for purpose in Purpose],
            closing=_(_CLOSING),
        )


def tellings() -> list[Telling]:
    """Return what he is told in each language that may be shown, English first."""
    both = [telling(code, current_wordings(code)) for code in (ENGLISH, TE_REO)]
    return both[:1] if both[1].language != "mi" else both
