"""The benchmarks, in the order in which ``./bench`` runs them."""

from __future__ import annotations

from tests.bench.cases import (
    caseload,
    checking,
    context,
    day,
    handing_over,
    importing,
    log_session,
    managing,
    opening,
    page,
    pdf,
    report,
    sealing,
    searching,
)

CASES = (
    sealing.CASE,
    context.CASE,
    opening.CASE,
    *caseload.CASES,
    managing.CASE,
    checking.CASE,
    searching.CASE,
    handing_over.CASE,
    log_session.CASE,
    report.CASE,
    importing.CASE,
    pdf.CASE,
    page.CASE,
    day.CASE,
)
