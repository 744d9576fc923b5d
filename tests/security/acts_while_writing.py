"""What is sent from a record besides its first pages: parts, drafts, who is kept away.

And of his consents those of which there may be several.
"""

from __future__ import annotations

import json
import uuid
from uuid import UUID

from django.utils import timezone

from cases.drafts import services as drafts
from cases.enums import EndReason, TurnKind
from cases.models import EpisodeTurn
from cases.queries.episodes import his_time
from cases.services import blocks, episodes
from cases.services.episodes import Turn
from consent.enums import Purpose
from consent.models import Consent
from consent.services import consents
from msa.clock.days import local_date
from msa.tenancy.context import use
from tests.cases.world import logged
from tests.consent.consent_world import agreement
from tests.security.acting import World, act, today
from tests.security.acts_of_workers import HOW, WORDS, new_id

_TYPED = [("body", WORDS)]


@act("worker:person-part")
def write_part(w: World) -> None:
    told = {"revision": "0", "words": WORDS}
    w.post("worker", "worker:person-part", w.him, "strengths", **told)


@act("worker:person-kept-away")
def keep_away(w: World) -> None:
    told = {"member": str(w.cast.colleague.member)}
    w.post("worker", "worker:person-kept-away", w.him, **told)


@act("worker:person-let-near")
def let_near(w: World) -> None:
    member, now = w.cast.colleague.member, timezone.now()
    with use(w.cast.worker.context):
        blocks.block(w.cast.worker, w.him, member=member, at=now)
    w.post("worker", "worker:person-let-near", w.him, member)


@act("worker:session-correct")
def put_right(w: World) -> None:
    session = logged(w.cast.worker, w.him, body=WORDS, at=timezone.now())
    told = {"revision": "1", "held_on": today(), "minutes": "45", "body": "Better"}
    told |= {"mode": "PHONE", "kind": "ONE_TO_ONE"}
    w.post("worker", "worker:session-correct", w.him, session, **told)


@act("worker:draft-keep")
def keep_draft(w: World) -> None:
    told = {"draft": new_id(), "typed": json.dumps(_TYPED)}
    w.post("worker", "worker:draft-keep", w.him, "session", **told)


@act("worker:draft-drop")
def drop_draft(w: World) -> None:
    id, now = uuid.uuid4(), timezone.now()
    with use(w.cast.worker.context):
        drafts.keep(w.cast.worker, w.him, "session", _TYPED, id=id, at=now)
    w.post("worker", "worker:draft-drop", draft=str(id))


def _stay(w: World) -> UUID:
    with use(w.cast.worker.context):
        stay = his_time(w.him).latest
    assert stay is not None
    return stay.id


def _note(w: World, turn: Turn) -> None:
    """Note a turn after the one that he began with."""
    with use(w.cast.worker.context):
        worker, now = w.cast.worker, timezone.now()
        episodes.note(worker, w.him, _stay(w), turn, after=1, at=now)


@act("worker:person-turn")
def pause(w: World) -> None:
    told = {"revision": "1", "on": today(), "words": WORDS}
    w.post("worker", "worker:person-turn", w.him, _stay(w), "pause", **told)


@act("worker:turn-take-back")
def take_back_turn(w: World) -> None:
    _note(w, Turn(TurnKind.PAUSED, local_date(timezone.now())))
    with use(w.cast.worker.context):
        turn = EpisodeTurn.objects.get(subject=w.him, kind=TurnKind.PAUSED).id
    w.post("worker", "worker:turn-take-back", w.him, turn)


@act("worker:person-start-again")
def begin_again(w: World) -> None:
    end = EndReason.CARRIES_ON
    _note(w, Turn(TurnKind.ENDED, local_date(timezone.now()), reason=end))
    told = {"id": new_id(), "on": today(), "phase": "CONNECT", "words": WORDS}
    w.post("worker", "worker:person-start-again", w.him, **told)


def _shared(w: World) -> UUID:
    """Let him agree that somebody outside is told; return that consent."""
    agreed = agreement(Purpose.SHARING, w.cast, soon=True)
    with use(w.cast.worker.context):
        consents.give(w.cast.worker, w.him, agreed, at=timezone.now())
        return Consent.objects.get(subject=w.him, purpose=Purpose.SHARING).id


@act("worker:consent-change")
def agree_otherwise(w: World) -> None:
    told = HOW | {"id": new_id(), "recipient": "Housing", "information": "WHO"}
    told |= {"sharing_until": "1/3/2099"}
    w.post("worker", "worker:consent-change", w.him, _shared(w), **told)


@act("worker:consent-withdraw-one")
def withdraw_one(w: World) -> None:
    w.post("worker", "worker:consent-withdraw-one", w.him, _shared(w))
