"""Published figures as a reader finds them: what the attack is given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Reading(StrEnum):
    """Say how a figure reads: a number, `c`, "fewer than 10", or not applicable."""

    NUMBER = "ok"
    HIDDEN = "c"
    FEW = "few"
    NOT_APPLICABLE = "z"


class Relation(StrEnum):
    """Say how the parts of a sum make up its total.

    `ADDS`: everything is in exactly one part. `COVERS`: it may be in several, and is
    in at least one. `WITHIN`: it may be in none.
    """

    ADDS = "adds"
    COVERS = "covers"
    WITHIN = "within"
    AT_MOST = "at most"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a publication.

    `name` is its place, unique in the publication and the same in every quarter and
    revision, as `age/25_34/people`. `rule` names the published rule that made it.
    `value` is the number printed, in the unit printed, None unless it is a number.
    `people` names, for an amount of activity, the figure that counts its people.
    """

    name: str
    rule: str
    reading: Reading
    value: int | None = None
    people: str | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    """Figures that make up another one, by the headings they stand under."""

    total: str
    parts: tuple[str, ...]
    relation: Relation = Relation.ADDS


@dataclass(frozen=True, slots=True)
class Mean:
    """One mean, or mean change, with what is printed beside it.

    `measure` is the same in every quarter. `quarters` are all that went into it: more
    than one if it is pooled. `rule` names a rule of means. `distribution` pairs each
    score with the name of the figure that counts it, where that is printed too.
    `people` names the figure that tells how many answered, if one does; each gave
    up to `answers_each` answers.
    """

    name: str
    measure: str
    rule: str
    reading: Reading
    lowest: int
    highest: int
    quarters: tuple[str, ...]
    value: Fraction | None = None
    step: Fraction | None = None
    people: str | None = None
    answers_each: int = 1
    distribution: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Publication:
    """One revision of one report, released or about to be."""

    kind: str
    quarter: str
    revision: int
    figures: Sequence[Figure]
    sums: Sequence[Sum] = ()
    means: Sequence[Mean] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A figure in whatever publication of a kind and quarter it stands in."""

    kind: str
    quarter: str
    name: str


@dataclass(frozen=True, slots=True)
class Link:
    """A sum over several publications, as over quarters or over kinds of report."""

    total: Place
    parts: tuple[Place, ...]
    relation: Relation = Relation.ADDS
