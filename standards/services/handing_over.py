"""What becomes of a review's files when it is submitted, and when it is revised."""

from __future__ import annotations

from uuid import UUID

from msa.accounts.actor import Actor
from standards.models import Cycle, Evidence
from standards.sealing import carry_over, wrap_for_submission


def hand_over(cycle: Cycle) -> None:
    """Let the national body open the files of a review that was just submitted."""
    for row in _locked(cycle.id):
        wrap_for_submission(row)
        row.save(update_fields=["organisation_key", "wrapped"])


def take_along(actor: Actor, *, before: UUID, following: Cycle) -> None:
    """Show the files of a review in its next revision too, under our own key again."""
    rows = _locked(before)
    for row in rows:
        carry_over(actor, row)
        row.cycle = following
    Evidence.objects.bulk_create(rows)


def _locked(cycle: UUID) -> list[Evidence]:
    # Nobody exchanges the wrapping of their keys meanwhile.
    return list(Evidence.objects.select_for_update().filter(cycle=cycle))
