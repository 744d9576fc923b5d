from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from msa.accounts.actor import Actor
from msa.audit.models import Event
from msa.audit.recording import record
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from tests.cast import Cast


def newest(actor: Actor) -> Event:
    with use(Context(actor.organisation, FOUNDER, "owner")):
        return Event.objects.latest("at")


@pytest.mark.req("SEC-04")
def test_an_event_says_who_as_what_and_about_whom(cast: Cast) -> None:
    subject = uuid.uuid4()

    with use(cast.worker.context):
        record(cast.worker, "person.opened", subject=subject, reason="routine")

    event = newest(cast.worker)
    assert (event.actor, event.role) == (cast.worker.person, "worker")
    assert (event.subject_id, event.payload) == (subject, {"reason": "routine"})


@pytest.mark.req("SEC-04")
@pytest.mark.parametrize("action", ["", "opened", "Person.opened", "a.b.c", "a b.c"])
def test_an_action_reads_noun_and_verb(cast: Cast, action: str) -> None:
    with use(cast.worker.context), pytest.raises(ValueError, match=r"noun\.verb"):
        record(cast.worker, action)


@pytest.mark.req("SEC-04")
@pytest.mark.parametrize("value", [None, True, 3, "code", ["a", "b"]])
def test_codes_and_counts_are_kept(cast: Cast, value: Any) -> None:
    with use(cast.worker.context):
        record(cast.worker, "person.opened", value=value)

    assert newest(cast.worker).payload == {"value": value}


@pytest.mark.req("SEC-04", "A01")
def test_nobody_writes_an_event_for_another(cast: Cast) -> None:
    with (
        use(cast.worker.context),
        pytest.raises(DatabaseError),
        transaction.atomic(),
    ):
        record(cast.manager, "person.opened")
