"""The questions of check-ins as versioned data (ASM-02).

A version that was ever answered is never edited: a change of wording is a new version
with the same item codes where the question stayed the same, since figures of two
versions are joined by item code alone.
"""

from __future__ import annotations

from assessments.instruments.form_2_1 import INSTRUMENT as FORM_2_1
from assessments.instruments.incumbent_1 import INSTRUMENT as INCUMBENT_1
from assessments.instruments.parts import (
    Group,
    Instrument,
    Item,
    OpenQuestion,
    Scale,
    UnknownAnswer,
    Words,
)

#: What survivors are asked from now on.
CURRENT = FORM_2_1
INSTRUMENTS = {instrument.code: instrument for instrument in (FORM_2_1, INCUMBENT_1)}


def by_code(code: str) -> Instrument:
    """Return the instrument with a code, old versions included.

    Raises:
        KeyError: there never was one.
    """
    return INSTRUMENTS[code]


__all__ = [
    "CURRENT",
    "INSTRUMENTS",
    "Group",
    "Instrument",
    "Item",
    "OpenQuestion",
    "Scale",
    "UnknownAnswer",
    "Words",
    "by_code",
]
