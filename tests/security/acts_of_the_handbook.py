"""What is sent about written policies, and about the national list of pou."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from cases.services import framework
from msa.clock.days import local_date
from msa.tenancy.context import use
from tests.handbook.conftest import published
from tests.security.acting import World, act, act_in, today
from tests.security.acts_of_workers import WORDS, new_id

_POU = {"te_reo": "He tauira", "english": "An example"}


def _wording() -> dict[str, str]:
    review = local_date(timezone.now()) + timedelta(days=365)
    day = f"{review.day}/{review.month}/{review.year}"
    told = {"id": new_id(), "text": WORDS, "in_force_from": today()}
    return told | {"review_on": day}


@act_in("policy-new", "manager", "admin")
def publish_first(w: World, area: str) -> None:
    told = _wording() | {"about": "CHILD", "title": ""}
    w.post(area, f"{area}:policy-new", **told)


@act_in("policy-another", "manager", "admin")
def publish_another(w: World, area: str) -> None:
    before = published(w.cast.manager)
    w.post(area, f"{area}:policy-another", before.policy_id, **_wording())


@act_in("policy-withdraw", "manager", "admin")
def withdraw(w: World, area: str) -> None:
    row = published(w.cast.manager)
    w.post(area, f"{area}:policy-withdraw", row.policy_id, version=str(row.id))


@act_in("policy-read", "worker", "manager", "admin")
def say_it_is_read(w: World, area: str) -> None:
    row = published(w.cast.manager)
    w.post(area, f"{area}:policy-read", row.policy_id, version=str(row.id))


@act("national:pou", "national")
def add_pou(w: World) -> None:
    w.post("compiler", "national:pou", **_POU)


@act("national:pou-retire", "national")
def take_pou_off(w: World) -> None:
    with use(w.cast.compiler.context):
        row = framework.add_pou(w.cast.compiler, **_POU, at=timezone.now())
    w.post("compiler", "national:pou-retire", row.id)
