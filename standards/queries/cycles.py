"""Finding reviews and their parts. Row policies decide whose."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from standards.enums import State
from standards.models import Action, Cycle, Judgement


def cycles(actor: Actor) -> list[Cycle]:
    """Return every review the actor may see, the newest period and revision first."""
    return list(Cycle.objects.order_by("-starts_on", "-revision"))


def cycle(actor: Actor, pk: UUID) -> Cycle:
    """Return one review.

    Raises:
        NotVisible: there is none with this id for him.
    """
    found = Cycle.objects.filter(id=pk).first()
    if found is None:
        raise NotVisible
    return found


def open_cycle() -> Cycle | None:
    """Return the organisation's review that is being filled in, if one is."""
    return Cycle.objects.filter(state=State.OPEN).first()


def overlapping(starts_on: date, ends_on: date) -> Cycle | None:
    """Return a review of the organisation that shares days with a period, if any."""
    shared = Cycle.objects.filter(starts_on__lte=ends_on, ends_on__gte=starts_on)
    return shared.order_by("-revision").first()


def is_newest(cycle: Cycle) -> bool:
    """Is there no later revision of the same period?"""
    return not Cycle.objects.filter(
        organisation=cycle.organisation_id,
        starts_on=cycle.starts_on,
        revision__gt=cycle.revision,
    ).exists()


def previous(cycle: Cycle) -> Cycle | None:
    """Return what a review is compared with: the last finished one of a period before.

    A submitted review is compared with submitted ones only, so that the organisation
    and the national body read the same.
    """
    earlier = Cycle.objects.filter(
        organisation=cycle.organisation_id, starts_on__lt=cycle.starts_on
    )
    if cycle.state == State.SUBMITTED:
        earlier = earlier.filter(
            state=State.SUBMITTED, submitted_at__lte=cycle.submitted_at
        )
    else:
        earlier = earlier.exclude(state=State.OPEN)
    return earlier.order_by("-starts_on", "-revision").first()


def judgement(cycle: Cycle, standard: str) -> Judgement | None:
    """Return what was said about one standard, or None while nothing was."""
    return Judgement.objects.filter(cycle=cycle.id, standard=standard).first()


def action(cycle: Cycle, pk: UUID) -> Action:
    """Return one action of a review.

    Raises:
        NotVisible: it has none with this id.
    """
    found = Action.objects.filter(cycle=cycle.id, id=pk).first()
    if found is None:
        raise NotVisible
    return found
