"""The envelope: one sealed value, bound to the row, the person and the key.

Layout: version (1), algorithm (1), key id (16), revision (4), nonce (12), ciphertext
and tag. The associated data is a canonical list of organisation, subject, table,
column, row, revision and key, so a value moved to another row, person or organisation
does not open (C04), nor does an earlier revision put back (C06).
"""

from __future__ import annotations

import hashlib
import hmac
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
_MARK = struct.Struct(">BB16s")
_NONCE, _TAG = 12, 16
_DIGEST_KEY = 32
#: Version, algorithm, key, revision and nonce.
_HEADER = _MARK.size + 4 + _NONCE
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
        return self.bound_to(_text(key_id))

    def bound_to(self, key: str) -> bytes:
        """Return the same for a key whose id is at hand in characters."""
        return _bound_to(
            _text(self.organisation),
            _text(self.subject),
            _quoted(self.table),
            _quoted(self.column),
            str(self.row),
            self.revision,
            key,
        )


def _bound_to(
    organisation: str,
    subject: str,
    table: str,
    column: str,
    row: str,
    revision: int,
    key: str,
) -> bytes:
    # Written by hand: a JSON encoder would cost more than the cipher.
    return (
        f'["msa-field",{VERSION},{AES_256_GCM},"{organisation}","{subject}",'
        f'{table},{column},"{row}",{revision},"{key}"]'
    ).encode()


@dataclass(frozen=True, slots=True, repr=False)
class DataKey:
    """An unwrapped key of one survivor and purpose, ready to seal and open."""

    id: UUID
    cipher: AESGCM
    name: str
    """The id in characters."""
    mark: bytes
    """How every envelope under this key begins."""

    @classmethod
    def of(cls, key_id: UUID, material: bytes) -> DataKey:
        """Return the key for 32 bytes of ``material``."""
        mark = _MARK.pack(VERSION, AES_256_GCM, key_id.bytes)
        return cls(key_id, AESGCM(material), str(key_id), mark)


def seal(key: DataKey, place: Place, plaintext: bytes) -> bytes:
    """Return the envelope of ``plaintext`` for ``place`` under ``key``."""
    nonce = os.urandom(_NONCE)
    header = key.mark + place.revision.to_bytes(4, "big") + nonce
    sealed = key.cipher.encrypt(nonce, pad(plaintext), place.bound_to(key.name))
    return header + sealed


def open_sealed(key: DataKey, place: Place, envelope: bytes) -> bytes:
    """Return the plaintext of ``envelope``.

    Raises:
        CannotOpen: wrong key, place, revision, version, or changed bytes.
    """
    return _open(key, place.revision, place.bound_to(key.name), envelope)


def digest(key: DataKey, place: Place, plaintext: bytes) -> bytes:
    """Return by what a value of ``place`` is known again, and can't be read.

    Whoever lacks the key can't try values out; no two places agree.
    """
    # The key itself only ever seals: HMAC gets the cipher's stream for a nonce that no
    # envelope has, as theirs are drawn from chance.
    stream = key.cipher.encrypt(bytes(_NONCE), bytes(_DIGEST_KEY), None)[:_DIGEST_KEY]
    return hmac.digest(stream, place.bound_to(key.name) + plaintext, hashlib.sha256)


class Shelf:
    """The places of one organisation's rows in one column, to open many of them.

    Ids come in characters, as PostgreSQL writes them: that is how they are bound.
    """

    def __init__(self, *, organisation: UUID, table: str, column: str) -> None:
        self._organisation = str(organisation)
        self._table, self._column = _quoted(table), _quoted(column)

    def open(
        self, key: DataKey, envelope: bytes, *, subject: str, row: str, revision: int
    ) -> bytes:
        """Return the plaintext of ``envelope``.

        Raises:
            CannotOpen: wrong key, place, revision, version, or changed bytes.
        """
        bound_to = _bound_to(
            self._organisation,
            subject,
            self._table,
            self._column,
            row,
            revision,
            key.name,
        )
        return _open(key, revision, bound_to, envelope)


def _open(key: DataKey, revision: int, bound_to: bytes, envelope: bytes) -> bytes:
    if len(envelope) < _HEADER + _TAG:
        raise CannotOpen
    if not envelope.startswith(key.mark + revision.to_bytes(4, "big")):
        raise CannotOpen
    try:
        nonce, sealed = envelope[_HEADER - _NONCE : _HEADER], envelope[_HEADER:]
        return unpad(key.cipher.decrypt(nonce, sealed, bound_to))
    except (InvalidTag, ValueError):
        raise CannotOpen from None


def key_id_of(envelope: bytes) -> UUID:
    """Return the id of the key that an envelope names.

    Raises:
        CannotOpen: too short to name one.
    """
    if len(envelope) < _HEADER:
        raise CannotOpen
    return UUID(bytes=_MARK.unpack_from(envelope)[2])
