"""The secrets that open a check-in, and the digests that are kept of them (L01)."""

from __future__ import annotations

import hashlib
import secrets
import string

from django.utils.crypto import salted_hmac

#: Neither vowels, which make words, nor what is read as something else here.
ALPHABET = "23456789CDFGHJKMNPQRTVWX"
CODE_LENGTH = 6
TOKEN_BYTES = 32
_TYPED = frozenset(string.ascii_uppercase + string.digits)
#: What somebody may type for a character of the alphabet that it looks like.
_LOOK_ALIKES = str.maketrans("BSZ", "852")


def new_code() -> str:
    """Return a code to be read off one screen and typed into another."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def new_token() -> str:
    """Return a token of 256 bits for a link."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def new_device() -> str:
    """Return a name for a device that a check-in was opened on; it tells nothing."""
    return secrets.token_urlsafe(6)


def cleaned_code(typed: str) -> str:
    """Return a code as it was meant: case, spaces and look-alikes don't matter."""
    kept = filter(_TYPED.__contains__, typed.upper())
    return "".join(kept).translate(_LOOK_ALIKES)


def is_code(secret: str) -> bool:
    """Say whether a secret is short enough to be guessed."""
    return len(secret) == CODE_LENGTH


def digest_of(secret: str) -> bytes:
    """Return what is stored in place of a secret, always 32 bytes.

    A code is short enough to be tried out, so its digest needs a key that the database
    does not have.
    """
    if is_code(secret):
        return salted_hmac("assessments.secrets", secret, algorithm="sha256").digest()
    return hashlib.sha256(secret.encode()).digest()
