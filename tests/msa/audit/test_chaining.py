from __future__ import annotations

import uuid

import pytest
from django.db import connection

from msa.audit.models import Event, Head, Link
from msa.audit.recording import record, record_each
from msa.audit.verification import verify
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from tests.cast import Cast


def chain_now() -> None:
    """Do what is left for the commit."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.mark.req("SEC-04")
def test_events_of_a_transaction_are_chained_in_their_order(cast: Cast) -> None:
    with use(cast.worker.context):
        for number in range(3):
            record(cast.worker, "person.opened", number=number)
        record_each(
            cast.worker, "person.opened", subjects=[uuid.uuid4() for _ in range(40)]
        )
        chain_now()

    with use(Context(cast.kauri.id, FOUNDER, "owner")):
        links = list(Link.objects.order_by("seq"))
        at = dict(Event.objects.values_list("id", "at"))
        assert verify(cast.kauri.id).faults == []
    assert [link.seq for link in links] == list(range(1, len(at) + 1))
    assert [link.event_id for link in links] == sorted(at, key=lambda one: at[one])


@pytest.mark.req("SEC-04")
def test_what_comes_later_goes_on_where_the_chain_ended(cast: Cast) -> None:
    with use(cast.worker.context):
        for number in range(4):
            record(cast.worker, "person.opened", number=number)
            chain_now()

    with use(Context(cast.kauri.id, FOUNDER, "owner")):
        newest = Link.objects.latest("seq")
        assert Head.objects.get().hash == newest.hash
        assert Link.objects.count() == Event.objects.count()
        assert verify(cast.kauri.id).faults == []
