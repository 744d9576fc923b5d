"""Words that a survivor may not like to read about himself (docs/language.md)."""

from __future__ import annotations

import re

_AVOIDED = re.compile(
    r"\b(cases?|clients?|patients?|victims?|sufferers?|offenders?|interventions?"
    r"|treatments?|therapy|risk levels?|high risk|non-compliant|no-shows?"
    r"|discharged?|disclosures?|goals?)\b",
    re.IGNORECASE,
)


def avoided(label: str) -> str:
    """Return the first word of a label that pages avoid; empty if there is none."""
    found = _AVOIDED.search(label)
    return found[0] if found else ""
