"""What each report holds: a fixed list of tables, so that nobody cuts his own.

A spec never changes once a report was released under it; another table is another spec.
"""

from __future__ import annotations

from reporting.specs.operational import (
    EXACT,
    KINDS,
    MEETINGS,
    OPERATIONAL_1,
    OPERATIONAL_2,
    OPERATIONAL_3,
)
from reporting.specs.parts import ORGANISATIONS, Column, ReportSpec, TableSpec
from reporting.specs.qualitative import QUALITATIVE_1
from reporting.specs.support import SUPPORT_1

SPECS = {
    spec.name: spec
    for spec in (
        OPERATIONAL_1,
        OPERATIONAL_2,
        OPERATIONAL_3,
        SUPPORT_1,
        QUALITATIVE_1,
    )
}

__all__ = [
    "EXACT",
    "KINDS",
    "MEETINGS",
    "OPERATIONAL_1",
    "OPERATIONAL_2",
    "OPERATIONAL_3",
    "ORGANISATIONS",
    "QUALITATIVE_1",
    "SPECS",
    "SUPPORT_1",
    "Column",
    "ReportSpec",
    "TableSpec",
]
