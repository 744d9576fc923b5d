"""National staff: taking a submitted narrative into the national report, or not."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from msa.access.refusals import AccessDenied, NotVisible, Reason
from msa.accounts.actor import Actor
from msa.audit.recording import record
from reporting.narratives.compiling import untold_figures
from reporting.narratives.enums import State
from reporting.narratives.models import Narrative
from reporting.narratives.queries.narratives import approved_texts
from reporting.narratives.queries.registers import published


class TellsHiddenFigures(AccessDenied):
    """It holds a number that no released table prints."""

    def __init__(self) -> None:
        super().__init__(Reason.NOT_READY)


@transaction.atomic
def include(actor: Actor, pk: UUID, *, at: datetime) -> None:
    """Take a submitted narrative into the national report of its quarter.

    Raises:
        TellsHiddenFigures: the figures it names are not released, or not those.
        AccessDenied: it is included already.
        NotVisible: absent, a draft, or taken back.
    """
    row = _locked(pk, State.SUBMITTED)
    figures = published(row.period, row.organisation_id)
    if untold_figures(approved_texts(row.id), figures):
        raise TellsHiddenFigures
    row.state, row.read_by, row.read_at = State.INCLUDED, actor.person, at
    row.save(update_fields=["state", "read_by", "read_at"])
    record(actor, "narrative.included", narrative=str(row.id), quarter=row.quarter)


@transaction.atomic
def leave_out(actor: Actor, pk: UUID) -> None:
    """Leave an included narrative out again; its organisation can take it back then.

    Reports that were compiled with it stay as they are.

    Raises:
        AccessDenied: it is not included.
        NotVisible: absent, a draft, or taken back.
    """
    row = _locked(pk, State.INCLUDED)
    row.state = State.SUBMITTED
    row.save(update_fields=["state"])
    record(actor, "narrative.left-out", narrative=str(row.id), quarter=row.quarter)


def _locked(pk: UUID, state: State) -> Narrative:
    row = (
        Narrative.objects.select_for_update(of=("self",))
        .only("id", "organisation", "quarter", "state", "read_by", "read_at")
        .filter(id=pk)
        .first()
    )
    if row is None:
        raise NotVisible
    if row.state != state:
        raise AccessDenied(Reason.NOT_READY)
    return row
