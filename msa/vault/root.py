"""Wrapping by the root key, which comes from a file and never enters the database.

While it is being replaced a process holds two: the current one wraps, both open.
"""

from __future__ import annotations

import os
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from msa.vault.envelope import CannotOpen


class KeyUnavailable(CannotOpen):
    """A key is missing, or the one that is here does not fit.

    Nothing is lost by it: with the right key everything opens again.
    """

    def __init__(self, organisation: UUID | None = None) -> None:
        super().__init__()
        self.organisation = organisation


class RootKeyMissing(KeyUnavailable):
    """This process was given no root key: it can open nothing."""


def bound_to(kind: str, *names: UUID | str) -> bytes:
    """Return the bytes that a wrapped key is bound to: what it is, and whose."""
    # A JSON list written by hand: the encoder would cost more than the cipher.
    parts = ",".join(f'"{part}"' for part in ("msa-key", kind, *names))
    return f"[{parts}]".encode()


def wrap(cipher: AESGCM, material: bytes, bound: bytes) -> bytes:
    """Return ``material`` wrapped."""
    nonce = os.urandom(12)
    return nonce + cipher.encrypt(nonce, material, bound)


def unwrap(cipher: AESGCM, wrapped: bytes, bound: bytes) -> bytes:
    """Return what :func:`wrap` was given.

    Raises:
        CannotOpen: another key wrapped it, for something else, or it was changed.
    """
    try:
        return cipher.decrypt(wrapped[:12], wrapped[12:], bound)
    except (InvalidTag, ValueError):
        raise CannotOpen from None


def wrap_by_root(material: bytes, bound: bytes) -> bytes:
    """Return ``material`` wrapped by the current root key.

    Raises:
        RootKeyMissing: the process holds none.
    """
    return wrap(AESGCM(root_key()), material, bound)


def unwrap_by_root(wrapped: bytes, bound: bytes, *, organisation: UUID) -> bytes:
    """Return what a root key wrapped: the current one, or one accepted besides it.

    Raises:
        KeyUnavailable: none of them did.
        RootKeyMissing: the process holds none.
    """
    for key in (root_key(), *settings.MSA_OTHER_ROOT_KEYS):
        try:
            return unwrap(AESGCM(key), wrapped, bound)
        except CannotOpen:
            continue
    raise KeyUnavailable(organisation)


def renewed(wrapped: bytes, bound: bytes, *, organisation: UUID) -> bytes | None:
    """Return a wrapped key under the current root key; None if it is already.

    Raises:
        KeyUnavailable: no root key of this process wrapped it.
    """
    try:
        unwrap(AESGCM(root_key()), wrapped, bound)
    except CannotOpen:
        material = unwrap_by_root(wrapped, bound, organisation=organisation)
        return wrap_by_root(material, bound)
    return None


def root_key() -> bytes:
    """Return the current root key.

    Raises:
        RootKeyMissing: the process holds none.
    """
    if not settings.MSA_ROOT_KEY:
        raise RootKeyMissing
    key: bytes = settings.MSA_ROOT_KEY
    return key
