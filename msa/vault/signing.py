"""Signatures that anybody can check and only the signing process can make (SEC-04)."""

from __future__ import annotations

import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

#: A signature made here is worth nothing for any other kind of message.
_BOUND_TO = b"msa-audit-heads-1\n"


def sign(seed: bytes, message: bytes) -> bytes:
    """Return the signature of ``message`` by the key that ``seed`` stands for.

    Raises:
        ValueError: the seed is not 32 bytes.
    """
    return Ed25519PrivateKey.from_private_bytes(seed).sign(_BOUND_TO + message)


def public_key_of(seed: bytes) -> bytes:
    """Return the half of a key that checks signatures.

    Raises:
        ValueError: the seed is not 32 bytes.
    """
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def is_signed(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Say whether ``signature`` is this key's, of exactly this message."""
    try:
        checker = Ed25519PublicKey.from_public_bytes(public_key)
        checker.verify(signature, _BOUND_TO + message)
    except (InvalidSignature, ValueError):
        return False
    return True


def fingerprint(public_key: bytes) -> str:
    """Return a public key in few characters, to be compared with those on paper."""
    digest = hashlib.sha256(public_key).hexdigest()[:16]
    return " ".join(digest[start : start + 4] for start in range(0, 16, 4))
