"""The tables of the Support report.

Its rows are the statements of the version of Form 2 that it was made for: another
version of the form is another spec.
"""

from __future__ import annotations

from assessments.instruments import Instrument
from reporting.measures.ratings import EARLIER, FORM, SINCE_FIRST, SINCE_PREVIOUS
from reporting.specs.parts import ORGANISATIONS, Column, ReportSpec, TableSpec

#: Each instrument's row of the table of check-ins.
CHECK_IN_ROWS = {FORM.code: "FORM_2", EARLIER.code: "EARLIER"}
YEAR = "year"

_PEOPLE = Column("people", "People whose answers are counted", "people")
_CHECK_INS = Column("check_ins", "Check-ins finished", "check-ins")
_QUARTERS = Column("quarters", "Quarters taken together", "quarters")
_RATED = "from 1 to 5"
_FORM_ROWS = tuple((item.code, item.statement.en) for item in FORM.items)
_ONE_OF_THEM = (
    "A man is in the figures once, with his last answer. Asked: everybody who finished "
    "a check-in with this statement and agreed to be counted."
)
_PAIRS = (
    "Change is told only of men who answered the statement both times. The step in "
    "brackets is how finely a figure is printed: the fewer people, the coarser."
)


def answers_table(group: str) -> str:
    """Return the code of the table of a group's answers."""
    return group


def means_table(group: str) -> str:
    """Return the code of the table of a group's means and changes."""
    return f"{group}_means"


def score_column(score: int) -> str:
    """Return the code of the column that counts a score."""
    return f"score_{score}"


def step_column(column: str) -> str:
    """Return the code of the column that tells the step of a mean."""
    return f"{column}_step"


def _mean(code: str, label: str, *, is_change: bool = False) -> tuple[Column, Column]:
    step = step_column(code)
    return (
        Column(code, label, _RATED, is_change, step),
        Column(step, f"{label}: step", _RATED),
    )


def _answers(instrument: Instrument) -> tuple[Column, ...]:
    return (
        Column("asked", "Asked", "people"),
        Column("answered", "Answered", "people"),
        *(
            Column(score_column(score), words.en, "people")
            for score, words in instrument.scale.choices
        ),
        Column("not_said", "Rather not say", "people"),
    )


_MEANS = (
    *_mean("mean", "Mean"),
    *_mean(SINCE_FIRST, "Change since his first check-in", is_change=True),
    *_mean(SINCE_PREVIOUS, "Change since the one before", is_change=True),
)


def _tables_of(instrument: Instrument) -> list[TableSpec]:
    tables = []
    for group in instrument.groups:
        rows = tuple(
            (item.code, item.statement.en) for item in instrument.items_of(group.code)
        )
        tables += [
            TableSpec(
                answers_table(group.code),
                f"{group.title.en}: answers",
                "statement",
                _answers(instrument),
                rows,
                _ONE_OF_THEM,
                "People by answer",
            ),
            TableSpec(
                means_table(group.code),
                f"{group.title.en}: means and change",
                "statement",
                _MEANS,
                rows,
                _PAIRS,
                "Means of the answers as 1 to 5, and how they changed",
            ),
        ]
    return tables


SUPPORT_1 = ReportSpec(
    "support-1",
    (
        TableSpec(
            "check_ins",
            "Check-ins",
            "instrument",
            (_PEOPLE, _CHECK_INS, _QUARTERS),
            (
                (CHECK_IN_ROWS[FORM.code], "Check-ins (Form 2)"),
                (CHECK_IN_ROWS[EARLIER.code], "Questions of the earlier system"),
            ),
            "Where a quarter has too few answers for means, up to four quarters are "
            "taken together. No answer is ever in two printed means.",
            "Check-ins and the people whose answers are counted",
        ),
        *_tables_of(FORM),
        TableSpec(
            ORGANISATIONS,
            "Check-ins by organisation",
            "organisation",
            (
                _PEOPLE,
                _CHECK_INS,
                _QUARTERS,
                *(
                    column
                    for group in FORM.groups
                    for column in _mean(group.code, group.title.en)
                ),
            ),
            ((ORGANISATIONS, ""),),
            "People and means are of the quarters taken together, check-ins of this "
            "quarter. Organisations stand in the order of their names. Few people, or "
            "people who came for other reasons, change a mean; it doesn't say how well "
            "anybody works.",
            "Check-ins, and means of the answers as 1 to 5",
        ),
        TableSpec(
            YEAR,
            "The financial year so far",
            "statement",
            (
                _QUARTERS,
                Column("asked", "Asked", "people"),
                Column("mean", "Mean", _RATED),
            ),
            _FORM_ROWS,
            "Added up from the printed figures of this and the released quarters "
            "before it; whoever holds those reports gets the same.",
            "Means of the quarters printed so far, weighed by the people asked",
        ),
        *_tables_of(EARLIER),
    ),
)
