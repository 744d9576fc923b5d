"""What a survivor sees of his own check-in while it is open."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from assessments.models import Answers
from assessments.sheets import ANSWERS, Sheet
from consent.documents import open_documents
from consent.enums import Purpose
from msa.access.refusals import NotVisible
from msa.tenancy.context import Context


@dataclass(frozen=True, slots=True)
class Respondent:
    """The survivor at one open check-in: to the audit, he is the check-in itself."""

    organisation: UUID
    person: UUID
    """The id of the check-in."""
    subject: UUID
    key: UUID
    instrument: str
    way: str
    device: str
    """Where he opened it: what was answered elsewhere stays closed here."""

    @property
    def context(self) -> Context:
        """The signed context that shows this one check-in."""
        return Context(self.organisation, self.person, "survivor")


def sheet(respondent: Respondent) -> Sheet:
    """Return what he has answered so far on this device; at first an empty sheet."""
    return sheet_of(respondent, answers_row(respondent)).seen_on(respondent.device)


def answers_row(respondent: Respondent, *, hold: bool = False) -> Answers | None:
    """Return the sealed row of the open check-in, if he has answered anything.

    ``hold`` lets nobody change it before the end of the transaction.
    """
    rows = Answers.objects.filter(assessment=respondent.person)
    return (rows.select_for_update() if hold else rows).first()


def sheet_of(respondent: Respondent, row: Answers | None) -> Sheet:
    """Return the whole sheet of a sealed row: to be changed or stored, not shown.

    Raises:
        NotVisible: the check-in has ended meanwhile.
    """
    if row is None:
        return Sheet(respondent.instrument)
    opened = open_documents(respondent, [row], ANSWERS, Purpose.ASSESSMENT, act="open")
    if not opened:
        raise NotVisible
    return Sheet.of(opened[row.id])
