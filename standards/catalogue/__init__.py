"""The organisational quality standards as versioned data (STD-01).

A review names the version it was made by. A version that has been used is never
changed: another wording of a standard is another version.
"""

from __future__ import annotations

from standards.catalogue.access import ACCESS_1
from standards.catalogue.delivery import DELIVERY_1
from standards.catalogue.entries import Area, Catalogue, Standard
from standards.catalogue.leadership import LEADERSHIP_1
from standards.catalogue.outcomes import OUTCOMES_1

__all__ = ["CURRENT", "VERSIONS", "Area", "Catalogue", "Standard", "by_code"]

MSA_STANDARDS_1 = Catalogue(
    code="msa-standards-1",
    title="Organisational quality standards, version 1",
    areas=(LEADERSHIP_1, ACCESS_1, DELIVERY_1, OUTCOMES_1),
)
#: What a new review is made by.
CURRENT = MSA_STANDARDS_1
VERSIONS = {one.code: one for one in (MSA_STANDARDS_1,)}


def by_code(code: str) -> Catalogue:
    """Return a version of the catalogue, whether current or not.

    Raises:
        KeyError: there never was such a version.
    """
    return VERSIONS[code]
