"""What is sent about services, referrals and who sent somebody to us."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from msa.clock.days import local_date
from tests.enquiries.conftest import kept
from tests.referrals.world import (
    ELSEWHERE,
    REFERRER,
    SHARED,
    WHY,
    agreed_to_tell,
    arrived,
    came_by_enquiry,
    referred,
    service,
    typed,
)
from tests.security.acting import World, act, act_in, today
from tests.security.acts_of_workers import HOW, WORDS, new_id

_NUMBER = {"called": "The night line", "phone": "03 555 0199"}
_CAME = {"source": "HEALTH", "urgency": "SOON"}


def _later() -> str:
    return typed(local_date(timezone.now()) + timedelta(days=20))


def _about() -> dict[str, str]:
    told = {"id": new_id(), "name": "Ferry Road", "kind": "HOUSING"}
    return told | {"phone": "03 555 0100", "trust": "TRUSTED", "review_on": _later()}


@act_in("help-lines-change", "manager", "admin")
def say_out_of_hours(w: World, area: str) -> None:
    w.post(area, f"{area}:help-lines-change", **_NUMBER)


@act_in("service-new", "worker", "manager")
def add_service(w: World, area: str) -> None:
    w.post(area, f"{area}:service-new", **_about())


@act("manager:service-change")
def change_service(w: World) -> None:
    row = service(w.cast.manager)
    w.post("manager", "manager:service-change", row.id, **_about())


@act("manager:service-decide")
def decide_service(w: World) -> None:
    row = service(w.cast.worker)
    w.post("manager", "manager:service-decide", row.id, listing="LISTED")


@act("worker:referral-new")
def refer(w: World) -> None:
    told = {"id": new_id(), "elsewhere": ELSEWHERE, "why": WHY, "parts": "NEEDS"}
    told |= {"boxes": "NEEDS", "words_NEEDS": SHARED, "sharing_until": _later()}
    w.post("worker", "worker:referral-new", w.him, **told, **HOW)


@act("worker:referral-step")
def go_on(w: World) -> None:
    row = referred(w.cast.worker, w.him)
    told = {"stage": "MADE", "happened_on": today(), "said": WORDS}
    w.post("worker", "worker:referral-step", w.him, row.id, **told)


@act("worker:referral-ask-again")
def ask_again(w: World) -> None:
    row = referred(w.cast.worker, w.him)
    told = {"next_contact_on": _later()}
    w.post("worker", "worker:referral-ask-again", w.him, row.id, **told)


@act("worker:referral-letter")
def print_letter(w: World) -> None:
    row = referred(w.cast.worker, w.him)
    w.post("worker", "worker:referral-letter", w.him, row.id)


@act("worker:arrival-new")
def note_arrival(w: World) -> None:
    told = {"id": new_id(), "name": REFERRER, "came_on": today(), "told": WORDS}
    w.post("worker", "worker:arrival-new", w.him, **_CAME, **told)


@act("worker:arrival-answered")
def answer(w: World) -> None:
    row = arrived(w.cast.worker, w.him)
    told = {"answered_on": today()}
    w.post("worker", "worker:arrival-answered", w.him, row.id, **told)


@act("worker:arrival-he-knows")
def tell_him(w: World) -> None:
    row = arrived(w.cast.worker, w.him)
    told = {"was_told": "yes", "told_on": today()}
    w.post("worker", "worker:arrival-he-knows", w.him, row.id, **told)


@act("worker:arrival-replied")
def reply(w: World) -> None:
    row = arrived(w.cast.worker, w.him)
    agreed_to_tell(w.cast.worker, w.him, REFERRER)
    told = {"replied_on": today()}
    w.post("worker", "worker:arrival-replied", w.him, row.id, **told)


@act_in("enquiry-sent-by", "worker", "manager")
def enquiry_came(w: World, area: str) -> None:
    pk = kept(getattr(w.cast, area))
    w.post(area, f"{area}:enquiry-sent-by", pk, **_CAME, came_on=today())


@act_in("enquiry-answered", "worker", "manager")
def enquiry_answered(w: World, area: str) -> None:
    pk: UUID = kept(getattr(w.cast, area))
    came_by_enquiry(getattr(w.cast, area), pk)
    w.post(area, f"{area}:enquiry-answered", pk)
