"""Causes for which a row is not taken, each with the sentence that mends it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache


class Cause(StrEnum):
    """Why a row was not taken."""

    UNREADABLE_ROW = "unreadable_row"
    RAGGED_ROW = "ragged_row"
    REPEATED_HEADER = "repeated_header"
    NUL_BYTE = "nul_byte"
    DAMAGED_TEXT = "damaged_text"
    MISSING = "missing"
    UNREADABLE_DATE = "unreadable_date"
    IMPOSSIBLE_DATE = "impossible_date"
    FUTURE_DATE = "future_date"
    DATE_TOO_EARLY = "date_too_early"
    DATES_OUT_OF_ORDER = "dates_out_of_order"
    STATUS_DISAGREES = "status_disagrees"
    UNREADABLE_HOURS = "unreadable_hours"
    HOURS_OUT_OF_RANGE = "hours_out_of_range"
    RATING_OUT_OF_SCALE = "rating_out_of_scale"
    UNKNOWN_VALUE = "unknown_value"
    UNKNOWN_CONTACT_TYPE = "unknown_contact_type"
    UNKNOWN_PERSON = "unknown_person"
    UNKNOWN_CLIENT = "unknown_client"
    PERSON_REJECTED = "person_rejected"
    CLIENT_REJECTED = "client_rejected"
    ID_OF_ANOTHER = "id_of_another"
    DOUBLED_ID = "doubled_id"
    DOUBLED_PERSON = "doubled_person"
    DOUBLED_CONSENT_DIFFERS = "doubled_consent_differs"


DOUBLED = frozenset(
    {Cause.DOUBLED_ID, Cause.DOUBLED_PERSON, Cause.DOUBLED_CONSENT_DIFFERS}
)

_SENTENCES = {
    Cause.UNREADABLE_ROW: (
        "The row can't be taken apart; look for a quotation mark that is not closed."
    ),
    Cause.RAGGED_ROW: (
        "The row has more or fewer cells than the header; look for a separator or a "
        "line break outside quotation marks."
    ),
    Cause.REPEATED_HEADER: "The row repeats the header; delete it.",
    Cause.NUL_BYTE: "{column} holds a NUL character; type the cell again.",
    Cause.DAMAGED_TEXT: (
        "{column} holds letters that were lost or garbled in an earlier conversion; "
        "export the file again as CSV UTF-8."
    ),
    Cause.MISSING: "{column} is empty; fill it in.",
    Cause.UNREADABLE_DATE: "{column} is not a date; write it as day/month/year.",
    Cause.IMPOSSIBLE_DATE: (
        "{column} is a date that the calendar doesn't have; correct the day or month."
    ),
    Cause.FUTURE_DATE: "{column} lies in the future; correct the date.",
    Cause.DATE_TOO_EARLY: "{column} lies too far back; correct the year.",
    Cause.DATES_OUT_OF_ORDER: (
        "{column} is before the date on which the engagement was activated; correct "
        "one of the two."
    ),
    Cause.STATUS_DISAGREES: (
        "{column} doesn't fit the dates beside it: an ended engagement has an end "
        "date and no other has one; an active one has an activation date and a "
        "waiting one has none; correct one of them."
    ),
    Cause.UNREADABLE_HOURS: (
        "{column} is not a number of hours; write a quarter of an hour as 0.25."
    ),
    Cause.HOURS_OUT_OF_RANGE: (
        "{column} is negative or more than 24 hours; correct the number."
    ),
    Cause.RATING_OUT_OF_SCALE: (
        "{column} is not a whole number from 1 to 5; correct it, or leave it empty "
        "where there was no answer."
    ),
    Cause.UNKNOWN_VALUE: (
        "{column} holds a value that the mapping doesn't know; correct the cell or "
        "add the value to the mapping."
    ),
    Cause.UNKNOWN_CONTACT_TYPE: (
        "{column} holds a type of contact that the mapping doesn't know; correct the "
        "cell or add the type to the mapping."
    ),
    Cause.UNKNOWN_PERSON: (
        "{column} is not the id of anybody in the people file; correct it or add the "
        "person there."
    ),
    Cause.UNKNOWN_CLIENT: (
        "{column} is not the id of any engagement in the engagements file; correct it "
        "or add the engagement there."
    ),
    Cause.PERSON_REJECTED: (
        "{column} leads to a row of the people file that was not taken; mend that row."
    ),
    Cause.CLIENT_REJECTED: (
        "{column} leads to a row of the engagements file that was not taken; mend "
        "that row."
    ),
    Cause.ID_OF_ANOTHER: (
        "{column} is used for two different people, so what hangs on it can't be told "
        "apart; give each of them an id of its own."
    ),
    Cause.DOUBLED_ID: (
        "{column} repeats the id of an earlier row, which was kept; delete one of the "
        "two or give it an id of its own."
    ),
    Cause.DOUBLED_PERSON: (
        "The row repeats the name, age and phone number of an earlier one, which was "
        "kept; what belongs to this row was given to the earlier one."
    ),
    Cause.DOUBLED_CONSENT_DIFFERS: (
        "The row repeats an earlier person, but not his answer in {column}; as one of "
        "the two doesn't say yes, nothing of his was kept; make the answers agree."
    ),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One row that was not taken; it never holds anything out of the row.

    `row` counts as a spreadsheet does: the header is row 1.
    """

    row: int
    cause: Cause
    column: str
    sentence: str


class CellRefused(Exception):
    """A cell can't be taken; caught by the reader of the file, never beyond it."""

    def __init__(self, cause: Cause, field: str) -> None:
        self.cause = cause
        self.field = field
        super().__init__(cause)


@cache
def _sentence(cause: Cause, column: str) -> str:
    return _SENTENCES[cause].format(column=column)


def problem(row: int, cause: Cause, column: str = "") -> Problem:
    """Make the report of one row that is not taken.

    `column` is the header as the mapping spells it, never as the file does.
    """
    # One string serves every row with the same fault: a file can have a million.
    return Problem(row, cause, column, _sentence(cause, column))
