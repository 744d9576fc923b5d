"""The Qualitative report holds words and no table (REP-01)."""

from __future__ import annotations

from reporting.specs.parts import ReportSpec

QUALITATIVE_1 = ReportSpec("qualitative-1", ())
