"""What the national body sees of all organisations: what they submitted (STD-04)."""

from __future__ import annotations

from dataclasses import dataclass

from msa.accounts.actor import Actor
from msa.tenancy.models import Organisation, OrganisationKind
from standards.catalogue import CURRENT, Area, Standard
from standards.enums import Perspective, Rating
from standards.models import Cycle, Judgement, Remark


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one organisation is: its newest submitted review, if there is one."""

    organisation: Organisation
    newest: Cycle | None
    earlier: tuple[Cycle, ...]
    #: Was more asked of its newest review?
    awaits_more: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """How many organisations gave one standard each rating."""

    standard: Standard
    counts: tuple[int, ...]

    @property
    def met(self) -> int:
        """How many say it is mostly or fully met."""
        return self.counts[Rating.MOSTLY.step] + self.counts[Rating.FULLY.step]

    @property
    def unmet(self) -> int:
        """How many say it is not met yet or under way."""
        return self.counts[Rating.NOT_YET.step] + self.counts[Rating.STARTED.step]


@dataclass(frozen=True, slots=True)
class Strengths:
    """Ratings of one perspective over the newest review of each organisation."""

    organisations: int
    areas: tuple[tuple[Area, tuple[Tally, ...]], ...]

    @property
    def strongest(self) -> list[Tally]:
        """The standards that most organisations say they meet."""
        best = sorted(self._tallies, key=lambda one: -one.met)
        return [one for one in best if one.met > one.unmet][:5]

    @property
    def weakest(self) -> list[Tally]:
        """The standards that most organisations say they don't meet yet."""
        worst = sorted(self._tallies, key=lambda one: -one.unmet)
        return [one for one in worst if one.unmet >= max(one.met, 1)][:5]

    @property
    def _tallies(self) -> list[Tally]:
        return [tally for _, tallies in self.areas for tally in tallies]


def standings(actor: Actor) -> list[Standing]:
    """Return every member organisation by name, with what it has submitted."""
    submitted: dict[object, list[Cycle]] = {}
    for one in Cycle.objects.order_by("-starts_on", "-revision"):
        submitted.setdefault(one.organisation_id, []).append(one)
    asked = set(
        Remark.objects.filter(asks_for_more=True).values_list("cycle_id", flat=True)
    )
    members = Organisation.objects.filter(
        kind=OrganisationKind.MEMBER, active=True
    ).order_by("name")
    found = []
    for member in members:
        reviews = submitted.get(member.id, [])
        newest = reviews[0] if reviews else None
        awaits = newest is not None and newest.id in asked
        found.append(Standing(member, newest, tuple(reviews[1:]), awaits))
    return found


def strengths(actor: Actor, perspective: Perspective) -> Strengths:
    """Count ratings over the newest submitted review of each organisation.

    Reviews by another version of the standards are left out: the same number may ask
    for something else there.
    """
    newest = [
        one.newest.id
        for one in standings(actor)
        if one.newest is not None and one.newest.catalogue == CURRENT.code
    ]
    rows = Judgement.objects.filter(cycle__in=newest)
    given = [(str(n), str(r)) for n, r in rows.values_list("standard", perspective)]

    def tally(standard: Standard) -> Tally:
        ratings = [rating for number, rating in given if number == standard.number]
        counted = [ratings.count(rating) for rating in Rating.values]
        return Tally(standard, (*counted, len(newest) - sum(counted)))

    return Strengths(
        len(newest),
        tuple((a, tuple(map(tally, a.standards))) for a in CURRENT.areas),
    )
