"""The keyed digests of an organisation, by the key that is stored for their use."""

from __future__ import annotations

from uuid import UUID

from consent.enums import FingerprintUse
from consent.models import FingerprintKey
from msa.vault.fingerprints import Fingerprints
from msa.vault.root import KeyUnavailable


def fingerprints(organisation: UUID, use: FingerprintUse) -> Fingerprints:
    """Return what makes an organisation's digests for one use.

    Raises:
        KeyUnavailable: its key is missing, or the root key of this process is not the
            one it was wrapped with.
    """
    held = FingerprintKey.objects.filter(organisation=organisation, use=use).first()
    if held is None:
        raise KeyUnavailable(organisation)
    return Fingerprints(
        organisation=organisation, use=use.value, wrapped=bytes(held.wrapped)
    )
