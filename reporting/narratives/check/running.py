"""All parts of the check over one text."""

from __future__ import annotations

from reporting.narratives.check.alone import alone
from reporting.narratives.check.days import days
from reporting.narratives.check.figures import Published, figures
from reporting.narratives.check.hits import Hit, merged
from reporting.narratives.check.identifiers import identifiers
from reporting.narratives.check.known import Known, Register
from reporting.narratives.check.names import names, places
from reporting.narratives.check.words import words_of

#: Nobody: for a reader who may not know the organisation's people.
NOBODY = Register(Known())


def check(
    text: str, *, register: Register = NOBODY, published: Published = None
) -> list[Hit]:
    """Return what might point at somebody in a cleaned text, in reading order.

    Without a register it finds what can be told by its form alone. ``published`` are
    the numbers that may be told; None, if none may.
    """
    words = words_of(text)
    by_form = [*identifiers(text, register), *days(text, register)]
    return merged(
        [
            *names(text, words, register),
            *places(text, words, register),
            *by_form,
            *figures(text, published, but_for=by_form),
            *alone(text),
        ]
    )
