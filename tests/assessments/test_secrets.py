from __future__ import annotations

import hashlib
from uuid import UUID

import pytest

from assessments import secrets
from assessments.enums import Way
from assessments.models import Invitation
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from tests.assessments import world
from tests.cast import Cast


@pytest.mark.req("L01")
def test_a_token_has_256_bits() -> None:
    tokens = {secrets.new_token() for _ in range(1_000)}

    assert len(tokens) == 1_000
    assert all(len(token) == 43 for token in tokens)


def test_a_code_has_no_vowel_and_no_double_meaning() -> None:
    letters = set("".join(secrets.new_code() for _ in range(500)))

    assert letters.isdisjoint("AEIOUY01LSZB")


def test_a_code_is_read_as_it_was_meant() -> None:
    assert secrets.cleaned_code(" 2c d-b5z ") == "2CD852"


@pytest.mark.req("L01")
def test_the_digest_of_a_code_can_not_be_tried_out_without_the_key() -> None:
    code = secrets.new_code()

    assert secrets.digest_of(code) != hashlib.sha256(code.encode()).digest()
    assert len(secrets.digest_of(code)) == 32


@pytest.mark.req("L01")
@pytest.mark.parametrize("way", [Way.ROOM, Way.LINK])
def test_only_a_digest_is_stored(cast: Cast, hemi: UUID, way: Way) -> None:
    secret = world.invited(cast.worker, hemi, way).secret

    with use(Context(cast.kauri.id, FOUNDER, "owner")):
        (row,) = Invitation.objects.values()

    assert bytes(row["digest"]) == secrets.digest_of(secret)
    assert secret not in repr(row)
