"""Keyed digests: tell whether a value was met before without keeping the value.

Each organisation has a key of its own for each use, wrapped by the root key: whoever
steals a copy of the database can't try ids out. It stays the same for ever, whatever
other key is replaced, or nothing that was met before would be recognised (IMP-01).
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from uuid import UUID

from msa.vault.root import (
    bound_to,
    renewed,
    root_key,
    unwrap_by_root,
    wrap_by_root,
)

#: 128 bits: no two values of one organisation share a digest by chance.
DIGEST_BYTES = 16
_KEY_BYTES = 32


def new_fingerprint_key(*, organisation: UUID, use: str) -> bytes:
    """Return a fresh key for one use, wrapped by the root key.

    Raises:
        RootKeyMissing: the process holds no root key.
    """
    return wrap_by_root(os.urandom(_KEY_BYTES), _bound_to(organisation, use))


def first_fingerprint_key(*, organisation: UUID, use: str) -> bytes:
    """Return the key of the digests that were made before there were keys for them.

    They were made from the root key itself, which could then never be replaced.

    Raises:
        RootKeyMissing: the process holds no root key.
    """
    name = json.dumps(["msa-fingerprint", str(organisation), use]).encode()
    material = hmac.digest(root_key(), name, hashlib.sha256)
    return wrap_by_root(material, _bound_to(organisation, use))


def renew_fingerprint_key(
    *, organisation: UUID, use: str, wrapped: bytes
) -> bytes | None:
    """Return a key under the current root key; None if it is already.

    Raises:
        KeyUnavailable: no root key of this process wrapped it.
    """
    bound = _bound_to(organisation, use)
    return renewed(bytes(wrapped), bound, organisation=organisation)


class Fingerprints:
    """The digests of one organisation for one use; no two uses or tenants agree.

    Raises:
        KeyUnavailable: no root key of this process opens the wrapped key.
        RootKeyMissing: the process holds no root key.
    """

    def __init__(self, *, organisation: UUID, use: str, wrapped: bytes) -> None:
        bound = _bound_to(organisation, use)
        self._key = unwrap_by_root(bytes(wrapped), bound, organisation=organisation)

    def of(self, kind: str, value: bytes) -> bytes:
        """Return the digest of one value of a kind."""
        # The kind's length comes first, so that no other pair gives the same bytes.
        named = len(kind).to_bytes(2, "big") + kind.encode() + value
        return hmac.digest(self._key, named, hashlib.sha256)[:DIGEST_BYTES]


def _bound_to(organisation: UUID, use: str) -> bytes:
    return bound_to("fingerprints", organisation, use)
