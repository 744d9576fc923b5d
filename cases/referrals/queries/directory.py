"""Reading the directory of services (REF-01)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from cases.referrals.enums import Listing, Trust
from cases.referrals.models import OutOfHours, Service
from msa.access.refusals import NotVisible

PAGE = 25


@dataclass(frozen=True, slots=True)
class Sought:
    """What somebody looks for; empty is everything."""

    words: str = ""
    kind: str = ""
    region: str = ""
    trust: str = ""
    shown: str = ""
    """``overdue``, ``suggested``, ``retired``, or empty for what may be used."""


@dataclass(frozen=True, slots=True)
class Line:
    """One service as the directory shows it."""

    row: Service
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A page of the directory, and the number of the next one, if any."""

    lines: list[Line]
    next: int | None


def search(sought: Sought, *, on: date, page: int = 1) -> Found:
    """Return what fits, by name; the first page is 1."""
    rows = _shown(sought.shown, on)
    for column in ("kind", "region", "trust"):
        if value := getattr(sought, column):
            rows = rows.filter(**{column: value})
    for word in sought.words.split():
        rows = rows.filter(_says(word))
    begin = PAGE * (page - 1)
    found = list(rows.order_by("name", "id")[begin : begin + PAGE + 1])
    return Found(_lines(found[:PAGE], on), page + 1 if len(found) > PAGE else None)


def service(pk: UUID, *, on: date) -> Line:
    """Return one service of the directory, wherever it stands.

    Raises:
        NotVisible: there is no such service here.
    """
    people = Service.objects.select_related("suggested_by", "decided_by")
    row = people.filter(id=pk).first()
    if row is None:
        raise NotVisible
    return _lines([row], on)[0]


def to_refer_to() -> list[Service]:
    """Return the services somebody may be referred to, by kind and name."""
    listed = Service.objects.filter(listing=Listing.LISTED)
    return list(listed.exclude(trust=Trust.NOT_TRUSTED).order_by("name", "id"))


def overdue(*, on: date) -> int:
    """Return how many services were to be looked at again before today."""
    return _shown("overdue", on).count()


def suggested() -> int:
    """Return how many suggestions wait for a manager."""
    return Service.objects.filter(listing=Listing.SUGGESTED).count()


def out_of_hours() -> OutOfHours | None:
    """Return whom to ring when the organisation is closed, if it has said so."""
    return OutOfHours.objects.first()


def _shown(shown: str, on: date) -> QuerySet[Service]:
    if shown == "overdue":
        return Service.objects.filter(listing=Listing.LISTED, review_on__lt=on)
    listing = {"suggested": Listing.SUGGESTED, "retired": Listing.RETIRED}
    return Service.objects.filter(listing=listing.get(shown, Listing.LISTED))


def _says(word: str) -> Q:
    columns = ("name", "person", "way_in", "languages", "address")
    anywhere = Q()
    for column in columns:
        anywhere |= Q(**{f"{column}__icontains": word})
    digits = re.sub(r"\D", "", word)
    return anywhere | Q(phone__contains=word) if digits else anywhere


def _lines(rows: Iterable[Service], on: date) -> list[Line]:
    return [
        Line(row, row.listing == Listing.LISTED and row.review_on < on) for row in rows
    ]
