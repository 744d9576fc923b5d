"""What a field costs with the encrypted-field packages, which are not installed.

Both do the same steps here with the same library. What only they would add (field
classes, settings look-ups, key derivation at start-up) is left out, in their favour:
the packages themselves took from 0.9 to 1.2 times as long (ADR 0011).
"""

from __future__ import annotations

import base64
import os
import pickle
import struct
import time
from collections.abc import Callable

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives import hashes, padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.hmac import HMAC

Conversion = Callable[[str], str]
_HEADER = struct.Struct(">cQ")
_BLOCK_BITS = 128
_MAC_BYTES = 32
# Always the same: a kept database is read by later runs.
_KEY, _MAC_KEY = bytes(32), bytes(range(32))
_fernet = Fernet(base64.urlsafe_b64encode(_KEY))


def fernet_token(text: str) -> str:
    """Encrypt as django-fernet-encrypted-fields: a Fernet token, its key kept."""
    return _fernet.encrypt(text.encode()).decode()


def fernet_text(token: str) -> str:
    """Return what :func:`fernet_token` was given."""
    return _fernet.decrypt(token.encode()).decode()


def pickled_token(text: str) -> str:
    """Encrypt as django-cryptography: pickle, AES-CBC, then HMAC, step by step."""
    padder = padding.PKCS7(_BLOCK_BITS).padder()
    padded = padder.update(pickle.dumps(text)) + padder.finalize()
    start = os.urandom(16)
    cipher = Cipher(algorithms.AES(_KEY), modes.CBC(start)).encryptor()
    body = start + cipher.update(padded) + cipher.finalize()
    signed = _HEADER.pack(b"\x80", int(time.time())) + body
    return base64.b64encode(signed + _mac(signed)).decode()


def pickled_text(token: str) -> str:
    """Return what :func:`pickled_token` was given."""
    raw = base64.b64decode(token)
    signed, mac = raw[:-_MAC_BYTES], raw[-_MAC_BYTES:]
    if mac != _mac(signed):
        raise ValueError("signature")
    start, body = signed[_HEADER.size :][:16], signed[_HEADER.size :][16:]
    cipher = Cipher(algorithms.AES(_KEY), modes.CBC(start)).decryptor()
    unpadder = padding.PKCS7(_BLOCK_BITS).unpadder()
    padded = cipher.update(body) + cipher.finalize()
    text = pickle.loads(unpadder.update(padded) + unpadder.finalize())  # noqa: S301 -- as they do, over bytes of our own
    return str(text)


def _mac(signed: bytes) -> bytes:
    mac = HMAC(_MAC_KEY, hashes.SHA256())
    mac.update(signed)
    return mac.finalize()
