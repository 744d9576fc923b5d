"""What of a section may be another record's as well, and its keyed digests (REC-10)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from uuid import UUID

from cases.enums import Trait
from cases.names import digits, search_key
from cases.sections import Contact, Identity, SectionContent
from consent.enums import FingerprintUse
from consent.fingerprints import fingerprints

#: What of a person each section tells that may tell him again.
TRAITS: Mapping[type[SectionContent], tuple[Trait, ...]] = MappingProxyType(
    {Identity: (Trait.NAME,), Contact: (Trait.EMAIL, Trait.PHONE)}
)
#: Fewer are no whole phone number.
_FEWEST_DIGITS = 7


class Likenesses:
    """Makes the digests by which an organisation's people are known again.

    The key is fetched with the first digest: many sections need none.

    Raises:
        KeyUnavailable: the key of these digests does not open, or is not there.
    """

    def __init__(self, organisation: UUID) -> None:
        self._organisation = organisation
        self._of: Callable[[str, bytes], bytes] | None = None

    def of(self, content: SectionContent) -> list[tuple[Trait, bytes]]:
        """Return the digests of a section, in one order for everybody."""
        told = sorted(traits(content))
        if not told:
            return []
        if self._of is None:
            self._of = fingerprints(self._organisation, FingerprintUse.LIKENESS).of
        return sorted((kind, self._of(kind.value, v.encode())) for kind, v in told)


def traits(content: SectionContent) -> set[tuple[Trait, str]]:
    """Return what a section tells, each as it is compared."""
    if isinstance(content, Identity):
        return {(Trait.NAME, name) for name in _names(content)}
    if isinstance(content, Contact):
        return _ways(content)
    return set()


def _names(identity: Identity) -> set[str]:
    # Without his birth date a name says too little: many men share one.
    if not identity.birth_date:
        return set()
    in_full = f"{identity.first_name or identity.name} {identity.last_name}"
    called = (identity.name, in_full, identity.legal_name)
    # In whichever order the parts of a name are given.
    ordered = {" ".join(sorted(search_key(name).split())) for name in called}
    return {f"{name}|{identity.birth_date}" for name in ordered if name}


def _ways(contact: Contact) -> set[tuple[Trait, str]]:
    number, email = digits(contact.phone), contact.email.strip().casefold()
    ways = {(Trait.EMAIL, email)} if email else set()
    if len(number) >= _FEWEST_DIGITS:
        ways.add((Trait.PHONE, number))
    return ways
