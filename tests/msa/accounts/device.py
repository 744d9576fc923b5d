"""A device that makes and shows passkeys as a browser would have it do."""

from __future__ import annotations

import hashlib
import json
import os
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

ORIGIN = "http://testserver"
_PRESENT = AuthenticatorData.FLAG.UP
_VERIFIED = AuthenticatorData.FLAG.UV
_MADE = AuthenticatorData.FLAG.AT


class Device:
    """One passkey, with what an attacker would turn about it."""

    def __init__(self, *, origin: str = ORIGIN, site: str = "testserver") -> None:
        self.origin, self.site = origin, site
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = os.urandom(32)
        self.owner = b""
        self.count = 0
        self.knows_owner = True

    def make(self, options: dict[str, Any]) -> str:
        """Answer an offer with a new passkey."""
        asked = options["publicKey"]
        self.owner = websafe_decode(asked["user"]["id"])
        public = ES256.from_cryptography_key(self.key.public_key())
        made = AttestedCredentialData.create(Aaguid.NONE, self.id, public)
        data = self._data(_MADE, made)
        return self._answer(
            clientDataJSON=self._said("webauthn.create", asked["challenge"]),
            attestationObject=AttestationObject.create("none", data, {}),
        )

    def show(self, options: dict[str, Any], *, count: int | None = None) -> str:
        """Answer what was asked, counting one on unless told a count."""
        asked = options["publicKey"]
        self.count = self.count + 1 if count is None else count
        data = self._data()
        said = self._said("webauthn.get", asked["challenge"])
        signed = data + hashlib.sha256(said).digest()
        return self._answer(
            clientDataJSON=said,
            authenticatorData=data,
            signature=self.key.sign(signed, ec.ECDSA(hashes.SHA256())),
            userHandle=self.owner,
        )

    def _data(self, flags: Any = 0, made: bytes = b"") -> AuthenticatorData:
        flags |= _PRESENT | (_VERIFIED if self.knows_owner else 0)
        digest = hashlib.sha256(self.site.encode()).digest()
        return AuthenticatorData.create(digest, flags, self.count, made)

    def _said(self, kind: str, challenge: str) -> CollectedClientData:
        return CollectedClientData.create(kind, challenge, self.origin)

    def _answer(self, **parts: bytes) -> str:
        plain = websafe_encode(self.id)
        response = {name: websafe_encode(bytes(part)) for name, part in parts.items()}
        return json.dumps(
            {"id": plain, "rawId": plain, "type": "public-key", "response": response}
        )
