"""Whether somebody is 18, as far as his record and his consents say (CON-08)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from cases.policies import is_of_age
from cases.sections import Identity
from consent.queries import said_of_age
from msa.clock.days import local_date


def known_of_age(
    subject: UUID, identity: Identity | None, *, at: datetime
) -> bool | None:
    """Return whether he is 18; None: he is to be asked.

    The day he was born says it, where he gave it. Who said that he is 18 is not asked
    again; everybody else is, because one day he will be.
    """
    born = identity.born_on() if identity else None
    if born is not None:
        return is_of_age(born, on=local_date(at))
    return said_of_age(subject) or None


def is_newly_young(subject: UUID, identity: Identity, *, at: datetime) -> bool:
    """Say whether his birth date makes him under 18 and his consents didn't know."""
    born = identity.born_on()
    if born is None or is_of_age(born, on=local_date(at)):
        return False
    return said_of_age(subject) is not False
