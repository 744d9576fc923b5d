"""Enquiries as pages show them, and a slip that is opened (CON-01)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection

from cases.enquiries import policies
from cases.enquiries.enums import State
from cases.enquiries.models import Enquiry, Slip
from cases.enquiries.slips import Opening, SlipWords, words_of
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.accounts.models import Role
from msa.clock.days import local_date

#: How long an enquiry that has ended stays on the list.
_LATELY = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class SlipStanding:
    """That there is a slip, and whose; not what it says."""

    ground: str
    taken_by: str
    days_left: int
    may_open: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One enquiry with its age, and how its slip stands."""

    row: Enquiry
    age: int
    slip: SlipStanding | None
    may_have_slip: bool

    @property
    def is_open(self) -> bool:
        """Is nothing known yet of what came of it?"""
        return self.row.state == State.OPEN


@dataclass(frozen=True, slots=True)
class Enquiries:
    """The organisation's enquiries: those that wait, and those that ended of late."""

    open: list[Line]
    ended: list[Line]


def enquiries(actor: Actor, *, at: datetime) -> Enquiries:
    """Return the open enquiries, the oldest first, and those that ended of late."""
    on = local_date(at)
    rows = Enquiry.objects.select_related("taken_by")
    waiting = rows.filter(state=State.OPEN).order_by("received_on", "id")
    ended = rows.exclude(state=State.OPEN).filter(ended_on__gte=on - _LATELY)
    return Enquiries(
        _lines(actor, list(waiting), at),
        _lines(actor, list(ended.order_by("-ended_on", "id")), at),
    )


def waiting(actor: Actor, *, at: datetime, limit: int) -> list[Line]:
    """Return the few open enquiries that have waited longest."""
    rows = Enquiry.objects.select_related("taken_by").filter(state=State.OPEN)
    return _lines(actor, list(rows.order_by("received_on", "id")[:limit]), at)


def enquiry(actor: Actor, pk: UUID, *, at: datetime) -> Line:
    """Return one enquiry.

    Raises:
        NotVisible: absent or foreign.
    """
    found = Enquiry.objects.select_related("taken_by").filter(id=pk).first()
    if found is None:
        raise NotVisible
    return _lines(actor, [found], at)[0]


def open_slip(actor: Actor, pk: UUID) -> SlipWords:
    """Return what the slip of an enquiry says; that it was opened is in the audit.

    Raises:
        NotVisible: there is none, it has expired, or it is somebody else's to open.
        CannotOpen: it was moved or altered.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM sec.open_slip(%s)", [pk])
        found = cursor.fetchone()
    if found is None:
        raise NotVisible
    slip, key_id, sealed, wrapped, ring_id, ring_wrapped = found
    handed = Opening(
        slip, key_id, bytes(sealed), bytes(wrapped), ring_id, bytes(ring_wrapped)
    )
    return words_of(actor, pk, handed)


def _lines(actor: Actor, rows: list[Enquiry], at: datetime) -> list[Line]:
    slips = (
        Slip.objects.filter(enquiry__in=[row.id for row in rows])
        .select_related("taken_by")
        .only("id", "enquiry", "ground", "expires_at", "taken_by", "taken_by__name")
    )
    standing = {
        slip.enquiry_id: _standing(actor, slip, local_date(at)) for slip in slips
    }
    return [
        Line(
            row,
            age=(local_date(at) - row.received_on).days,
            slip=standing.get(row.id),
            may_have_slip=policies.slip_ends(row.received_on) > at,
        )
        for row in rows
    ]


def _standing(actor: Actor, slip: Slip, on: date) -> SlipStanding:
    return SlipStanding(
        ground=slip.get_ground_display(),
        taken_by=slip.taken_by.name,
        days_left=(local_date(slip.expires_at) - on).days,
        may_open=actor.role == Role.MANAGER or slip.taken_by_id == actor.member,
    )
