"""Finding somebody among all people of an organisation, whose names are sealed.

A manager's search opens everybody, a peer worker's his own people; the peer looks
through the same names in clear.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from django.db import transaction

from cases.names import Sought
from cases.queries import people
from msa.accounts.actor import Actor
from msa.accounts.models import Role
from msa.tenancy.context import use
from tests.bench import plain
from tests.bench.case import Case, Comparison
from tests.bench.plain import PLAIN, grants_of
from tests.bench.world import World

_WANTED = "Kowhai 17"
#: A search through 5,000 people is to be answered before somebody wonders.
_SECONDS, _AMONG = 0.3, 5_000


def _searched(actor: Actor) -> list[people.PersonCard]:
    with use(actor.context), transaction.atomic():
        return people.search(actor, _WANTED)


def _plainly(actor: Actor) -> list[plain.Person]:
    rows = plain.Person.objects.using(PLAIN).filter(organisation=actor.organisation)
    if actor.role is Role.WORKER:
        his = grants_of(actor.organisation, actor.person)
        rows = rows.filter(subject_id__in=his)
    sought = Sought(_WANTED)
    with transaction.atomic(using=PLAIN):
        return [
            row
            for row in rows
            if sought.fits([row.name, f"{row.first_name} {row.last_name}"], [row.phone])
        ]


def _lines(world: World) -> Iterator[Comparison]:
    actor, count = world.manager, world.size.clients
    ours = partial(_searched, actor)
    yield Comparison(
        "search",
        f"the same scan over {count:,} people in clear columns through the ORM",
        4.0,
        ours,
        partial(_plainly, actor),
    )
    yield Comparison(
        "search, in time",
        "300 ms for each 5,000 people",
        1.0,
        ours,
        _SECONDS * count / _AMONG,
    )
    yield Comparison(
        "search by a peer worker",
        f"the same scan over his {world.size.day} people in clear columns",
        4.0,
        partial(_searched, world.day),
        partial(_plainly, world.day),
    )


CASE = Case("search", _lines)
