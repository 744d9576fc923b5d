"""The words that stand with a yes, as his copy prints them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from consent.enums import Information
from consent.terms import Terms
from rights.record_words import Facts


def consent_facts(document: dict[str, Any], colleagues: Sequence[str]) -> Facts:
    """Return who heard it, who is told what, whom he named: what was said, no more."""
    terms = Terms.of(document)
    drawn = _("Drawn on the screen") if terms.strokes else ""
    told = [
        (_("Whom you named"), ", ".join(colleagues)),
        (_("Heard by"), terms.witness),
        (_("Beside you, to support you"), terms.support),
        (_("Your signature"), terms.signed_name or drawn),
        (_("Where the paper is"), terms.kept_where),
        (_("Who is told"), terms.recipient),
        (_("What they are told"), "; ".join(_information(terms))),
        (_("In your words"), terms.in_words),
        (_("The words you approved"), terms.quotation),
        (_("What was safe then"), "; ".join(terms.ways)),
        (_("What may be said"), terms.may_say),
    ]
    return [(name, value) for name, value in told if value]


def age_facts(of_age: bool | None) -> Facts:
    """Return what was said of his age when he agreed, if anything was (CON-08)."""
    if of_age is None:
        return []
    said = _("18 or older") if of_age else _("Under 18, or not said")
    return [(_("Your age"), said)]


def _information(terms: Terms) -> list[str]:
    return [str(Information(code).label) for code in terms.information]
