"""What is sent where somebody is told, or reads, without his consent."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from cases.overrides.models import Notice
from msa.accounts.actor import Actor
from msa.members import services as members
from msa.tenancy.context import use
from tests.overrides.world import approved, asked, emergency, urgent
from tests.security.acting import World, act, act_in, today
from tests.security.acts_of_workers import WORDS, new_id

_REVIEWED = {"outcome": "RIGHT"}
_WHY = {"ground": "CHILD", "reason": WORDS}


@act_in("disclosure-new", "worker", "manager")
def ask_to_tell(w: World, area: str) -> None:
    told = {
        "id": new_id(),
        **_WHY,
        "recipient": "Ngaire",
        "recipient_role": "Oranga Tamariki",
        "told": WORDS,
        "could_wait": "yes",
        "told_on": "",
    }
    w.post(area, f"{area}:disclosure-new", w.him, **told)


@act_in("disclosure-tell", "worker", "manager")
def tell(w: World, area: str) -> None:
    row = approved(getattr(w.cast, area), w.deputy, w.him)
    told = {"told_on": today(), "is_exact": "on"}
    w.post(area, f"{area}:disclosure-tell", w.him, row.id, **told)


@act_in("disclosure-drop", "worker", "manager")
def tell_nobody(w: World, area: str) -> None:
    row = asked(getattr(w.cast, area), w.him)
    w.post(area, f"{area}:disclosure-drop", w.him, row.id)


@act("manager:disclosure-approve")
def approve(w: World) -> None:
    row = asked(w.cast.worker, w.him)
    w.post("manager", "manager:disclosure-approve", w.him, row.id)


@act("manager:disclosure-refuse")
def refuse(w: World) -> None:
    row = asked(w.cast.worker, w.him)
    w.post("manager", "manager:disclosure-refuse", w.him, row.id)


@act("manager:disclosure-review")
def review_what_was_told(w: World) -> None:
    row = urgent(w.cast.worker, w.him)
    w.post("manager", "manager:disclosure-review", w.him, row.id, **_REVIEWED)


@act("manager:emergency-new")
def read_at_once(w: World) -> None:
    w.post("manager", "manager:emergency-new", w.him, **_WHY)


@act("manager:emergency-review")
def review_what_was_read(w: World) -> None:
    row = emergency(w.deputy, w.him)
    w.post("manager", "manager:emergency-review", w.him, row.id, **_REVIEWED)


def _only_one_manager(w: World) -> None:
    """Let the other go: the administrator asks where one manager is left."""
    # An act is one transaction, and the database's clock shows when that began.
    before = timezone.now() - timedelta(hours=1)
    with use(w.cast.admin.context):
        members.leave(w.cast.admin, w.deputy.member, at=before)


@act("admin:review-told")
def ask_about_what_was_told(w: World) -> None:
    _only_one_manager(w)
    row = urgent(w.cast.manager, w.him)
    w.post("admin", "admin:review-told", row.id, **_REVIEWED)


@act("admin:review-read")
def ask_about_what_was_read(w: World) -> None:
    _only_one_manager(w)
    row = emergency(w.cast.manager, w.him)
    w.post("admin", "admin:review-read", row.id, **_REVIEWED)


def _notice(actor: Actor) -> UUID:
    with use(actor.context), transaction.atomic():
        return Notice.objects.get(member=actor.member, seen_at=None).id


@act("manager:notice-seen")
def see_as_manager(w: World) -> None:
    emergency(w.deputy, w.him)
    w.post("manager", "manager:notice-seen", _notice(w.cast.manager))


@act("admin:notice-seen")
def see_as_administrator(w: World) -> None:
    _only_one_manager(w)
    emergency(w.cast.manager, w.him)
    w.post("admin", "admin:notice-seen", _notice(w.cast.admin))
