"""From true figures to the cells of an Operational report: the only way there is.

True figures come in as :class:`Facts`, go through disclosure control, and end here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cases.enquiries.enums import Channel, State
from cases.enums import AgeBand, Ethnicity, Mode, Region
from reporting.cells import CellDraft, Compiled
from reporting.disclosure import (
    MSA_SDC_1,
    Breakdown,
    Level,
    PublishedCell,
    Release,
    RoundingKey,
    TotalResponse,
    TrueCell,
    TrueMagnitude,
    Unit,
    protect_activity,
    protect_people,
)
from reporting.enums import CellStatus
from reporting.measures.facts import ALL, NOT_STATED, Facts, Spread
from reporting.specs import (
    EXACT,
    KINDS,
    MEETINGS,
    OPERATIONAL_3,
    ORGANISATIONS,
    TableSpec,
)

MINUTES_IN_AN_HOUR = 60
JOURNEY = ("NEW", "RETURNED", "CONTINUING", "NOT_STARTED")
KIND_CODES = tuple(code for code, _ in KINDS)
MODE_CODES = (*Mode.values, NOT_STATED)
#: Dimensions whose parts add up to the people supported.
_PARTS = {
    "journey": JOURNEY,
    "age": (*AgeBand.values, NOT_STATED),
    "region": (*Region.values, NOT_STATED),
}
#: Dimensions in which a man may stand more than once.
_TOTAL_RESPONSE = {
    "ethnicity": (*Ethnicity.values, NOT_STATED),
    "kind": KIND_CODES,
    "mode": MODE_CODES,
}
#: Dimensions whose parts add up to the enquiries.
_ENQUIRY_PARTS = {
    "enquiry_outcome": tuple(State.values),
    "enquiry_channel": tuple(Channel.values),
}
_ACTIVITY_PARTS = {"kind": KIND_CODES, "mode": MODE_CODES}


def compile_operational(facts: Facts, *, key: RoundingKey) -> Compiled:
    """Protect a quarter's true figures and return the cells of ``operational-3``.

    The same facts and key always give the same cells.
    """
    people = _protect_people(facts, key)
    sessions = _protect_activity(facts, key, "sessions")
    hours = _protect_activity(facts, key, "hours")
    published = {
        "people": people,
        "sessions": sessions,
        "hours": hours,
        "enquiries": _protect_enquiries(facts, key),
        "guests": _protect_guests(facts, key),
    }
    cells = tuple(_cells(facts, published))
    return Compiled(cells, _attack(published))


def _row(dimension: str, value: str = ALL) -> str:
    return f"{dimension}:{value}"


def _protect_people(facts: Facts, key: RoundingKey) -> Release:
    total = _row("all")
    cells = [_true(facts, "all"), _true(facts, "under_way"), _true(facts, "ended")]
    tables: list[Breakdown | TotalResponse] = []
    for dimension, values in _PARTS.items():
        cells += [_true(facts, dimension, value) for value in values]
        rows = tuple(_row(dimension, value) for value in values)
        tables.append(Breakdown(dimension, total, rows))
    for dimension, values in _TOTAL_RESPONSE.items():
        cells += [_true(facts, dimension, value) for value in values]
        rows = tuple(_row(dimension, value) for value in values)
        tables.append(TotalResponse(dimension, total, rows))
    if facts.organisations:
        ids = [str(one.id) for one in facts.organisations]
        cells += [_true(facts, "organisation", one) for one in ids]
        rows = tuple(_row("organisation", one) for one in ids)
        tables.append(Breakdown("organisation", total, rows, is_attribute=False))
    return protect_people(cells, tables, key=key, policy=MSA_SDC_1)


def _protect_enquiries(facts: Facts, key: RoundingKey) -> Release:
    """Protect enquiries as people: each may be another man, and it is not known."""
    cells = [_true(facts, "enquiry")]
    tables = []
    for dimension, values in _ENQUIRY_PARTS.items():
        cells += [_true(facts, dimension, value) for value in values]
        rows = tuple(_row(dimension, value) for value in values)
        tables.append(Breakdown(dimension, _row("enquiry"), rows))
    return protect_people(cells, tables, key=key, policy=MSA_SDC_1)


def _protect_guests(facts: Facts, key: RoundingKey) -> Release:
    """Protect men without a record as people: each time may be another man's."""
    return protect_people([_true(facts, "meeting")], [], key=key, policy=MSA_SDC_1)


def _true(facts: Facts, dimension: str, value: str = ALL) -> TrueCell:
    people = facts.people_in(dimension, value)
    of_organisation = dimension == "organisation"
    level = Level.ORGANISATION if of_organisation else Level.NATIONAL
    row = _row(dimension, value)
    return TrueCell(row, people.count, people.key, level, is_headcount=of_organisation)


def _protect_activity(facts: Facts, key: RoundingKey, measure: str) -> Release:
    total = _row("all")
    cells = [
        _magnitude(facts, measure, "all"),
        _magnitude(facts, measure, "missed"),
    ]
    tables: list[Breakdown] = []
    for dimension, values in _ACTIVITY_PARTS.items():
        cells += [_magnitude(facts, measure, dimension, value) for value in values]
        rows = tuple(_row(dimension, value) for value in values)
        tables.append(Breakdown(dimension, total, rows))
    if facts.organisations:
        ids = [str(one.id) for one in facts.organisations]
        cells += [_magnitude(facts, measure, "organisation", one) for one in ids]
        rows = tuple(_row("organisation", one) for one in ids)
        tables.append(Breakdown("organisation", total, rows, is_attribute=False))
    return protect_activity(cells, tables, key=key, policy=MSA_SDC_1)


def _magnitude(
    facts: Facts, measure: str, dimension: str, value: str = ALL
) -> TrueMagnitude:
    activity = facts.activity_in(dimension, value)
    in_minutes = measure == "hours"
    spread: Spread = activity.minutes if in_minutes else activity.occasions
    of_organisation = dimension == "organisation"
    return TrueMagnitude(
        row=_row(dimension, value),
        measure=measure,
        amount=spread.amount,
        people_key=activity.contributors.key,
        contributors=activity.contributors.count,
        largest=spread.largest,
        two_largest=spread.two_largest,
        unit=Unit.MINUTES if in_minutes else Unit.OCCASIONS,
        level=Level.ORGANISATION if of_organisation else Level.NATIONAL,
    )


def _cells(facts: Facts, published: Mapping[str, Release]) -> Iterable[CellDraft]:
    position = 0
    for table in OPERATIONAL_3.tables:
        for code, label, row in _rows_of(table, facts):
            for column in table.columns:
                if (code, column.code) == ("MISSED", "hours"):
                    status, value = CellStatus.NOT_APPLICABLE.value, None
                elif column.code in EXACT:
                    status = CellStatus.OK.value
                    value = _exact(facts, code, column.code)
                else:
                    cell = published[column.code].cells[row]
                    status, value = cell.status.value, _value(cell, column.code)
                yield CellDraft(
                    table.code, code, column.code, position, label, status, value
                )
                position += 1


def _exact(facts: Facts, row: str, column: str) -> int:
    """Return what is counted of events: it needs no protection."""
    if column == MEETINGS.code:
        return facts.meetings
    return int(getattr(facts.outreach_of(row), column))


def _rows_of(table: TableSpec, facts: Facts) -> Iterable[tuple[str, str, str]]:
    """Yield each row's code and words, and its name in disclosure control."""
    for code, label in table.rows:
        if code == ORGANISATIONS:
            for one in facts.organisations:
                yield one.code, one.name, _row("organisation", str(one.id))
        else:
            yield code, label, _name_in_disclosure(table, code)


def _name_in_disclosure(table: TableSpec, code: str) -> str:
    alone = {
        ("people", ALL): "all",
        ("journeys", "UNDER_WAY"): "under_way",
        ("journeys", "ENDED"): "ended",
        ("activity", "HELD"): "all",
        ("activity", "MISSED"): "missed",
        ("enquiries", ALL): "enquiry",
    }
    if (table.code, code) in alone:
        return _row(alone[table.code, code])
    return _row(table.dimension, code)


def _value(cell: PublishedCell, column: str) -> int | None:
    if cell.value is None or column != "hours":
        return cell.value
    return cell.value // MINUTES_IN_AN_HOUR


def _attack(published: Mapping[str, Release]) -> dict[str, Any]:
    """Return what the two people who release may know: published knowledge only."""
    people = published["people"]
    narrowest = min(
        (
            one.highest - one.lowest + 1
            for one in people.suspects
            if one.highest is not None
        ),
        default=None,
    )
    return {
        "policy": people.policy,
        "rounds": {name: one.rounds for name, one in published.items()},
        "withheld": {name: list(one.withheld) for name, one in published.items()},
        "hidden_people_cells": len(people.suspects),
        "narrowest_range": narrowest,
    }
