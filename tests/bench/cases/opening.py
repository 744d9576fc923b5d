"""Opening a caseload: policy, key release, audit and unsealing, against clear columns.

What the product opens for a list is measured by the function that its search calls.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from django.db import transaction
from django.db.models import F, Model

from cases.queries import people
from msa.tenancy.context import use
from tests.bench import plain
from tests.bench.case import Case, Comparison
from tests.bench.filling import OPENED
from tests.bench.plain import PLAIN, grants_of
from tests.bench.world import World

#: The packages cost 4 to 6 times the clear rows, not 14 to 17 (ADR 0011).
_PACKAGE = 0.6


def _lines(world: World) -> Iterator[Comparison]:
    actor = world.opener

    def ours() -> object:
        with use(actor.context), transaction.atomic():
            return people.opened(actor, act="search")

    def peer(model: type[Model]) -> list[Model]:
        rows = model._default_manager.using(PLAIN).filter(
            organisation_id=actor.organisation,
            subject_id__in=grants_of(actor.organisation, actor.person),
        )
        newest = rows.order_by(F("last_activity_on").desc(nulls_last=True), "id")
        with transaction.atomic(using=PLAIN):
            return list(newest[:OPENED])

    for name, target, model, against in (
        (
            "open-caseload",
            2.5,
            plain.Person,
            "the same rows in clear columns through the ORM",
        ),
        (
            "open-caseload or django-cryptography",
            _PACKAGE,
            plain.PickledPerson,
            "a token per field as that package makes it (ADR 0011)",
        ),
        (
            "open-caseload or fernet-encrypted-fields",
            _PACKAGE,
            plain.FernetPerson,
            "a token per field as that package makes it (ADR 0011)",
        ),
    ):
        yield Comparison(name, against, target, ours, partial(peer, model))


CASE = Case("open-caseload", _lines)
