from __future__ import annotations

import uuid
from datetime import date, timedelta

from handbook import services
from handbook.enums import Subject
from handbook.models import Version
from handbook.services import Wording
from msa.accounts.actor import Actor
from msa.tenancy.context import use
from tests.cast import NOW, TODAY

TEXT = "Nobody works alone with a child.\n\nWhoever is worried says so the same day."


def wording(*, begins: date = TODAY, lasts: int = 365, text: str = TEXT) -> Wording:
    return Wording(begins, begins + timedelta(days=lasts), text)


def published(
    actor: Actor,
    about: Subject = Subject.CHILD_PROTECTION,
    *,
    begins: date = TODAY,
    lasts: int = 365,
    title: str = "",
) -> Version:
    """Let a first version be published."""
    with use(actor.context):
        return services.begin(
            actor,
            about,
            wording(begins=begins, lasts=lasts),
            title=title,
            id=uuid.uuid4(),
            at=NOW,
        )


def another(actor: Actor, version: Version, *, begins: date = TODAY) -> Version:
    """Let another version of the same policy be published."""
    with use(actor.context):
        return services.publish(
            actor, version.policy_id, wording(begins=begins), id=uuid.uuid4(), at=NOW
        )


def read(actor: Actor, version: Version) -> None:
    """Let somebody say that he has read a version."""
    with use(actor.context):
        services.acknowledge(actor, version.policy_id, version.id, at=NOW)
