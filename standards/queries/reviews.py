"""A whole review, read once for its pages and its PDF (STD-02)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property

import orjson

from msa.tenancy.models import Organisation
from standards.catalogue import Area, Catalogue, Standard
from standards.enums import NOT_RATED, Perspective, Rating
from standards.models import Action, Cycle, Evidence, Judgement, Remark
from standards.queries.cycles import previous
from standards.queries.evidence import files

FURTHER, SAME, LESS = "further than", "the same as", "less far than"


@dataclass(frozen=True, slots=True)
class View:
    """One perspective's rating of a standard, and what it was last time."""

    perspective: Perspective
    rating: str
    before: str | None

    @property
    def words(self) -> str:
        """The rating in words."""
        return in_words(self.rating)

    @property
    def before_words(self) -> str:
        """The rating of last time in words; empty where there was no last time."""
        return "" if self.before is None else in_words(self.before)

    @property
    def change(self) -> str:
        """How it compares with last time; empty where either was not rated."""
        if not self.rating or not self.before:
            return ""
        step = Rating(self.rating).step - Rating(self.before).step
        return FURTHER if step > 0 else LESS if step < 0 else SAME


@dataclass(frozen=True, slots=True)
class Entry:
    """Everything a review says about one standard."""

    standard: Standard
    judgement: Judgement | None
    files: tuple[Evidence, ...]
    actions: tuple[Action, ...]
    remarks: tuple[Remark, ...]
    before: Judgement | None
    has_before: bool

    @property
    def views(self) -> list[View]:
        """The three perspectives in order."""
        return [
            View(
                one,
                _rating(self.judgement, one),
                _rating(self.before, one) if self.has_before else None,
            )
            for one in Perspective
        ]

    @property
    def rated(self) -> int:
        """How many perspectives have been rated."""
        return sum(bool(view.rating) for view in self.views)

    @property
    def is_complete(self) -> bool:
        """Has every perspective been rated?"""
        return self.rated == len(Perspective)

    @property
    def evidence(self) -> list[str]:
        """The links and notes, one by one."""
        text = self.judgement.evidence if self.judgement else ""
        return [line.strip() for line in text.splitlines() if line.strip()]


@dataclass(frozen=True, slots=True)
class Part:
    """One area of a review."""

    area: Area
    entries: tuple[Entry, ...]

    @property
    def complete(self) -> int:
        """How many of its standards are rated by every perspective."""
        return sum(entry.is_complete for entry in self.entries)


@dataclass(frozen=True)
class Review:
    """A review with all that hangs on it."""

    cycle: Cycle
    organisation: Organisation
    parts: tuple[Part, ...]
    #: What MSA says about the whole review.
    remarks: tuple[Remark, ...]
    previous: Cycle | None

    @property
    def catalogue(self) -> Catalogue:
        """The version of the standards it is made by."""
        return self.cycle.standards

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every standard, in order."""
        return tuple(entry for part in self.parts for entry in part.entries)

    @property
    def actions(self) -> list[Action]:
        """Every action, the nearest date first."""
        found = [action for entry in self.entries for action in entry.actions]
        return sorted(found, key=lambda one: (one.due_on, one.standard, str(one.id)))

    @property
    def complete(self) -> int:
        """How many standards are rated by every perspective."""
        return sum(entry.is_complete for entry in self.entries)

    @property
    def unrated(self) -> list[Entry]:
        """The standards that some perspective has not rated."""
        return [entry for entry in self.entries if not entry.is_complete]

    @property
    def next_entry(self) -> Entry | None:
        """The first standard that is not rated by everybody."""
        return next(iter(self.unrated), None)

    @property
    def counts(self) -> list[tuple[str, list[int]]]:
        """How often each perspective gave each rating, not rated last."""
        ratings = [*Rating.values, ""]
        given = {
            one: [
                view.rating
                for e in self.entries
                for view in e.views
                if view.perspective == one
            ]
            for one in Perspective
        }
        return [
            (str(one.label), [given[one].count(rating) for rating in ratings])
            for one in Perspective
        ]

    @property
    def changes(self) -> list[tuple[str, int]]:
        """How many ratings went further, stayed, or went back since last time."""
        found = [view.change for entry in self.entries for view in entry.views]
        return [(words, found.count(words)) for words in (FURTHER, SAME, LESS)]

    @property
    def digest(self) -> str:
        """A hash of everything that is said, but not of remarks, which come later."""
        cycle = self.cycle
        said = [
            cycle.catalogue, str(cycle.id), cycle.starts_on, cycle.ends_on,
            cycle.revision, cycle.state, cycle.signed_as,
            [
                [e.standard.number, [view.rating for view in e.views],
                 e.judgement.comment if e.judgement else "", e.evidence]
                for e in self.entries
            ],
            [[a.standard, a.what, a.owner_name, a.due_on] for a in self.actions],
        ]  # fmt: skip
        files = [
            [f.standard, f.number, f.title, f.kind, f.size, str(f.content_id)]
            for e in self.entries
            for f in e.files
        ]
        # A review without files keeps the digest it has always had.
        said += [files] if files else []
        return hashlib.sha256(orjson.dumps(said)).hexdigest()


def read(cycle: Cycle) -> Review:
    """Return a review with its ratings, actions, remarks and comparison."""
    before = previous(cycle)
    judged = _judgements(cycle)
    judged_before = _judgements(before) if before else {}
    actions = Action.objects.filter(cycle=cycle.id).order_by("due_on", "id")
    planned = list(actions)
    added = files(cycle)
    # What was said of an earlier revision still has to be answered in this one.
    said = list(
        Remark.objects.filter(
            organisation=cycle.organisation_id,
            cycle__starts_on=cycle.starts_on,
            cycle__revision__lte=cycle.revision,
        )
        .select_related("cycle")
        .order_by("made_at", "id")
    )
    catalogue = cycle.standards

    def entry(standard: Standard) -> Entry:
        number = standard.number
        return Entry(
            standard,
            judged.get(number),
            tuple(one for one in added if one.standard == number),
            tuple(one for one in planned if one.standard == number),
            tuple(one for one in said if one.standard == number),
            judged_before.get(number),
            before is not None and number in before.standards.numbers,
        )

    return Review(
        cycle,
        Organisation.objects.get(id=cycle.organisation_id),
        tuple(Part(a, tuple(map(entry, a.standards))) for a in catalogue.areas),
        tuple(one for one in said if not one.standard),
        before,
    )


def in_words(rating: str) -> str:
    """Return a stored rating in words."""
    return str(Rating(rating).label) if rating else NOT_RATED


def _judgements(cycle: Cycle) -> dict[str, Judgement]:
    # Without its writer: the national body could not see him, and so not see it.
    found = Judgement.objects.filter(cycle=cycle.id)
    return {one.standard: one for one in found}


def _rating(judgement: Judgement | None, perspective: Perspective) -> str:
    return getattr(judgement, perspective.value) if judgement else ""
