"""Percentages, worked out by us exactly as any reader could."""

from __future__ import annotations

from reporting.disclosure.cells import PublishedCell
from reporting.disclosure.policy import MSA_SDC_1, Policy


def percentage(
    part: PublishedCell, whole: PublishedCell, *, policy: Policy = MSA_SDC_1
) -> int | None:
    """Return the whole per cent of two published national figures, or None.

    None where either is suppressed or the whole is below the policy's denominator.
    Two roundings can push a share just over the whole; it is then 100.
    """
    if part.value is None or whole.value is None:
        return None
    if whole.value < policy.percentage_from:
        return None
    nearest = (200 * part.value + whole.value) // (2 * whole.value)
    return min(100, nearest)
