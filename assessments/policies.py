"""What the state of somebody's record lets a check-in do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from assessments.enums import State
from cases.policies import contact_is_due
from cases.sections import Contact

#: How a check-in goes on; the database holds to it as well.
STARTS: Mapping[State, str] = {
    State.OPEN: "a peer worker offers it",
    State.FINISHED: "it is typed in from paper, or imported",
}
MOVES: Mapping[tuple[State, State], str] = {
    (State.OPEN, State.FINISHED): "the survivor finishes",
    (State.OPEN, State.ENDED): "another one is offered",
}


def may_send_link(contact: Contact | None, *, on: date) -> bool:
    """Say whether a link may be written to him: by a safe way that he named lately."""
    if contact is None or contact_is_due(contact, on=on):
        return False
    by_text = bool(contact.phone and contact.text_safe)
    return by_text or bool(contact.email and contact.email_safe)
