"""Two hands at the same moment: one enquiry, one survivor, and no slip left behind."""

from __future__ import annotations

import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection, transaction

from cases.enquiries import services
from cases.enquiries.enums import Channel, State
from cases.enquiries.services import Approach
from msa.tenancy.context import use
from tests.assessments.test_at_once import at_once
from tests.cast import USUAL, Cast, agreements
from tests.databases import superuser
from tests.enquiries.conftest import kept, now, today, with_slip
from tests.enquiries.test_guarding import insert_slip


def count(live: str, table: str) -> int:
    with superuser(live) as admin:
        found = admin.execute(f"SELECT count(*) FROM {table}".encode()).fetchone()
    assert found is not None
    return int(str(found[0]))


@pytest.mark.req("CON-01")
def test_a_slip_written_while_the_enquiry_ends_goes_with_it(
    live: str, live_cast: Cast
) -> None:
    pk, written, done = kept(live_cast.worker), Event(), Event()

    def write() -> None:
        try:
            with use(live_cast.worker.context), transaction.atomic():
                insert_slip(live_cast, pk)
                written.set()
                time.sleep(0.5)  # long enough for the other to come to the lock
                assert not done.is_set()
        finally:
            connection.close()

    def end() -> None:
        assert written.wait(20)
        try:
            with use(live_cast.colleague.context):
                services.end(live_cast.colleague, pk, State.DECLINED, at=now())
            done.set()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        for one in [pool.submit(write), pool.submit(end)]:
            one.result(timeout=30)

    assert count(live, "enquiries_slip") == 0


def test_pressed_in_several_browsers_it_is_one_of_each(
    live: str, live_cast: Cast
) -> None:
    actor, enquiry, survivor = live_cast.worker, uuid.uuid4(), uuid.uuid4()

    def keep(_: int) -> uuid.UUID:
        with use(actor.context):
            approach = Approach(today(), Channel.PHONE)
            return services.keep(actor, approach, id=enquiry, at=now()).id

    pk = with_slip(actor)

    def welcome(_: int) -> uuid.UUID:
        with use(actor.context):
            agreed = agreements(*USUAL)
            return services.welcome(actor, pk, agreed, id=survivor, at=now()).id

    assert set(at_once(keep)) == {enquiry}
    assert set(at_once(welcome)) == {survivor}
    assert count(live, "enquiries_enquiry") == 2
    assert count(live, "consent_subject") == 1
    assert count(live, "enquiries_slip") == 0
