"""Keyed digests: tell whether a value was met before without keeping the value.

They are made from the root key, which every process that may seal holds and the
database never does: whoever steals a copy of the database can't try ids out. They stay
the same while keys of organisations and survivors come and go. A new root key makes
earlier digests unrecognisable; nothing that is sealed depends on them.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from uuid import UUID

from django.conf import settings

from msa.vault.keys import RootKeyMissing

#: 128 bits: no two values of one organisation share a digest by chance.
DIGEST_BYTES = 16


class Fingerprints:
    """The digests of one organisation for one use; no two uses or tenants agree.

    Raises:
        RootKeyMissing: the process holds no root key.
    """

    def __init__(self, *, organisation: UUID, use: str) -> None:
        if not settings.MSA_ROOT_KEY:
            raise RootKeyMissing("this process holds no root key")
        name = json.dumps(["msa-fingerprint", str(organisation), use]).encode()
        self._key = hmac.digest(settings.MSA_ROOT_KEY, name, hashlib.sha256)

    def of(self, kind: str, value: bytes) -> bytes:
        """Return the digest of one value of a kind."""
        # The kind's length comes first, so that no other pair gives the same bytes.
        named = len(kind).to_bytes(2, "big") + kind.encode() + value
        return hmac.digest(self._key, named, hashlib.sha256)[:DIGEST_BYTES]
