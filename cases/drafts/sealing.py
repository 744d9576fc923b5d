"""Where drafts live, and under which consent: part of what each is bound to."""

from __future__ import annotations

from cases.drafts.models import Draft, RecordDraft, SessionDraft
from consent.documents import Binding
from consent.enums import Purpose

#: The form whose words are kept only while he lets us keep notes. One that puts a
#: session right has a code of its own for each session, which begins like this.
SESSION = "session"
#: An email that was read and not kept yet. No address can name this form: what waits in
#: it was cleaned here, and nobody's browser writes it.
EMAIL_FORM = "kept email"
_ONE_SESSION = f"{SESSION}-"
BINDINGS: dict[type[Draft], Binding] = {
    RecordDraft: Binding("drafts_recorddraft"),
    SessionDraft: Binding("drafts_sessiondraft"),
}
PURPOSES: dict[type[Draft], Purpose] = {
    RecordDraft: Purpose.RECORD,
    SessionDraft: Purpose.SESSIONS,
}


def kind_of(form: str) -> type[Draft]:
    """Return the table that drafts of a form are kept in."""
    return SessionDraft if called(form) in {SESSION, EMAIL_FORM} else RecordDraft


def called(form: str) -> str:
    """Return what the audit calls a form."""
    return SESSION if form.startswith(_ONE_SESSION) else form
