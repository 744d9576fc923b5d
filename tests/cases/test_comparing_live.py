"""What comparing leaves behind, and what two do at one moment (REC-10)."""

from __future__ import annotations

import logging
import threading
import uuid

import pytest
import redis
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction

from cases.models import Fingerprint, Likeness
from cases.sections import Contact
from cases.services import sections
from cases.services.comparing import Alike
from consent.keeping import Keeper
from msa.accounts.actor import Actor
from msa.tenancy.context import use
from tests.cases.world import begun
from tests.cast import NOW, Cast
from tests.conftest import SignIn
from tests.security.sites import site
from tests.security.stage import found_in
from tests.security.test_at_rest import Listener, dump

MARK = uuid.uuid4().hex[:8]
NUMBER = f"0215{int(MARK, 16) % 10**7:07}"
WORDS = (f"Tānenui-{MARK}", f"tane-{MARK}@example.nz", NUMBER)
WAYS = Contact(phone="021 555 0199", phone_safe=True)


@pytest.mark.req("REC-10", "C01")
def test_what_is_compared_stands_in_no_dump_log_or_queue(
    live: str,
    live_cast: Cast,
    sign_in: SignIn,
    caplog: pytest.LogCaptureFixture,
) -> None:
    listener = Listener(broker := redis.Redis.from_url(settings.MSA_REDIS_URL))
    listener.start()
    listener.ready.wait(5)
    name, email, number = WORDS
    told = {"name": name, "birth_date": "5 3 1984", "email": email, "phone": number}
    told |= {"phone_safe": "on", "email_safe": "on"}
    with caplog.at_level(logging.DEBUG), site("casework", live):
        for actor in (live_cast.worker, live_cast.colleague):
            page = f"/people/{begun(actor)}/start/"
            assert sign_in(actor).post(page, told).status_code == 302
        assert (
            b"in common"
            in sign_in(live_cast.manager).get("/manage/people/alike/").content.lower()
        )
        cache.set("heard", MARK)
    broker.echo("enough")
    listener.join(10)

    with use(Keeper(live_cast.kauri.id).context), transaction.atomic():
        digests = [bytes(one.digest).hex() for one in Fingerprint.objects.all()]
        assert sorted(Likeness.objects.get().matched) == ["EMAIL", "NAME", "PHONE"]
    dumped = dump(live)
    assert b"record.compared" in dumped
    assert MARK.encode() in listener.heard
    for place in (dumped, listener.heard, caplog.text.encode()):
        assert found_in(place, WORDS) == []
    # Each digest stands in its own table, once for each of the two, and nowhere else.
    assert len(digests) == 6
    assert all(dumped.count(one.encode()) == 2 for one in digests)


@pytest.mark.req("REC-10")
def test_of_two_at_one_moment_the_second_is_told(live: str, live_cast: Cast) -> None:
    first, second = begun(live_cast.worker), begun(live_cast.colleague)
    told: list[Alike] = []

    def save(actor: Actor, subject: uuid.UUID) -> Alike:
        return sections.save_compared(actor, subject, WAYS, after=0, at=NOW).alike

    def run() -> None:
        with use(live_cast.colleague.context):
            told.append(save(live_cast.colleague, second))
        connection.close()

    thread = threading.Thread(target=run)
    with use(live_cast.worker.context), transaction.atomic():
        told.append(save(live_cast.worker, first))
        thread.start()
        thread.join(0.5)
    thread.join(10)

    assert told == [Alike(), Alike(somebody=True)]
