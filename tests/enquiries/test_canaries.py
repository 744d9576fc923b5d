"""The words of a slip stand on the page that opens it, and nowhere else at all."""

from __future__ import annotations

import logging
import re
import uuid
from typing import Any

import pytest
import redis
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from cases.enquiries import services
from cases.enquiries.enums import Ground, Way
from cases.enquiries.slips import SlipWords
from msa.tenancy.context import use
from tests.cast import Cast
from tests.conftest import SignIn
from tests.enquiries.conftest import kept, now
from tests.security.sites import site
from tests.security.stage import found_in
from tests.security.test_at_rest import Listener, dump

#: Letters alone: an address with eight digits could be rung.
MARK = uuid.uuid4().hex[:8].translate(str.maketrans("0123456789", "ghijklmnop"))
WORDS = (f"Tānenui-{MARK}", f"tane-{MARK}@example.nz", f"Only-{MARK}-may-be-said")


@pytest.fixture
def heard() -> Any:
    broker = redis.Redis.from_url(settings.MSA_REDIS_URL)
    listener = Listener(broker)
    listener.start()
    listener.ready.wait(5)

    def stop() -> bytes:
        broker.echo("enough")
        listener.join(10)
        return listener.heard

    return stop


def lived_through(browser: Client, pk: uuid.UUID) -> list[str]:
    """Write a slip by the pages, be refused once, open it; return every address."""
    name, where, may_say = WORDS
    said = {"ground": "SPOKEN", "name": name, "way": "PHONE", "where": where}
    addresses = []
    for data in (said, said | {"way": "EMAIL", "may_say": may_say}):
        answer = browser.post(f"/enquiries/{pk}/slip/new/", data)
        addresses += [answer.get("Location", "")]
    opened = browser.post(f"/enquiries/{pk}/slip/").content.decode()
    assert all(word in opened for word in WORDS)
    addresses += re.findall(r'(?:href|action)="([^"]*)"', opened)
    addresses += re.findall(r"<title>(.*?)</title>", opened, re.DOTALL)
    browser.post(f"/enquiries/{pk}/called/", {"after": 0, "result": "SPOKE"})
    return addresses


@pytest.mark.req("CON-01", "C01", "C09")
def test_a_slip_stands_in_no_dump_log_address_or_queue(
    live: str,
    live_cast: Cast,
    sign_in: SignIn,
    heard: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:
    pk = kept(live_cast.worker)
    with caplog.at_level(logging.DEBUG), site("casework", live):
        addresses = lived_through(sign_in(live_cast.worker), pk)
        cache.set("heard", MARK)
    told, dumped = heard(), dump(live)

    assert b"slip.opened" in dumped
    assert str(pk).encode() in dumped
    assert MARK.encode() in told
    assert len(addresses) > 5
    for place in (dumped, told, caplog.text.encode(), "\n".join(addresses).encode()):
        assert found_in(place, WORDS) == []


@pytest.mark.req("CON-01")
def test_once_destroyed_nothing_of_it_is_left_in_a_dump(
    live: str, live_cast: Cast
) -> None:
    pk = kept(live_cast.worker)
    with use(live_cast.worker.context):
        words = SlipWords(WORDS[0], Way.EMAIL, WORDS[1])
        services.write_slip(live_cast.worker, pk, words, Ground.SPOKEN, at=now())
    rows = rb"COPY public\.enquiries_slip .*?\n(.*?)\\\.\n"
    there = re.search(rows, dump(live), re.DOTALL)
    with use(live_cast.worker.context):
        services.destroy_slip(live_cast.worker, pk)
    gone = re.search(rows, dump(live), re.DOTALL)

    assert there is not None
    assert str(pk).encode() in there[1]
    assert gone is not None
    assert gone[1] == b""
