"""A full day of a peer worker with 60 people (200 in the large world).

There is no row for it in the design's table. Over HTTP it is held against the page of
his people, which has to stay within 14 times a bare view: Today is about twice that
page. What is read for it is held to what opening a caseload may cost.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from cases.enums import SectionKind
from cases.models import Section
from cases.queries import today as home
from msa.accounts.actor import Actor
from msa.tenancy.context import use
from tests.bench import plain
from tests.bench.case import Case, Comparison
from tests.bench.plain import PLAIN, grants_of
from tests.bench.serving import served, signed_in
from tests.bench.world import World

_TODAY, _PEOPLE = "/today/", "/people/"
_FIRST, _DONE = 11, 4


def _read(actor: Actor) -> home.Today:
    with use(actor.context), transaction.atomic():
        return home.today(actor, at=timezone.now())


def _plainly(actor: Actor, asked: list[UUID]) -> list[object]:
    """Read the same people and sessions, as one would if nothing were sealed."""
    his = {
        "organisation_id": actor.organisation,
        "subject_id__in": grants_of(actor.organisation, actor.person),
    }
    people = plain.Person.objects.using(PLAIN).filter(**his)
    new = plain.Client.objects.using(PLAIN).filter(
        **his,
        last_activity_on=None,
        opened_at__gte=timezone.now() - timedelta(days=28),
    )
    newest = people.order_by(F("last_activity_on").desc(nulls_last=True), "id")
    sessions = plain.Session.objects.using(PLAIN).filter(**his, worker_id=actor.member)
    with transaction.atomic(using=PLAIN):
        return [
            list(new),
            list(newest[:_FIRST]),
            list(sessions.order_by("-logged_at")[:_DONE]),
            list(people.filter(subject_id__in=asked)),
        ]


def _lines(world: World) -> Iterator[Comparison]:
    actor = world.day
    with use(actor.context), transaction.atomic():
        told = Section.objects.filter(
            kind__in=[SectionKind.NEEDS, SectionKind.STEPS], superseded=False
        )
        asked = list(told.values_list("subject", flat=True).distinct())
    count = world.size.day
    yield Comparison(
        "today, what is read",
        f"the same rows of {count} people in clear columns through the ORM",
        2.5,
        partial(_read, actor),
        partial(_plainly, actor, asked),
    )
    with served("msa.wsgi:application", world.database, site="casework") as site:
        cookie = signed_in(actor)
        yield Comparison(
            "today",
            "the page of his people, served the same way",
            2.5,
            lambda: site.get(_TODAY, cookie),
            lambda: site.get(_PEOPLE, cookie),
        )


CASE = Case("today", _lines)
