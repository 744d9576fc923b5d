from __future__ import annotations

import itertools
import random

from reporting.disclosure.network import UNLIMITED, Interval, Network, Pipe


def everything_that_fits(rows, columns, insides, whole):
    """Enumerate all two-by-two tables by hand."""
    spans = [range(one.lowest, one.highest + 1) for one in insides]
    for a, b, c, d in itertools.product(*spans):
        margins = [(a + b, rows[0]), (c + d, rows[1])]
        margins += [(a + c, columns[0]), (b + d, columns[1]), (a + b + c + d, whole)]
        if all(known.lowest <= n <= known.highest for n, known in margins):
            yield a + b + c + d, a + b, c + d, a + c, b + d, a, b, c, d


def test_ranges_equal_those_of_an_enumeration():
    source = random.Random(1)
    names = ["whole", "row1", "row2", "column1", "column2", "a", "b", "c", "d"]
    ends = [(5, 0), (0, 1), (0, 2), (3, 5), (4, 5), (1, 3), (1, 4), (2, 3), (2, 4)]

    def around(number: int) -> Interval:
        return Interval(
            max(0, number - source.randrange(3)), number + source.randrange(4)
        )

    for _ in range(300):
        a, b, c, d = (source.randrange(5) for _ in range(4))
        truth = [a + b + c + d, a + b, c + d, a + c, b + d, a, b, c, d]
        known = [around(number) for number in truth]
        network = Network(
            {
                name: Pipe(*pair, flow, span)
                for name, pair, flow, span in zip(
                    names, ends, truth, known, strict=True
                )
            }
        )
        worlds = list(everything_that_fits(known[1:3], known[3:5], known[5:], known[0]))

        for place, name in enumerate(names):
            values = {world[place] for world in worlds}
            assert network.is_pinned(name) == (len(values) == 1)
            assert network.lowest(name) == min(values)
            assert network.highest(name) == max(values)


def test_a_search_stops_early_at_its_goal():
    network = Network({"alone": Pipe(0, 0, 7, Interval(2, 90))})

    assert network.lowest("alone", stop_at=5) <= 5
    assert network.highest("alone", stop_at=20) >= 20


def test_an_unbounded_cell_has_no_end():
    network = Network({"alone": Pipe(0, 0, 7, Interval(0, UNLIMITED))})

    assert network.highest("alone") == UNLIMITED
