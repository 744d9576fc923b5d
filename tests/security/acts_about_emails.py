"""What peer workers send to keep an important email."""

from __future__ import annotations

from uuid import UUID

from tests.cases.emails.letter_box import waits
from tests.security.acting import World, act, today
from tests.security.acts_of_workers import WORDS, new_id


def _waits(w: World) -> UUID:
    return waits(w.cast.worker, w.him)


@act("worker:email-new")
def add_email(w: World) -> None:
    w.post("worker", "worker:email-new", w.him, id=new_id(), pasted=WORDS)


@act("worker:email")
def keep_email(w: World) -> None:
    told = {"text": WORDS, "attachments": ["1"], "held_on": today(), "minutes": "5"}
    w.post("worker", "worker:email", w.him, _waits(w), **told)


@act("worker:email-throw-away")
def throw_email_away(w: World) -> None:
    w.post("worker", "worker:email-throw-away", w.him, _waits(w))
