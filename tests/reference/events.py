"""The events page: every code of the audit, its words, and where it is recorded."""

from __future__ import annotations

from msa.audit.words import EVENTS, in_words
from tests.guards.catalogue import Connection
from tests.reference.callers import entrances, reached
from tests.reference.writing import page, table

_SAYS = """\
Every act leaves one event in its own transaction: a code, who and in which role, when,
whom it is about, and nothing besides but codes, counts and ids. How they are kept is in
[the audit](../audit.md). The words are what a survivor is told about his own record.

*From* is where the code is reached in the source: pages of an area, which are served in
that area's role alone; a survivor at his check-in; a funder's program; a job; a command
of whoever runs the product; and *the site*, where signing in or a refusal itself is the
event. Where one service does several things, that is more than can happen."""
_FROM = {
    "worker": "peer worker",
    "manager": "manager",
    "admin": "administrator",
    "national": "national staff",
    "check-in": "survivor",
    "program": "funder's program",
    "": "own account, or signing in",
    "job": "job",
    "command": "command",
}


def events(_database: Connection) -> str:
    """Return the page of events."""
    found = {who: reached(units) for who, units in entrances().items()}
    rows = [
        (f"`{code}`", in_words(code, "…"), _from(code, found))
        for code in sorted(EVENTS)
    ]
    count = f"{len(EVENTS)} events."
    return page(
        "Events of the audit", _SAYS, [count, table(("event", "says", "from"), rows)]
    )


def _from(code: str, found: dict[str, set[str]]) -> str:
    return (
        ", ".join(word for who, word in _FROM.items() if code in found[who])
        or "the site"
    )
