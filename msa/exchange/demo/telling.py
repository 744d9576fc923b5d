"""What the fictional organisations tell of a quarter: clean, approved, submitted."""

from __future__ import annotations

import hashlib
import uuid
from datetime import datetime

import orjson

from consent.documents import keyring
from msa.accounts.actor import Actor
from msa.audit.recording import record
from reporting.narratives.enums import State
from reporting.narratives.models import ApprovedText, Narrative
from reporting.narratives.prompts import Texts, in_order
from reporting.quarters import Quarter

_TOLD: tuple[Texts, ...] = (
    {
        "worked": "Walking together has opened more doors than any room we have. "
        "Men who would not sit down to talk will talk beside somebody on a track. "
        "Whakawhanaungatanga before each peer group makes it easier to stay.",
        "challenges": "Demand for evening and weekend support is higher than we can "
        "meet. Waiting times for counselling have grown across the region.",
        "ideas": "A shared calendar of trainings between organisations would save "
        "each of us from arranging the same ones.",
        "workers": "Peer workers ask for regular supervision and for time to write "
        "up their sessions in working hours.",
        "survivors": "Being believed, and not having to begin anew with every "
        "service, is what men name most often.",
    },
    {
        "worked": "The open morning with kai has become the way in for many men. "
        "Our partnership with the local marae brings whānau along.",
        "challenges": "Travel to rural areas takes much of our time, and phone "
        "coverage there is poor.",
        "innovations": "We tried an online peer group for men who work shifts. It "
        "was slow to begin with; it goes on because those who came asked for it.",
        "survivors": "Many ask for support that goes on after a claim has ended.",
    },
    {
        "worked": "Letters to men in prison, after visits were cut back, kept "
        "the kōrero going. Staff there tell us that it matters.",
        "ideas": "Train experienced members to host groups, and pay them for it.",
        "innovations": "A garden shared with a community trust gives us a place "
        "to meet that asks nothing of anybody.",
        "workers": "Working in pairs on hard days is what peer workers value most.",
    },
)


def tell(manager: Actor, number: int, *, at: datetime) -> None:
    """Store what the organisation with this number submitted about last quarter.

    Run in the owner's context of the organisation. The first one has told of the
    quarter before only, so that its manager finds something to do.
    """
    quarter = Quarter.at(at).previous()
    if number == 0:
        quarter = quarter.previous()
    texts = in_order(_TOLD[number % len(_TOLD)])
    row = Narrative(
        id=uuid.uuid4(),
        organisation_id=manager.organisation,
        organisation_key_id=keyring(manager.organisation).key_id,
        quarter=quarter.code,
        edition=1,
        revision=1,
        state=State.SUBMITTED,
        written_by_id=manager.member,
        written_at=at,
        authors=[manager.member],
        approved_by_id=manager.member,
        approved_at=at,
        content_hash=hashlib.sha256(orjson.dumps(texts)).hexdigest(),
    )
    row.save(force_insert=True)
    ApprovedText.objects.bulk_create(
        ApprovedText(
            id=uuid.uuid4(),
            organisation_id=manager.organisation,
            narrative_id=row.id,
            prompt=code,
            position=position,
            text=text,
        )
        for position, (code, text) in enumerate(texts.items())
    )
    record(manager, "narrative.invented", narrative=str(row.id))
