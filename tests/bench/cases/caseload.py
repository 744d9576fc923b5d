"""Reading rows under row policies, against the same rows by a plain join."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from cases.models import Client, Session
from msa.accounts.actor import Actor
from msa.tenancy.context import use
from tests.bench import plain
from tests.bench.case import Case, Comparison
from tests.bench.plain import PLAIN, grants_of
from tests.bench.world import World

_PAGE = 25
_NEWEST = (F("last_activity_on").desc(nulls_last=True), "id")
_JOIN = "a plain join through the ORM, no policy"


def _under_policy(actor: Actor, rows: QuerySet[Any]) -> list[object]:
    with use(actor.context), transaction.atomic():
        return list(rows.all())


def _plainly(rows: QuerySet[Any]) -> list[object]:
    with transaction.atomic(using=PLAIN):
        return list(rows.all())


def _caseload(world: World) -> Iterator[Comparison]:
    actor = world.worker
    granted = plain.Client.objects.using(PLAIN).filter(
        organisation_id=actor.organisation,
        subject_id__in=grants_of(actor.organisation, actor.person),
    )
    yield Comparison(
        "caseload",
        _JOIN,
        1.2,
        ours=partial(_under_policy, actor, Client.objects.order_by(*_NEWEST)[:_PAGE]),
        peer=partial(_plainly, granted.order_by(*_NEWEST)[:_PAGE]),
    )


def _feed(world: World) -> Iterator[Comparison]:
    actor = world.worker
    granted = plain.Session.objects.using(PLAIN).filter(
        organisation_id=actor.organisation,
        subject_id__in=grants_of(actor.organisation, actor.person),
    )
    newest = ("-held_on", "id")
    yield Comparison(
        "feed",
        _JOIN,
        1.4,
        ours=partial(_under_policy, actor, Session.objects.order_by(*newest)[:_PAGE]),
        peer=partial(_plainly, granted.order_by(*newest)[:_PAGE]),
    )


def _manager_page(world: World) -> Iterator[Comparison]:
    actor = world.manager
    whole = plain.Client.objects.using(PLAIN).filter(organisation_id=actor.organisation)
    yield Comparison(
        "manager-page",
        "the organisation's page through the ORM, no policy",
        1.3,
        ours=partial(_under_policy, actor, Client.objects.order_by(*_NEWEST)[:_PAGE]),
        peer=partial(_plainly, whole.order_by(*_NEWEST)[:_PAGE]),
    )


CASES = (
    Case("caseload", _caseload),
    Case("feed", _feed),
    Case("manager-page", _manager_page),
)
