"""Check-ins for tests, made by the services that the pages use."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from itertools import count
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from assessments.enums import Way
from assessments.instruments import CURRENT
from assessments.queries.respondent import Respondent
from assessments.services import offering, paper, responding
from assessments.services.offering import Invited
from assessments.services.responding import Opened
from assessments.sheets import Sheet
from cases.sections import Contact
from consent.enums import Purpose
from msa.accounts.actor import Actor
from msa.clock.days import local_date
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from tests.cases.world import person

#: Who agrees to check-ins, to being counted, and to being written to.
ASKED = (
    Purpose.RECORD,
    Purpose.SESSIONS,
    Purpose.ASSESSMENT,
    Purpose.STATISTICS,
    Purpose.CONTACT,
)
WORDS = "The kettle song on Thursday"
_numbers = count()


def address() -> str:
    """Return an address from which nobody has tried anything yet."""
    return f"test-{uuid.uuid4()}-{next(_numbers)}"


def survivor(actor: Actor, *purposes: Purpose, name: str = "Hēmi") -> UUID:
    """Welcome somebody who agrees to be asked, and who may be texted."""
    now = timezone.now()
    contact = Contact(
        phone="021 555 0101",
        phone_safe=True,
        text_safe=True,
        region="AUK",
        checked_on=local_date(now).isoformat(),
    )
    return person(actor, name, purposes or ASKED, contact=contact, at=now)


def invited(
    actor: Actor, subject: UUID, way: Way = Way.ROOM, *, at: datetime | None = None
) -> Invited:
    """Offer a check-in."""
    with use(actor.context):
        return offering.invite(actor, subject, way=way, at=at or timezone.now())


def opened(invitation: Invited) -> Opened | None:
    """Open a check-in by its secret, from somewhere new."""
    if invitation.way == Way.ROOM:
        return responding.open_by_code(invitation.secret, address=address())
    return responding.open_by_token(invitation.secret, address=address())


@contextmanager
def respondent(actor: Actor, subject: UUID) -> Iterator[Respondent]:
    """Act as a survivor who has just opened a check-in by his code."""
    found = opened(invited(actor, subject))
    assert found is not None
    with responding.as_respondent(found) as him:
        yield him


def finished(
    actor: Actor,
    subject: UUID,
    ratings: Mapping[str, int | None],
    *,
    worker_may_see: bool = False,
    show_next_time: bool = False,
) -> UUID:
    """Let a survivor answer and finish a check-in; return its id."""
    now = timezone.now()
    with respondent(actor, subject) as him:
        for item, value in ratings.items():
            responding.rate(him, item, value, at=now)
        responding.tell(him, "helps", WORDS, at=now)
        responding.finish(
            him, worker_may_see=worker_may_see, show_next_time=show_next_time, at=now
        )
        return him.person


def on_paper(
    actor: Actor,
    subject: UUID,
    ratings: Mapping[str, int | None],
    *,
    on: date | None = None,
    worker_may_see: bool = False,
    show_next_time: bool = False,
    id: UUID | None = None,
) -> UUID:
    """Key in a paper form."""
    now = timezone.now()
    with use(actor.context):
        return paper.key_in(
            actor,
            subject,
            Sheet(CURRENT.code, ratings),
            id=id or uuid.uuid4(),
            completed_on=on or local_date(now),
            worker_may_see=worker_may_see,
            show_next_time=show_next_time,
            at=now,
        )


def counted(organisation: UUID, table: str) -> int:
    """Return how many rows a table has at an organisation, withheld ones included."""
    owner = Context(organisation, FOUNDER, "owner")
    with use(owner), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        (number,) = cursor.fetchone()
        return int(number)


def ago(**span: int) -> datetime:
    """Return a moment in the past."""
    return timezone.now() - timedelta(**span)
