"""Narratives for the browser tests: one submitted, one being written with a name."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from msa.accounts.actor import Actor
from msa.tenancy.context import use
from reporting.narratives.enums import Reason
from reporting.narratives.queries import narratives as queries
from reporting.narratives.services import contributions, narratives
from reporting.quarters import Quarter

CLEAN = {
    "worked": "The weekly walking groups have worked well. Men told us that being "
    "outside makes talking easier, and several brought a friend along.\n\nShared kai "
    "with the local marae made whānau part of what we do.",
    "challenges": "Demand for evening support is higher than we can meet, and travel "
    "to rural areas takes a large part of our time.",
    "survivors": "Being believed matters most. Many ask for longer support after a "
    "claim has ended.",
}
NAMED = {
    "worked": "The walking group helped Tane and Hēmi O’Neil to come again. Two men "
    "asked for evening groups, and we will look for a place.",
    "challenges": "One man said that the wait for counselling is too long. Ring "
    "021 555 0100 to hear more.",
    "ideas": "Funding for transport, since we matiu the demand in rural areas.",
}


def narrate(manager: Actor, worker: Actor, now: datetime) -> None:
    """Store a submitted narrative and a draft, and what a peer worker offers for it."""
    last = Quarter.at(now).previous()
    with use(worker.context):
        words = {"workers": "More supervision would help, and time to reflect."}
        contributions.contribute(worker, last, words, at=now)
    with use(manager.context), transaction.atomic():
        draft = narratives.begin(manager, last, at=now)
        narratives.save(manager, draft.id, NAMED, after=0, at=now)
        clean = narratives.begin(manager, last.previous(), at=now)
        clean = narratives.save(manager, clean.id, CLEAN, after=0, at=now)
        looked = {queries.checked(manager, clean).looked_digest: Reason.LOOKED}
        narratives.explain(manager, clean.id, looked, at=now)
        narratives.approve(manager, clean.id, revision=1, at=now)
