"""Padding, so that a ciphertext's length says little about what it holds (C14)."""

from __future__ import annotations

_SMALLEST = 32
_DOUBLE_UP_TO = 1024
_PREFIX = 4


def bucket(length: int) -> int:
    """Return the padded size for ``length`` bytes: 32 … 1,024, then 25 % steps."""
    if length <= _DOUBLE_UP_TO:
        return max(_SMALLEST, 1 << (length - 1).bit_length())
    size = _DOUBLE_UP_TO
    while size < length:
        size += size // 4
    return size


def pad(plaintext: bytes) -> bytes:
    """Return ``plaintext`` behind its length, filled with zeros to its bucket."""
    size = bucket(len(plaintext) + _PREFIX)
    return (len(plaintext).to_bytes(_PREFIX, "big") + plaintext).ljust(size, b"\0")


def unpad(padded: bytes) -> bytes:
    """Return what :func:`pad` was given.

    Raises:
        ValueError: the length before the text does not fit, or the filling is not zero.
    """
    length = int.from_bytes(padded[:_PREFIX], "big")
    end = _PREFIX + length
    filling = len(padded) - end
    if len(padded) < _PREFIX or filling < 0 or padded.count(0, end) != filling:
        raise ValueError("padding")
    return padded[_PREFIX:end]
