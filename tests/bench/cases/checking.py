"""May somebody open these people: one question for a page of them, however many."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from uuid import UUID

from django.db import transaction

from cases.models import Client
from consent.queries import visible
from msa.accounts.actor import Actor
from msa.tenancy.context import use
from tests.bench.case import Case, Comparison
from tests.bench.plain import PLAIN, grants_of
from tests.bench.world import World

_PAGE = 25


def _asked(actor: Actor, subjects: list[UUID]) -> set[UUID]:
    with use(actor.context), transaction.atomic():
        return visible(subjects)


def _plainly(actor: Actor, subjects: list[UUID]) -> set[UUID]:
    granted = grants_of(actor.organisation, actor.person)
    with transaction.atomic(using=PLAIN):
        return set(granted.filter(content_object_id__in=subjects))


def _lines(world: World) -> Iterator[Comparison]:
    actor = world.worker
    with use(actor.context), transaction.atomic():
        page = list(Client.objects.values_list("subject_id", flat=True)[:_PAGE])
    yield Comparison(
        "check-25",
        "one set of the ids granted to him, read without a policy",
        1.5,
        partial(_asked, actor, page),
        partial(_plainly, actor, page),
    )


CASE = Case("check-25", _lines)
