"""Finding who wrote to whom in an email that was copied out of a mail program."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import takewhile

from msa.uploads.emails import Email, tidied
from msa.uploads.headers import LONGEST_HEADER
from msa.uploads.names import plain

#: What mail programs call it.
_NAMES = {
    "sender": ("from",),
    "recipients": ("to", "cc"),
    "sent": ("sent", "date"),
    "subject": ("subject",),
}
_HEAD = re.compile(r"\s*\*?(From|To|Cc|Sent|Date|Subject):\*?\s*(.*)", re.IGNORECASE)


def pasted_email(pasted: str) -> Email:
    """Return the email of pasted text; lines at its top say from whom it is."""
    lines = tidied(pasted).split("\n")
    heads = [
        (found[1].lower(), plain(found[2]))
        for found in takewhile(bool, map(_HEAD.fullmatch, lines))
        if found
    ]
    if len(heads) == len(lines):
        # Nothing but heads is a text that somebody wants to keep.
        return Email(text="\n".join(lines))

    def told(name: str) -> str:
        said = [words for head, words in heads if head in _NAMES[name] and words]
        return ", ".join(said)[:LONGEST_HEADER]

    return replace(
        Email(text=tidied("\n".join(lines[len(heads) :]))),
        sender=told("sender"),
        recipients=told("recipients"),
        sent=told("sent"),
        subject=told("subject"),
    )
