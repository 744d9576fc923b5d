from __future__ import annotations

import uuid

import pytest

from msa.vault.fingerprints import DIGEST_BYTES, Fingerprints, new_fingerprint_key

TENANT = uuid.uuid4()


def made(tenant: uuid.UUID = TENANT, use: str = "people") -> Fingerprints:
    wrapped = new_fingerprint_key(organisation=tenant, use=use)
    return Fingerprints(organisation=tenant, use=use, wrapped=wrapped)


def test_the_same_value_is_recognised() -> None:
    ours = made()

    assert ours.of("name", b"hemi") == ours.of("name", b"hemi")
    assert len(ours.of("name", b"hemi")) == DIGEST_BYTES


@pytest.mark.req("SEC-02")
def test_a_digest_can_not_be_tried_out_without_its_key() -> None:
    assert made().of("name", b"hemi") != made().of("name", b"hemi")


def test_no_kind_is_taken_for_another() -> None:
    ours = made()

    assert ours.of("name", b"hemi") != ours.of("phone", b"hemi")
