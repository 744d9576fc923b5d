from __future__ import annotations

import uuid
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from cases.outreach import services
from cases.outreach.enums import ActivityKind
from cases.outreach.models import Activity
from cases.outreach.services import Held
from msa.accounts.actor import Actor
from msa.clock.days import local_date
from msa.tenancy.context import use

TITLE = "Carving-and-Kōrero"


def today() -> date:
    return local_date(timezone.now())


def held(**told: Any) -> Held:
    """Return a workshop of today, or what is told of it otherwise."""
    plain = {
        "kind": ActivityKind.WORKSHOP,
        "title": TITLE,
        "held_on": today(),
        "minutes": 90,
        "survivors": 4,
        "supporters": 3,
        "professionals": 2,
        "public": 1,
    }
    return Held(**{**plain, **told})


def noted(actor: Actor, **told: Any) -> UUID:
    """Let somebody have noted an activity."""
    with use(actor.context):
        row = services.note(actor, held(**told), id=uuid.uuid4(), at=timezone.now())
    return row.id


def seen(actor: Actor) -> list[Activity]:
    """Return the activities that somebody reads, the latest noted last."""
    with use(actor.context):
        return list(Activity.objects.order_by("noted_at"))
