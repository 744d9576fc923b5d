"""The key hierarchy: root key, organisation key, one data key per person and purpose.

``root → organisation → data`` by AES-256-GCM wrapping; each wrapped form is bound to
whose key it is, so swapping two wrapped keys opens nothing (SEC-02). The root key comes
from a file and never enters the database.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from threading import Lock
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from msa.vault.envelope import CannotOpen, DataKey
from msa.vault.root import (
    KeyUnavailable,
    bound_to,
    renewed,
    unwrap,
    unwrap_by_root,
    wrap,
    wrap_by_root,
)
from msa.vault.root import RootKeyMissing as RootKeyMissing

KEY_BYTES = 32
#: An organisation's key stays unwrapped in memory for at most this long.
CACHE_SECONDS = 600

_cache: dict[tuple[bytes, UUID], tuple[float, AESGCM]] = {}
_cache_lock = Lock()


class SubmissionKeyMissing(KeyUnavailable):
    """This process was given no key of what organisations have submitted."""


def new_organisation_key(*, organisation: UUID, key_id: UUID) -> bytes:
    """Return a fresh organisation key, wrapped by the root key."""
    bound = bound_to("organisation", organisation, key_id)
    return wrap_by_root(os.urandom(KEY_BYTES), bound)


def renew_organisation_key(
    *, organisation: UUID, key_id: UUID, wrapped: bytes
) -> bytes | None:
    """Return an organisation key under the current root key; None if it is already.

    Raises:
        KeyUnavailable: no root key of this process wrapped it.
    """
    bound = bound_to("organisation", organisation, key_id)
    return renewed(bytes(wrapped), bound, organisation=organisation)


def _organisation_cipher(*, organisation: UUID, key_id: UUID, wrapped: bytes) -> AESGCM:
    name = (bytes(wrapped), key_id)
    with _cache_lock:
        held = _cache.get(name)
        if held and held[0] > time.monotonic():
            return held[1]
    bound = bound_to("organisation", organisation, key_id)
    cipher = AESGCM(unwrap_by_root(bytes(wrapped), bound, organisation=organisation))
    with _cache_lock:
        _cache[name] = (time.monotonic() + CACHE_SECONDS, cipher)
    return cipher


def forget_organisation_keys() -> None:
    """Drop every unwrapped organisation key from memory."""
    with _cache_lock:
        _cache.clear()


class Keyring:
    """A key that wraps data keys, each for the row or person it was made for."""

    def __init__(self, cipher: AESGCM, owner: str) -> None:
        self._cipher, self._owner = cipher, owner

    def _bound_to(self, subject: UUID | str, data_key: UUID, purpose: str) -> bytes:
        # By hand as well, and what every key of the ring shares only once.
        return f'{self._owner},"{subject}","{data_key}"]{purpose}'.encode()

    def new_data_key(
        self, *, subject: UUID, data_key: UUID, purpose: str
    ) -> tuple[DataKey, bytes]:
        """Return a fresh data key and its wrapped form."""
        material = os.urandom(KEY_BYTES)
        bound_to = self._bound_to(subject, data_key, purpose)
        return DataKey.of(data_key, material), wrap(self._cipher, material, bound_to)

    def unwrap(
        self, *, subject: UUID | str, data_key: UUID, purpose: str, wrapped: bytes
    ) -> DataKey:
        """Return the data key of ``wrapped``; the subject may come in characters.

        Raises:
            CannotOpen: it belongs to another person, purpose or organisation.
        """
        bound_to = self._bound_to(subject, data_key, purpose)
        return DataKey.of(data_key, self._material(bytes(wrapped), bound_to))

    def _material(self, wrapped: bytes, bound_to: bytes) -> bytes:
        return unwrap(self._cipher, wrapped, bound_to)

    def hand_over(
        self,
        to: Keyring,
        *,
        subject: UUID,
        new_subject: UUID,
        data_key: UUID,
        purpose: str,
        wrapped: bytes,
    ) -> bytes:
        """Return a data key wrapped by another ring, for the row ``new_subject``.

        Raises:
            CannotOpen: as :meth:`unwrap`.
        """
        bound_to = self._bound_to(subject, data_key, purpose)
        material = self._material(bytes(wrapped), bound_to)
        theirs = to._bound_to(new_subject, data_key, purpose)
        return wrap(to._cipher, material, theirs)


class OrganisationKeyring(Keyring):
    """One organisation's key: wraps and unwraps the data keys of its survivors.

    Raises:
        KeyUnavailable: the root keys of this process don't open the wrapped form, or it
            is not this organisation's, or was changed.
        RootKeyMissing: the process holds no root key.
    """

    def __init__(self, *, organisation: UUID, key_id: UUID, wrapped: bytes) -> None:
        self.organisation, self.key_id = organisation, key_id
        cipher = _organisation_cipher(
            organisation=organisation, key_id=key_id, wrapped=wrapped
        )
        super().__init__(cipher, f'["msa-key","data","{organisation}","{key_id}"')


class SubmissionKeyring(Keyring):
    """Wraps the keys of what one organisation has handed to the national body.

    Both sites hold the key; what was handed over and nothing else is under it.

    Raises:
        SubmissionKeyMissing: the process holds no submissions key.
    """

    def __init__(self, *, organisation: UUID) -> None:
        if not settings.MSA_SUBMISSIONS_KEY:
            raise SubmissionKeyMissing(organisation)
        cipher = AESGCM(settings.MSA_SUBMISSIONS_KEY)
        super().__init__(cipher, f'["msa-key","submitted","{organisation}"')

    def _material(self, wrapped: bytes, bound_to: bytes) -> bytes:
        for key in settings.MSA_OTHER_SUBMISSIONS_KEYS:
            with suppress(CannotOpen):
                return unwrap(AESGCM(key), wrapped, bound_to)
        return super()._material(wrapped, bound_to)

    def renewed(
        self, *, subject: UUID, data_key: UUID, purpose: str, wrapped: bytes
    ) -> bytes | None:
        """Return a data key under the current submissions key; None if it is already.

        Raises:
            CannotOpen: no submissions key of this process wrapped it.
        """
        bound_to = self._bound_to(subject, data_key, purpose)
        with suppress(CannotOpen):
            unwrap(self._cipher, bytes(wrapped), bound_to)
            return None
        return wrap(self._cipher, self._material(bytes(wrapped), bound_to), bound_to)
