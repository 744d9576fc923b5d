"""An email that was kept, as his copy on paper has it; its files stand in the JSON."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from cases.emails.words import KeptEmail
from rights.queries.held import Entry
from rights.record_words import Facts


def emails_by_session(parts: Iterable[Entry]) -> dict[str, Facts]:
    """Return what each session's email says; one that is left out says that."""
    return {
        str(one.row.session_id): _left_out() if one.words is None else _told(one.words)
        for one in parts
        if one.row.number == 0
    }


def _told(words: dict[str, object]) -> Facts:
    email = KeptEmail.of(words)
    files = [f"{one.name} ({one.kind_words})" for one in email.attachments]
    told = [
        (_("From"), email.sender),
        (_("To"), email.recipients),
        (_("When it was sent"), email.sent),
        (_("Subject"), email.subject),
        (_("What it says"), email.text),
        (_("Attachments, kept in the file of your copy"), "\n".join(files)),
        (_("Not kept"), "\n".join(email.left_out)),
    ]
    return [(name, said) for name, said in told if said]


def _left_out() -> Facts:
    return [(_("Email"), _("Left out: it is confidential to somebody else."))]
