"""Who got in touch with the fictional organisations: two years of it, and a few now."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from random import Random
from typing import TypeVar

from cases.enquiries import services
from cases.enquiries.enums import CallResult, Channel, Ground, State, Way
from cases.enquiries.models import Enquiry
from cases.enquiries.slips import SlipWords
from msa.accounts.actor import Actor
from msa.audit.recording import record
from msa.clock.days import local_date

_DAYS = 730
_EACH_WEEK = 3
_CHANNELS = (
    (Channel.PHONE, 38),
    (Channel.SERVICE, 22),
    (Channel.ONLINE, 14),
    (Channel.EMAIL, 9),
    (Channel.TEXT, 7),
    (Channel.WHANAU, 6),
    (Channel.IN_PERSON, 4),
)
_OUTCOMES = (
    (State.WELCOMED, 46),
    (State.ANSWERED, 21),
    (State.POINTED_ON, 13),
    (State.NOT_REACHED, 12),
    (State.DECLINED, 8),
)
#: How many days ago those came that wait still, and what their slips say.
_WAITING = (
    (0, SlipWords("Tāne", Way.PHONE, "021 555 0140", "Say it is Ngaio, nothing more")),
    (3, SlipWords("Mike", Way.TEXT, "021 555 0141", "Text only, after 17:00")),
    (9, None),
    (24, SlipWords("Sione", Way.PHONE, "021 555 0142", "No message, please")),
)
_Of = TypeVar("_Of")


def get_in_touch(workers: list[Actor], region: str, *, at: datetime) -> None:
    """Store an organisation's enquiries. Run as the owner, in the first one's name."""
    today = local_date(at)
    chance = Random(region)  # noqa: S311  # made-up enquiries
    rows = [
        _ended(chance, chance.choice(workers), region, today - timedelta(days=ago))
        for ago in range(2, _DAYS)
        if chance.random() * 7 < _EACH_WEEK
    ]
    Enquiry.objects.bulk_create(rows)
    record(workers[0], "enquiry.kept", count=len(rows))
    for ago, words in _WAITING:
        _waiting(workers[0], region, today - timedelta(days=ago), words, at=at)


def _ended(chance: Random, taken_by: Actor, region: str, came: date) -> Enquiry:
    state = _drawn(chance, _OUTCOMES)
    return Enquiry(
        id=uuid.UUID(int=chance.getrandbits(128), version=4),
        organisation_id=taken_by.organisation,
        received_on=came,
        channel=_drawn(chance, _CHANNELS),
        region=region if chance.random() < 0.8 else "",
        state=state,
        taken_by_id=taken_by.member,
        ended_on=came + timedelta(days=chance.choice((0, 0, 1, 1, 2))),
        ended_by_id=taken_by.member,
    )


def _waiting(
    worker: Actor, region: str, came: date, words: SlipWords | None, *, at: datetime
) -> None:
    approach = services.Approach(came, Channel.PHONE, region)
    kept = services.keep(worker, approach, id=uuid.uuid4(), at=at)
    if words:
        services.write_slip(worker, kept.id, words, Ground.SPOKEN, at=at)
    else:
        services.note_call(worker, kept.id, CallResult.NO_ANSWER, after=0, at=at)


def _drawn(chance: Random, weighed: tuple[tuple[_Of, int], ...]) -> _Of:
    values, weights = zip(*weighed, strict=True)
    drawn: _Of = chance.choices(values, weights=weights)[0]
    return drawn
