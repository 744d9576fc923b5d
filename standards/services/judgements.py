"""Rating standards, so that two who write at once lose nothing (STD-02)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from msa.access.refusals import AccessDenied, NotVisible, Reason
from msa.accounts.actor import Actor
from msa.audit.recording import record
from standards.models import Judgement
from standards.services.cycles import locked


@dataclass(frozen=True, slots=True)
class Said:
    """What is said about one standard. An empty rating is not rated."""

    leaders: str = ""
    staff: str = ""
    clients: str = ""
    comment: str = ""
    evidence: str = ""


class ChangedMeanwhile(Exception):
    """Somebody else saved first; ``theirs`` is what stands now."""

    def __init__(self, theirs: Judgement) -> None:
        super().__init__(theirs.standard)
        self.theirs = theirs


@transaction.atomic
def rate(
    actor: Actor, cycle: UUID, standard: str, said: Said, *, version: int, at: datetime
) -> Judgement:
    """Save what is said about one standard.

    ``version`` is the one the writer began from, 0 where nothing had been saved.

    Raises:
        NotVisible: there is no such review or standard here.
        AccessDenied: the review has been signed off.
        ChangedMeanwhile: somebody saved something else since that version.
    """
    review = locked(cycle)
    if standard not in review.standards.numbers:
        raise NotVisible
    if not review.is_open:
        raise AccessDenied(Reason.NOT_READY)
    found = Judgement.objects.filter(cycle=cycle, standard=standard).first()
    if found is not None and said_in(found) == said:
        return found
    if found is not None and found.version != version:
        raise ChangedMeanwhile(found)
    judgement = found or Judgement(
        organisation_id=actor.organisation, cycle=review, standard=standard, version=0
    )
    for name, value in asdict(said).items():
        setattr(judgement, name, value)
    judgement.version += 1
    judgement.changed_by_id, judgement.changed_at = actor.member, at
    if found is None:
        judgement.save(force_insert=True)
    else:
        judgement.save(
            update_fields=[*asdict(said), "version", "changed_by", "changed_at"]
        )
    record(actor, "standard.rated", review=str(cycle), standard=standard)
    return judgement


def said_in(judgement: Judgement) -> Said:
    """Return what a stored judgement says."""
    return Said(
        judgement.leaders,
        judgement.staff,
        judgement.clients,
        judgement.comment,
        judgement.evidence,
    )
