"""Saying who is asking at each transaction, and having PostgreSQL check it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from django.db import connections, transaction

from msa.tenancy.context import use
from tests.bench.case import Case, Comparison
from tests.bench.plain import PLAIN
from tests.bench.world import World


def _ask(alias: str, question: str) -> None:
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        cursor.execute(question)
        cursor.fetchone()


def _lines(world: World) -> Iterator[Comparison]:
    def asked(question: str) -> None:
        with use(world.worker.context):
            _ask("default", question)

    against = "a transaction with SELECT 1, without a context"
    for name, target, question in (
        ("context sent", 1.5, "SELECT 1"),
        ("context sent and verified", 2.0, "SELECT sec.organisation()"),
    ):
        yield Comparison(
            name,
            against,
            target,
            ours=partial(asked, question),
            peer=partial(_ask, PLAIN, "SELECT 1"),
            calls=20,
        )


CASE = Case("context", _lines)
