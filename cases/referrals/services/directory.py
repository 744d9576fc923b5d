"""Keeping the directory: suggested, taken in, changed, taken out (REF-01)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from cases.referrals.enums import Listing, ServiceKind, Trust
from cases.referrals.models import Service
from cases.referrals.policies import LISTING_MOVES
from msa.access.refusals import AccessDenied, NotVisible, Reason
from msa.accounts.actor import Actor
from msa.accounts.models import Role
from msa.audit.recording import record

_EVENTS = {
    (Listing.SUGGESTED, Listing.LISTED): "service.listed",
    (Listing.SUGGESTED, Listing.DECLINED): "service.declined",
    (Listing.LISTED, Listing.RETIRED): "service.retired",
    (Listing.RETIRED, Listing.LISTED): "service.listed",
}


@dataclass(frozen=True, slots=True)
class About:
    """What the directory says of one service."""

    kind: ServiceKind
    name: str
    trust: Trust
    review_on: date
    person: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    address: str = ""
    region: str = ""
    languages: str = ""
    way_in: str = ""
    trust_why: str = ""


@transaction.atomic
def add(actor: Actor, about: About, *, id: UUID, at: datetime) -> Service:
    """Take a service in, or suggest it: which one, the role of the actor decides.

    The same twice under one ``id`` is one service (UI-W5); another one under it is from
    a page that a browser kept alive.

    Raises:
        NotVisible: ``id`` is somebody else's.
    """
    is_manager = actor.role == Role.MANAGER
    row = Service(
        id=id,
        organisation_id=actor.organisation,
        listing=Listing.LISTED if is_manager else Listing.SUGGESTED,
        suggested_by_id=actor.member,
        suggested_at=at,
        decided_by_id=actor.member if is_manager else None,
        decided_at=at if is_manager else None,
        **asdict(about),
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        before = _service(id)
        if all(getattr(before, name) == said for name, said in asdict(about).items()):
            return before
        return add(actor, about, id=uuid4(), at=at)
    record(actor, "service.listed" if is_manager else "service.suggested")
    return row


@transaction.atomic
def change(actor: Actor, pk: UUID, about: About, *, at: datetime) -> None:
    """Put right what the directory says of a service.

    Raises:
        NotVisible: there is no such service here.
    """
    row = _service(pk)
    values = asdict(about)
    if row.listing != Listing.SUGGESTED:
        values |= {"decided_by_id": actor.member, "decided_at": at}
    Service.objects.filter(id=pk).update(**values)
    record(actor, "service.changed")


@transaction.atomic
def decide(actor: Actor, pk: UUID, listing: Listing, *, at: datetime) -> None:
    """Take a service in, not in, or out; pressed twice, the first press stands.

    Raises:
        AccessDenied: it does not go from where it stands to there.
        NotVisible: there is no such service here.
    """
    row = _service(pk)
    before = Listing(row.listing)
    if before == listing:
        return
    if (before, listing) not in LISTING_MOVES:
        raise AccessDenied(Reason.NOT_READY)
    moved = Service.objects.filter(id=pk, listing=before).update(
        listing=listing, decided_by_id=actor.member, decided_at=at
    )
    if moved:
        record(actor, _EVENTS[before, listing])


def _service(pk: UUID) -> Service:
    row = Service.objects.filter(id=pk).first()
    if row is None:
        raise NotVisible
    return row
