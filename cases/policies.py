"""What the state of a record asks for, whoever looks at it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from cases.enums import LikenessState
from cases.sections import Contact

#: Safe contact changes, so he is asked again after this long.
CONTACT_STANDS = timedelta(days=90)


def contact_is_due(contact: Contact, *, on: date) -> bool:
    """Say whether he should be asked again whether it is safe to reach him this way."""
    checked = contact.checked()
    return checked is None or on - checked > CONTACT_STANDS


LIKENESS_STARTS: Mapping[LikenessState, str] = {
    LikenessState.OPEN: "two records have a name and birth date, a phone or an email"
    " in common",
}
LIKENESS_MOVES: Mapping[tuple[LikenessState, LikenessState], str] = {
    (LikenessState.OPEN, LikenessState.APART): "the manager knows that they are two",
    (LikenessState.OPEN, LikenessState.SAME): "the manager confirms that he is one",
}
