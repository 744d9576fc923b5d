"""Sealing one document: the vault against bare OpenSSL and against token per field."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from functools import partial

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from msa.vault.envelope import DataKey, Place, seal
from msa.vault.padding import pad
from tests.bench import packages
from tests.bench.case import Call, Case, Comparison
from tests.bench.world import World

_CALLS = 2_000
_FIELDS = 25
_SIZES = (("200 B", 200), ("2 KB", 2_000))
_PACKAGES = (
    ("django-cryptography", packages.pickled_token),
    ("fernet-encrypted-fields", packages.fernet_token),
)


def _lines(world: World) -> Iterator[Comparison]:
    key = DataKey.of(uuid.uuid4(), os.urandom(32))
    place = Place(
        *(uuid.uuid4(), uuid.uuid4()), "cases_section", "sealed", uuid.uuid4(), 1
    )
    for label, length in _SIZES:
        document = os.urandom(length // 2).hex().encode()
        ours = partial(seal, key, place, document)
        yield Comparison(
            f"seal {label}",
            "OpenSSL AES-256-GCM over the same bytes",
            3.0,
            ours,
            _openssl(pad(document), place.associated_data(key.id)),
            calls=_CALLS,
        )
        for package, token in _PACKAGES:
            yield Comparison(
                f"seal {label} or {package}",
                f"{_FIELDS} fields of it, a token each as that package makes them"
                " (not installed)",
                0.2,
                ours,
                _token_each(document.decode(), token),
                calls=_CALLS // _FIELDS,
            )


def _openssl(text: bytes, bound_to: bytes) -> Call:
    cipher = AESGCM(os.urandom(32))

    def sealed() -> bytes:
        nonce = os.urandom(12)
        return nonce + cipher.encrypt(nonce, text, bound_to)

    return sealed


def _token_each(text: str, token: packages.Conversion) -> Call:
    length = len(text) // _FIELDS
    fields = [text[n * length : (n + 1) * length] for n in range(_FIELDS)]
    return lambda: [token(field) for field in fields]


CASE = Case("seal", _lines)
