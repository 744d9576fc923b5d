"""Nothing of the sealed format changes unnoticed (C07)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from msa.vault.envelope import DataKey, Place, open_sealed
from msa.vault.keys import OrganisationKeyring
from msa.vault.padding import bucket, pad

VECTORS: Any = json.loads((Path(__file__).parent / "vectors.json").read_text())


@pytest.mark.req("C07", "SEC-02")
@pytest.mark.parametrize("vector", VECTORS["gcm"])
def test_the_cipher_gives_the_published_answers(vector: dict[str, str]) -> None:
    key, nonce, plaintext, data = (
        bytes.fromhex(vector[name]) for name in ("key", "nonce", "plaintext", "data")
    )

    assert AESGCM(key).encrypt(nonce, plaintext, data).hex() == vector["sealed"]


@pytest.mark.req("C07", "SEC-02")
def test_an_envelope_of_long_ago_opens() -> None:
    vector = VECTORS["envelope"]
    key = DataKey.of(UUID(vector["key_id"]), bytes.fromhex(vector["key"]))
    place = Place(
        UUID(vector["organisation"]),
        UUID(vector["subject"]),
        vector["table"],
        vector["column"],
        UUID(vector["row"]),
        vector["revision"],
    )

    opened = open_sealed(key, place, bytes.fromhex(vector["envelope"]))

    assert opened.decode() == vector["plaintext"]
    assert place.associated_data(key.id).decode() == vector["associated_data"]


@pytest.mark.req("C07", "SEC-02")
def test_a_wrapped_key_of_long_ago_opens(settings: Any) -> None:
    wrapping, envelope = VECTORS["wrapping"], VECTORS["envelope"]
    settings.MSA_ROOT_KEY = bytes.fromhex(wrapping["root"])
    ring = OrganisationKeyring(
        organisation=UUID(envelope["organisation"]),
        key_id=UUID(wrapping["organisation_key"]),
        wrapped=bytes.fromhex(wrapping["wrapped_organisation_key"]),
    )

    key = ring.unwrap(
        subject=UUID(envelope["subject"]),
        data_key=UUID(envelope["key_id"]),
        purpose=wrapping["purpose"],
        wrapped=bytes.fromhex(wrapping["wrapped_data_key"]),
    )

    sealed = bytes.fromhex(envelope["envelope"])
    known = AESGCM(bytes.fromhex(envelope["key"]))
    data = envelope["associated_data"].encode()
    assert key.cipher.decrypt(sealed[22:34], sealed[34:], data) == known.decrypt(
        sealed[22:34], sealed[34:], data
    )


@pytest.mark.req("C07", "C14")
@pytest.mark.parametrize(("length", "size"), VECTORS["padding"])
def test_padding_fills_the_same_buckets(length: int, size: int) -> None:
    assert len(pad(b"x" * length)) == size == bucket(length + 4)
