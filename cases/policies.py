"""What the state of a record asks for, whoever looks at it."""

from __future__ import annotations

from datetime import date, timedelta

from cases.sections import Contact

#: Safe contact changes, so he is asked again after this long.
CONTACT_STANDS = timedelta(days=90)
#: From this age on he agrees like everybody (CON-08).
OF_AGE = 18


def contact_is_due(contact: Contact, *, on: date) -> bool:
    """Say whether he should be asked again whether it is safe to reach him this way."""
    checked = contact.checked()
    return checked is None or on - checked > CONTACT_STANDS


def age(born: date, *, on: date) -> int:
    """Return the years of somebody born on a day."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def is_of_age(born: date, *, on: date) -> bool:
    """Say whether somebody born on a day is 18 or older (CON-08)."""
    return age(born, on=on) >= OF_AGE
