"""Made-up men over many quarters, and what would be printed of them.

Goes through the real disclosure control, and hands on what a reader sees.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from reporting.attack import Figure, Mean, Publication, Reading, Relation, Sum
from reporting.disclosure import (
    Breakdown,
    Level,
    PublishedMean,
    PublishedRatings,
    Release,
    RoundingKey,
    TotalResponse,
    TrueCell,
    TrueChange,
    TrueMagnitude,
    TrueRatings,
    Unit,
    is_enough,
    pools,
    protect_activity,
    protect_people,
    protect_ratings,
)

KEY = RoundingKey(b"the attackers never see this secret, of course")
QUARTERS = tuple(f"{2025 + n // 4}Q{n % 4 + 1}" for n in range(8))
#: Attributes of which each man has one, and those of which he may have several.
SINGLE = {"journey": 4, "age": 8, "region": 17}
SEVERAL = {"ethnicity": 8, "kind": 7, "mode": 5}
ORGANISATIONS = 11


@dataclass(frozen=True)
class Man:
    """Somebody with a rounding key, one of each attribute, and a few of some."""

    key: int
    single: Mapping[str, int]
    several: Mapping[str, frozenset[int]]
    organisation: int
    sessions: Mapping[tuple[int, int], int]


@dataclass
class World:
    """Men who come and go, drawn from one source of chance."""

    source: random.Random
    size: int
    men: list[Man] = field(default_factory=list)

    def move_on(self) -> list[Man]:
        """Let a quarter pass and return who was there in it."""
        self.men = [man for man in self.men if self.source.random() < 0.7]
        while len(self.men) < self.size:
            self.men.append(self._somebody())
        return list(self.men)

    def _somebody(self) -> Man:
        draw = self.source
        several = {
            name: frozenset(
                _rather_low(draw, size) for _ in range(draw.choice((1, 1, 2)))
            )
            for name, size in SEVERAL.items()
        }
        return Man(
            key=draw.getrandbits(63),
            single={name: _rather_low(draw, size) for name, size in SINGLE.items()},
            several=several,
            organisation=_rather_low(draw, ORGANISATIONS),
            sessions={
                (kind, mode): draw.randrange(1, 9)
                for kind in several["kind"]
                for mode in several["mode"]
            },
        )


def _rather_low(draw: random.Random, size: int) -> int:
    return int(size * draw.random() ** 2)


def _cell(
    row: str, men: Iterable[Man], level: Level = Level.NATIONAL, *, head: bool = False
) -> TrueCell:
    keys = [man.key for man in men]
    return TrueCell(row, len(keys), sum(keys) % 2**64, level, head)


def people_of(
    men: Sequence[Man],
) -> tuple[list[TrueCell], list[Breakdown | TotalResponse]]:
    """Count men by everything that is said of them."""
    cells = [_cell("all", men)]
    tables: list[Breakdown | TotalResponse] = []
    for name, size in SINGLE.items():
        rows = [f"{name}/{value}" for value in range(size)]
        for value, row in enumerate(rows):
            cells.append(_cell(row, [m for m in men if m.single[name] == value]))
        tables.append(Breakdown(name, "all", tuple(rows)))
    for name, size in SEVERAL.items():
        rows = [f"{name}/{value}" for value in range(size)]
        for value, row in enumerate(rows):
            cells.append(_cell(row, [m for m in men if value in m.several[name]]))
        tables.append(TotalResponse(name, "all", tuple(rows)))
    rows = [f"organisation/{value}" for value in range(ORGANISATIONS)]
    for value, row in enumerate(rows):
        there = [man for man in men if man.organisation == value]
        cells.append(_cell(row, there, Level.ORGANISATION, head=True))
    tables.append(Breakdown("organisation", "all", tuple(rows), is_attribute=False))
    return cells, tables


def _amount(row: str, men: Sequence[Man], pick: Mapping[str, int]) -> TrueMagnitude:
    by_man = [
        sum(
            number
            for (kind, mode), number in man.sessions.items()
            if pick.get("kind", kind) == kind and pick.get("mode", mode) == mode
        )
        for man in men
        if pick.get("organisation", man.organisation) == man.organisation
    ]
    there = [
        man
        for man in men
        if pick.get("organisation", man.organisation) == man.organisation
        and pick.get("kind", min(man.several["kind"])) in man.several["kind"]
        and pick.get("mode", min(man.several["mode"])) in man.several["mode"]
    ]
    amounts = sorted(filter(None, by_man), reverse=True)
    of_one = "organisation" in pick
    return TrueMagnitude(
        row=row,
        measure="sessions",
        amount=sum(amounts),
        people_key=sum(man.key for man in there) % 2**64,
        contributors=len(amounts),
        largest=max(amounts, default=0),
        two_largest=sum(amounts[:2]),
        unit=Unit.OCCASIONS,
        level=Level.ORGANISATION if of_one else Level.NATIONAL,
    )


def sessions_of(men: Sequence[Man]) -> tuple[list[TrueMagnitude], list[Breakdown]]:
    """Count sessions by kind, way of meeting and organisation."""
    amounts = [_amount("all", men, {})]
    tables = []
    sizes = {"kind": SEVERAL["kind"], "mode": SEVERAL["mode"]}
    for name, size in {**sizes, "organisation": ORGANISATIONS}.items():
        rows = tuple(f"{name}/{value}" for value in range(size))
        for value, row in enumerate(rows):
            amounts.append(_amount(row, men, {name: value}))
        is_attribute = name != "organisation"
        tables.append(Breakdown(name, "all", rows, is_attribute=is_attribute))
    return amounts, tables


def _figures(release: Release, measure: str) -> list[Figure]:
    of_one = {"people": "headcount", "sessions": "organisation_sessions"}
    people = "people/{}" if measure == "sessions" else None
    return [
        Figure(
            f"{measure}/{row}",
            of_one[measure] if row.startswith("organisation/") else measure,
            Reading(cell.status.value),
            cell.value,
            people=people.format(row) if people else None,
        )
        for row, cell in release.cells.items()
    ]


def _sums(tables: Iterable[Breakdown | TotalResponse], measure: str) -> list[Sum]:
    found = []
    for table in tables:
        covers = isinstance(table, TotalResponse)
        rows = table.rows if isinstance(table, TotalResponse) else table.parts
        found.append(
            Sum(
                f"{measure}/{table.total}",
                tuple(f"{measure}/{row}" for row in rows),
                Relation.COVERS if covers else Relation.ADDS,
            )
        )
    return found


def operational(men: Sequence[Man], quarter: str, revision: int = 1) -> Publication:
    """Return the Operational report of a quarter as a reader has it."""
    cells, tables = people_of(men)
    amounts, amount_tables = sessions_of(men)
    people = protect_people(cells, tables, key=KEY)
    sessions = protect_activity(amounts, amount_tables, key=KEY)
    return Publication(
        "OPERATIONAL",
        quarter,
        revision,
        [*_figures(people, "people"), *_figures(sessions, "sessions")],
        [*_sums(tables, "people"), *_sums(amount_tables, "sessions")],
    )


def ratings_of(
    men: Sequence[Man], item: str, source: random.Random, *, tilt: float = 0.5
) -> TrueRatings:
    """Let men rate one statement, a few of them rather not."""
    by_score: Counter[int] = Counter()
    keys: Counter[int] = Counter()
    silent = []
    for man in men:
        if source.random() < 0.04:
            silent.append(man)
        else:
            score = 1 + int(5 * source.random() ** tilt)
            by_score[score] += 1
            keys[score] += man.key
    paired = [man for man in men if source.random() < 0.6]
    changes = Counter(source.choice((-2, -1, 0, 0, 0, 1, 1, 2)) for _ in paired)
    change = TrueChange(changes, sum(man.key for man in paired) % 2**64)
    return TrueRatings(
        item=item,
        people_by_score=by_score,
        keys_by_score=keys,
        rather_not_say=len(silent),
        rather_not_say_key=sum(man.key for man in silent) % 2**64,
        since_first=change,
        since_previous=change,
    )


def support_of(
    printed: Sequence[PublishedRatings], quarter: str, quarters: tuple[str, ...]
) -> Publication:
    """Return what a reader sees of one quarter's ratings."""
    figures, sums, means = [], [], []
    for one in printed:
        asked = f"{one.item}/asked"
        figures.append(_figure(asked, one.asked.status, one.asked.value))
        cells = {**one.scores, "rather_not_say": one.rather_not_say}
        parts = tuple(f"{one.item}/{answer}" for answer in cells)
        for name, cell in zip(parts, cells.values(), strict=True):
            figures.append(_figure(name, cell.status, cell.value))
        sums.append(Sum(asked, parts))
        answered = f"{one.item}/answered"
        figures.append(_figure(answered, one.answered.status, one.answered.value))
        scores = tuple(f"{one.item}/{score}" for score in one.scores)
        sums.append(Sum(answered, scores))
        sums.append(Sum(asked, (answered,), Relation.WITHIN))
        means.append(_mean(one.mean, one.item, quarters, 1, 5, one.scores))
        for since in (one.since_first, one.since_previous):
            means.append(_mean(since, since.measure, quarters, -4, 4, ()))
    # The same men were asked everything, and anybody can see that.
    same = [Sum(f"{printed[0].item}/asked", (f"{one.item}/asked",)) for one in printed]
    return Publication("SUPPORT", quarter, 1, figures, [*sums, *same[1:]], means)


def _figure(name: str, status: str, value: int | None) -> Figure:
    return Figure(name, "people", Reading(status), value)


def _mean(
    mean: PublishedMean,
    name: str,
    quarters: tuple[str, ...],
    lowest: int,
    highest: int,
    scores: Iterable[int],
) -> Mean:
    return Mean(
        name=f"{name}/mean",
        measure=name,
        rule="national",
        reading=Reading(mean.status.value),
        lowest=lowest,
        highest=highest,
        quarters=quarters,
        value=mean.mean,
        step=mean.step,
        people=f"{name}/answered" if scores and mean.people else None,
        distribution=tuple((score, f"{name}/{score}") for score in scores),
    )


def support(
    answering: Mapping[str, Sequence[Man]], source: random.Random, items: int = 5
) -> list[Publication]:
    """Return the Support reports of all quarters, pooled where few answered."""
    published, printed = [], set[str]()
    names = list(answering)
    for place, quarter in enumerate(names):
        last = list(reversed(names[: place + 1]))
        candidates = pools(last, printed=printed)
        men, pool = _first_that_is_enough(answering, candidates)
        ratings = [ratings_of(men, f"item{n}", source) for n in range(items)]
        shown = protect_ratings(ratings, key=KEY)
        if is_enough(len(men), level=Level.NATIONAL):
            printed |= set(pool)
        published.append(support_of(shown, quarter, pool))
    return published


def _first_that_is_enough(
    answering: Mapping[str, Sequence[Man]], candidates: Iterable[tuple[str, ...]]
) -> tuple[list[Man], tuple[str, ...]]:
    men: list[Man] = []
    pool: tuple[str, ...] = ()
    for pool in candidates:
        men = list({man.key: man for one in pool for man in answering[one]}.values())
        if is_enough(len(men), level=Level.NATIONAL):
            break
    return men, pool
