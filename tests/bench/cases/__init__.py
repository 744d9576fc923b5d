"""The benchmarks, in the order in which ``./bench`` runs them."""

from __future__ import annotations

from tests.bench.cases import (
    caseload,
    context,
    importing,
    log_session,
    opening,
    page,
    pdf,
    report,
    sealing,
)

CASES = (
    sealing.CASE,
    context.CASE,
    opening.CASE,
    *caseload.CASES,
    log_session.CASE,
    report.CASE,
    importing.CASE,
    pdf.CASE,
    page.CASE,
)
