"""Noting that openings were talked about."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from msa.access.refusals import AccessDenied, NotVisible, Reason
from msa.accounts.actor import Actor
from msa.accounts.models import Member
from msa.audit.recording import record
from oversight.enums import Outcome
from oversight.models import Talk
from oversight.queries.openings import last_found


@transaction.atomic
def note(
    actor: Actor,
    *,
    rule: str,
    member: UUID,
    on_day: date,
    up_to: datetime,
    outcome: Outcome,
    at: datetime,
) -> None:
    """Note how openings up to a moment were settled; what was noted first stands.

    Raises:
        NotVisible: the rules have found no such thing here.
        AccessDenied: it is about the actor himself.
    """
    about = Member.objects.filter(id=member).first()
    if about is None:
        raise NotVisible
    last_at = last_found(rule, about, on_day, at=at)
    if last_at is None:
        raise NotVisible
    if about.person_id == actor.person:
        raise AccessDenied(Reason.SAME_PERSON)
    talk = Talk(
        id=uuid.uuid4(),
        organisation_id=actor.organisation,
        rule=rule,
        member=about,
        on_day=on_day,
        up_to=min(up_to, last_at),
        outcome=outcome,
        marked_by_id=actor.member,
        marked_at=at,
    )
    try:
        with transaction.atomic():
            talk.save(force_insert=True)
    except IntegrityError:
        return  # the button was pressed twice, or by two
    record(
        actor,
        "unusual-opening.talked-about",
        rule=rule,
        member=str(member),
        outcome=outcome.value,
    )
