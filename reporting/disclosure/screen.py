"""The attack: find what a reader could work out, and hide until he cannot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reporting.disclosure.cells import PublishedCell, Status
from reporting.disclosure.cover import Cover
from reporting.disclosure.figures import Figure
from reporting.disclosure.layout import Layout, Sum
from reporting.disclosure.network import UNLIMITED, Interval, Network, Pipe


@dataclass(frozen=True, slots=True)
class Suspect:
    """What a reader of all tables can say of a suppressed cell.

    `highest` is None where nothing bounds the cell from above.
    """

    row: str
    status: Status
    lowest: int
    highest: int | None


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody with all tables before him, and what each cell alone tells him."""

    told: Mapping[str, Interval]
    network: Network

    def can_narrow(self, row: str, need: Interval) -> bool:
        """Say whether he can rule out a value that must stay possible."""
        lowest = self.network.lowest(row, stop_at=need.lowest)
        highest = self.network.highest(row, stop_at=need.highest)
        return lowest > need.lowest or highest < need.highest


class Screen:
    """Cover the cells of a release until no reader can work out a suppressed one.

    Two readers try: one who knows the printed tables and the threshold, and one who
    has found out, besides, which cells were small and which only cover another.
    """

    def __init__(self, figures: Mapping[str, Figure], layout: Layout) -> None:
        self._figures = figures
        self._layout = layout
        self._cover = Cover(figures)
        self._sums_with: dict[str, list[Sum]] = {row: [] for row in figures}
        for one in layout.sums:
            for row in (one.total, *one.parts):
                self._sums_with[row].append(one)
            if one.is_attribute and self._tells_an_attribute(one):
                self._cover.withhold(one.parts)
        self._readers = self._fresh_readers()

    def close(self, *, rounds: int) -> int:
        """Hide cells until nothing suppressed can be worked out.

        Returns the number of rounds it took. What is still open after the given
        number of rounds costs its tables every figure but the total, and if even
        that is too much, the release every figure.
        """
        for done in range(rounds):
            exposed = self._exposed()
            if not exposed:
                return done
            self._hide_next(exposed)
        while exposed := self._exposed():
            self._withhold_tables(exposed[0])
            self._readers = self._fresh_readers()
        return rounds

    def published(self) -> dict[str, PublishedCell]:
        """Return every printed cell as it now stands."""
        cells = ((row, self._cover.published(row)) for row in self._figures)
        return {row: cell for row, cell in cells if cell is not None}

    def suspects(self) -> tuple[Suspect, ...]:
        """Report what a reader could say of each suppressed cell."""
        network = self._readers[0].network
        found = []
        for row, cell in self.published().items():
            if cell.status is not Status.OK:
                highest = network.highest(row)
                bound = None if highest >= UNLIMITED // 2 else highest
                found.append(Suspect(row, cell.status, network.lowest(row), bound))
        return tuple(found)

    def has_withheld(self, title: str) -> bool:
        """Say whether a table has no figure left."""
        sums = [one for one in self._layout.sums if one.title == title]
        return not any(self._cover.prints(part) for one in sums for part in one.parts)

    def _tells_an_attribute(self, one: Sum) -> bool:
        whole = self._figures[one.total]
        parts = [self._figures[part].number for part in one.parts]
        if whole.number == 0:
            return False
        fills_one = whole.number in parts or sum(part > 0 for part in parts) == 1
        return fills_one or not whole.is_printable

    def _fresh_readers(self) -> tuple[Reader, Reader]:
        simple = {row: self._cover.told(row) for row in self._figures}
        knowing = {row: self._cover.told_knowing(row) for row in self._figures}
        return self._reader(simple), self._reader(knowing)

    def _reader(self, told: Mapping[str, Interval]) -> Reader:
        pipes = {
            row: Pipe(ends.tail, ends.head, self._figures[row].number, told[row])
            for row, ends in self._layout.joints.items()
        }
        return Reader(told, Network(pipes))

    def _exposed(self) -> list[str]:
        large = {row for one in self._layout.sums for row in self._too_large(one)}
        return [
            row
            for row in self._figures
            if row in large
            or any(self._is_exposed(row, to=one) for one in self._readers)
        ]

    def _is_exposed(self, row: str, *, to: Reader) -> bool:
        told = to.told[row]
        if self._cover.prints(row):
            return told.lowest < told.highest and to.network.is_pinned(row)
        if self._is_known_zero(row):
            return False
        need = self._need(row, to)
        if need is not None and told.contains(need):
            return to.can_narrow(row, need)
        # What could have been printed only stands in front of something else. It
        # must not be exact; that it is not small, nobody needs to doubt.
        is_figure = self._figures[row].by_itself is not None
        return is_figure and to.network.is_pinned(row)

    def _need(self, row: str, reader: Reader) -> Interval | None:
        need = self._figures[row].protection
        if need is None:
            return None
        # Parts of a total that is known to be small are known to be no larger.
        caps = [
            reader.told[one.total].highest
            for one in self._sums_with[row]
            if row in one.parts and not self._cover.prints(one.total)
        ]
        return Interval(need.lowest, min([need.highest, *caps]))

    def _is_known_zero(self, row: str) -> bool:
        return any(
            self._cover.prints(one.total) and self._figures[one.total].number == 0
            for one in self._sums_with[row]
            if row in one.parts
        )

    def _too_large(self, one: Sum) -> list[str]:
        """List the hidden row that cannot be small because everybody has a row."""
        prints = self._cover.prints
        hidden = [part for part in one.parts if not prints(part)]
        if one.adds_up or len(hidden) != 1 or not prints(one.total):
            return []
        row = hidden[0]
        need = self._figures[row].protection
        is_large = need is not None and self._least_of_rest(one, row) > need.lowest
        return [row] if is_large else []

    def _least_of_rest(self, one: Sum, row: str) -> int:
        network = self._readers[1].network
        tops = [self._cover.told(part).highest for part in one.parts if part != row]
        least, most = network.lowest(one.total), network.highest(one.total)
        # Between two of these totals the rest grows or shrinks evenly.
        turns = {least, most, *(top for top in tops if least < top < most)}
        return min(turn - sum(min(top, turn) for top in tops) for turn in turns)

    def _hide_next(self, exposed: list[str]) -> None:
        served: set[str] = set()
        for row in exposed:
            around = {one.title for one in self._sums_with[row]}
            if not around & served:
                served |= around
                self._hide_beside(row)
        self._readers = self._fresh_readers()

    def _hide_beside(self, row: str) -> None:
        can_hide = self._cover.prints_more_than_nought
        sums = self._sums_with[row]
        beside = [part for one in sums for part in one.parts if can_hide(part)]
        choice = beside or [one.total for one in sums if can_hide(one.total)]
        if choice:
            # The printed figure decides, not the true number, so that the choice
            # itself tells a reader as little as possible.
            self._cover.hide(min(choice, key=self._cover.printed_value), among=choice)
        else:
            self._withhold_tables(row)

    def _withhold_tables(self, row: str) -> None:
        titles = {one.title for one in self._sums_with[row]}
        sums = [one for one in self._layout.sums if one.title in titles]
        if not self._cover.withhold(part for one in sums for part in one.parts):
            # Its own tables are empty already: one further up gives it away.
            self._cover.withhold(self._figures)
