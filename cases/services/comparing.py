"""Comparing what is saved with the organisation's other records (REC-10)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from cases.fingerprints import TRAITS, Likenesses
from cases.sections import SectionContent
from msa.accounts.actor import Actor


@dataclass(frozen=True, slots=True)
class Alike:
    """What whoever saves may know of other records that may be of the same person."""

    somebody: bool = False
    """Is there one, sealed or a colleague's? Never whose (REC-10)."""
    own: tuple[UUID, ...] = ()
    """Those of the actor's own people who may be the same."""

    def __or__(self, other: Alike) -> Alike:
        own = dict.fromkeys((*self.own, *other.own))
        return Alike(self.somebody or other.somebody, tuple(own))


def compare(
    actor: Actor, subject: UUID, content: SectionContent, *, under: UUID
) -> Alike:
    """Keep by what a section tells him again; say whether that is new and another's.

    ``under`` is the key of his record. Call it in the transaction that saves the
    section. A member who has many compared is told nothing more for a while, and the
    manager finds the pair all the same.

    Raises:
        KeyUnavailable: the organisation's key for these digests is missing.
    """
    asked = TRAITS.get(type(content))
    if asked is None:
        return Alike()
    made = Likenesses(actor.organisation).of(content)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT somebody, own FROM sec.keep_fingerprints"
            "(%s, %s, %s::text[], %s::text[], %s::bytea[])",
            [
                subject,
                under,
                [kind.value for kind in asked],
                [kind.value for kind, _ in made],
                [digest for _, digest in made],
            ],
        )
        somebody, own = cursor.fetchone()
    return Alike(bool(somebody), tuple(own))
