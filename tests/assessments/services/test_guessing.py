from __future__ import annotations

import os
import time
from typing import Any
from uuid import UUID

import pytest
from django.core.cache.backends.locmem import LocMemCache
from django.db import connection

from assessments import secrets
from assessments.enums import Way
from assessments.services import guessing, responding
from msa.tenancy.context import Context, use
from tests.assessments import world
from tests.cast import Cast

_EXHAUSTIVE = os.environ.get("MSA_EXHAUSTIVE") == "1"
GUESSES = 1_000_000 if _EXHAUSTIVE else 20_000
AT_ONCE = 5_000
NOBODY = Context(UUID(int=0), UUID(int=0), "survivor")


def hits(digests: list[bytes]) -> int:
    with use(NOBODY), connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM unnest(%s::bytea[]) AS guess,"
            " sec.open_invitation(guess)",
            [digests],
        )
        (number,) = cursor.fetchone()
        return int(number)


@pytest.mark.req("L04")
def test_no_guessed_token_opens_anything(cast: Cast, hemi: UUID) -> None:
    secret = world.invited(cast.worker, hemi, Way.LINK).secret

    found = sum(
        hits([secrets.digest_of(secrets.new_token()) for _ in range(AT_ONCE)])
        for _ in range(GUESSES // AT_ONCE)
    )

    assert found == 0
    assert hits([secrets.digest_of(secret)]) == 1


@pytest.mark.req("L04")
def test_after_five_wrong_codes_nobody_listens(cast: Cast, hemi: UUID) -> None:
    secret = world.invited(cast.worker, hemi).secret
    address = world.address()
    for _ in range(5):
        assert not responding.open_by_code("222222", address=address)

    assert responding.open_by_code(secret, address=address) is None
    assert responding.open_by_code(secret, address=world.address())


@pytest.mark.req("L04")
def test_links_and_codes_count_together(cast: Cast, hemi: UUID) -> None:
    secret = world.invited(cast.worker, hemi).secret
    address = world.address()
    for _ in range(5):
        responding.open_by_token("wrong", address=address)

    assert responding.open_by_code(secret, address=address) is None


def test_a_right_code_does_not_count(cast: Cast, hemi: UUID) -> None:
    secret = world.invited(cast.worker, hemi).secret
    address = world.address()

    opened = [responding.open_by_code(secret, address=address) for _ in range(8)]

    assert all(opened)


@pytest.mark.req("L04")
def test_a_swarm_is_braked(
    cast: Cast, hemi: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guessing, "FROM_EVERYWHERE", 3)
    secret = world.invited(cast.worker, hemi).secret
    for _ in range(3):
        responding.open_by_code("222222", address=world.address())

    assert responding.open_by_code(secret, address=world.address()) is None


def test_after_the_window_he_is_listened_to_again(
    cast: Cast, hemi: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guessing, "WINDOW_SECONDS", 1)
    secret = world.invited(cast.worker, hemi).secret
    address = world.address()
    for _ in range(6):
        responding.open_by_code("222222", address=address)

    time.sleep(1.1)

    assert responding.open_by_code(secret, address=address)


@pytest.mark.req("L04")
def test_one_address_can_not_brake_everybody(
    cast: Cast, hemi: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guessing, "FROM_EVERYWHERE", 8)
    secret = world.invited(cast.worker, hemi).secret
    address = world.address()
    for _ in range(20):
        responding.open_by_code("222222", address=address)

    assert responding.open_by_code(secret, address=world.address())


def test_the_brake_on_codes_leaves_links_alone(
    cast: Cast, hemi: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guessing, "FROM_EVERYWHERE", 3)
    secret = world.invited(cast.worker, hemi, Way.LINK).secret
    for _ in range(5):
        responding.open_by_code("222222", address=world.address())

    assert responding.open_by_token(secret, address=world.address())


@pytest.mark.req("L04")
@pytest.mark.parametrize(
    ("first", "second", "is_heard"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", False),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", True),
        ("::ffff:203.0.113.7", "203.0.113.7", False),
        ("203.0.113.7", "203.0.113.8", True),
    ],
)
def test_addresses_of_one_owner_count_together(
    first: str, second: str, *, is_heard: bool
) -> None:
    for _ in range(5):
        guessing.may_try(first, is_code=False)

    assert guessing.may_try(second, is_code=False) is is_heard


class Forgetful(LocMemCache):
    """A cache in which whatever was added is gone at once."""

    def add(self, *args: Any, **kwargs: Any) -> bool:
        return True


def test_a_count_whose_time_ends_just_now_begins_again(settings: Any) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": f"{__name__}.{Forgetful.__name__}",
            "LOCATION": world.address(),
        }
    }
    address = world.address()

    heard = [guessing.may_try(address, is_code=True) for _ in range(6)]

    assert heard == [True] * 5 + [False]


@pytest.mark.req("SEC-05")
def test_an_address_is_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    keys: list[str] = []
    monkeypatch.setattr(guessing, "_count", lambda key: keys.append(key) or 1)

    guessing.may_try("203.0.113.7", is_code=True)

    assert keys
    assert not any("203.0.113.7" in key for key in keys)
