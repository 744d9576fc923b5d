"""The key hierarchy: root key, organisation key, one data key per person and purpose.

``root → organisation → data`` by AES-256-GCM wrapping; each wrapped form is bound to
whose key it is, so swapping two wrapped keys opens nothing (SEC-02). The root key comes
from a file and never enters the database.
"""

from __future__ import annotations

import os
import time
from threading import Lock
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from msa.vault.envelope import CannotOpen, DataKey

KEY_BYTES = 32
#: An organisation's key stays unwrapped in memory for at most this long.
CACHE_SECONDS = 600

_cache: dict[tuple[bytes, UUID], tuple[float, AESGCM]] = {}
_cache_lock = Lock()


class RootKeyMissing(Exception):
    """This process was given no root key: it can open nothing."""


def _bound_to(kind: str, *ids: UUID) -> bytes:
    # A JSON list written by hand: the encoder would cost more than the cipher.
    parts = ",".join(f'"{part}"' for part in ("msa-key", kind, *ids))
    return f"[{parts}]".encode()


def _wrap(cipher: AESGCM, material: bytes, bound_to: bytes) -> bytes:
    nonce = os.urandom(12)
    return nonce + cipher.encrypt(nonce, material, bound_to)


def _unwrap(cipher: AESGCM, wrapped: bytes, bound_to: bytes) -> bytes:
    try:
        return cipher.decrypt(wrapped[:12], wrapped[12:], bound_to)
    except (InvalidTag, ValueError):
        raise CannotOpen from None


def _root() -> AESGCM:
    if not settings.MSA_ROOT_KEY:
        raise RootKeyMissing("this process holds no root key")
    return AESGCM(settings.MSA_ROOT_KEY)


def new_organisation_key(*, organisation: UUID, key_id: UUID) -> bytes:
    """Return a fresh organisation key, wrapped by the root key."""
    bound_to = _bound_to("organisation", organisation, key_id)
    return _wrap(_root(), os.urandom(KEY_BYTES), bound_to)


def _organisation_cipher(*, organisation: UUID, key_id: UUID, wrapped: bytes) -> AESGCM:
    name = (bytes(wrapped), key_id)
    with _cache_lock:
        held = _cache.get(name)
        if held and held[0] > time.monotonic():
            return held[1]
    bound_to = _bound_to("organisation", organisation, key_id)
    cipher = AESGCM(_unwrap(_root(), bytes(wrapped), bound_to))
    with _cache_lock:
        _cache[name] = (time.monotonic() + CACHE_SECONDS, cipher)
    return cipher


def forget_organisation_keys() -> None:
    """Drop every unwrapped organisation key from memory."""
    with _cache_lock:
        _cache.clear()


class OrganisationKeyring:
    """One organisation's key: wraps and unwraps the data keys of its survivors.

    Raises:
        CannotOpen: the wrapped form is not this organisation's, or was changed.
        RootKeyMissing: the process holds no root key.
    """

    def __init__(self, *, organisation: UUID, key_id: UUID, wrapped: bytes) -> None:
        self.organisation, self.key_id = organisation, key_id
        self._cipher = _organisation_cipher(
            organisation=organisation, key_id=key_id, wrapped=wrapped
        )
        self._owner = f'["msa-key","data","{organisation}","{key_id}"'

    def _bound_to(self, subject: UUID | str, data_key: UUID, purpose: str) -> bytes:
        # By hand as well, and what every key of the ring shares only once.
        return f'{self._owner},"{subject}","{data_key}"]{purpose}'.encode()

    def new_data_key(
        self, *, subject: UUID, data_key: UUID, purpose: str
    ) -> tuple[DataKey, bytes]:
        """Return a fresh data key and its wrapped form."""
        material = os.urandom(KEY_BYTES)
        bound_to = self._bound_to(subject, data_key, purpose)
        return DataKey.of(data_key, material), _wrap(self._cipher, material, bound_to)

    def unwrap(
        self, *, subject: UUID | str, data_key: UUID, purpose: str, wrapped: bytes
    ) -> DataKey:
        """Return the data key of ``wrapped``; the subject may come in characters.

        Raises:
            CannotOpen: it belongs to another person, purpose or organisation.
        """
        bound_to = self._bound_to(subject, data_key, purpose)
        return DataKey.of(data_key, _unwrap(self._cipher, bytes(wrapped), bound_to))
