"""The envelope: one sealed value, bound to the row, the person and the key.

Layout: version (1), algorithm (1), key id (16), revision (4), nonce (12), ciphertext
and tag. The associated data is a canonical list of organisation, subject, table,
column, row, revision and key, so a value moved to another row, person or organisation
does not open (C04), nor does an earlier revision put back (C06).
"""

from __future__ import annotations

import json
import os
import struct
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from msa.vault.padding import pad, unpad

VERSION = 1
AES_256_GCM = 1
_HEADER = struct.Struct(">BB16sI12s")
_TAG = 16
#: The same few organisations, people and tables are named again and again.
_text = lru_cache(maxsize=1024)(str)
_quoted = lru_cache(maxsize=128)(json.dumps)


class CannotOpen(Exception):
    """A sealed value did not open; one error for every cause, so it teaches nothing."""

    def __init__(self) -> None:
        super().__init__("sealed value does not open")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sealed value lives: what it is bound to besides its key."""

    organisation: UUID
    subject: UUID
    table: str
    column: str
    row: UUID
    revision: int

    def associated_data(self, key_id: UUID) -> bytes:
        """Return the canonical bytes that the ciphertext is bound to."""
        # Written by hand: a JSON encoder would cost more than the cipher.
        return (
            f'["msa-field",{VERSION},{AES_256_GCM},'
            f'"{_text(self.organisation)}","{_text(self.subject)}",'
            f"{_quoted(self.table)},{_quoted(self.column)},"
            f'"{self.row}",{self.revision},"{_text(key_id)}"]'
        ).encode()


@dataclass(frozen=True, slots=True, repr=False)
class DataKey:
    """An unwrapped key of one survivor and purpose, ready to seal and open."""

    id: UUID
    cipher: AESGCM

    @classmethod
    def of(cls, key_id: UUID, material: bytes) -> DataKey:
        """Return the key for 32 bytes of ``material``."""
        return cls(key_id, AESGCM(material))


def seal(key: DataKey, place: Place, plaintext: bytes) -> bytes:
    """Return the envelope of ``plaintext`` for ``place`` under ``key``."""
    nonce = os.urandom(12)
    header = _HEADER.pack(VERSION, AES_256_GCM, key.id.bytes, place.revision, nonce)
    sealed = key.cipher.encrypt(nonce, pad(plaintext), place.associated_data(key.id))
    return header + sealed


def open_sealed(key: DataKey, place: Place, envelope: bytes) -> bytes:
    """Return the plaintext of ``envelope``.

    Raises:
        CannotOpen: wrong key, place, revision, version, or changed bytes.
    """
    if len(envelope) < _HEADER.size + _TAG:
        raise CannotOpen
    version, algorithm, key_id, revision, nonce = _HEADER.unpack_from(envelope)
    expected = (VERSION, AES_256_GCM, key.id.bytes, place.revision)
    if (version, algorithm, key_id, revision) != expected:
        raise CannotOpen
    try:
        padded = key.cipher.decrypt(
            nonce, envelope[_HEADER.size :], place.associated_data(key.id)
        )
        return unpad(padded)
    except (InvalidTag, ValueError):
        raise CannotOpen from None


def key_id_of(envelope: bytes) -> UUID:
    """Return the id of the key that an envelope names.

    Raises:
        CannotOpen: too short to name one.
    """
    if len(envelope) < _HEADER.size:
        raise CannotOpen
    return UUID(bytes=_HEADER.unpack_from(envelope)[2])
