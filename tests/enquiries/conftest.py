from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from cases.enquiries import services
from cases.enquiries.enums import Channel, Ground, Way
from cases.enquiries.services import Approach
from cases.enquiries.slips import SlipWords
from msa.accounts.actor import Actor
from msa.clock.days import local_date
from msa.tenancy.context import use
from tests.cast import Cast

WORDS = SlipWords("Wiremu-Kākāpō", Way.PHONE, "021 555 0177", "Say it is Ngaio")
SAID = (WORDS.name, WORDS.where, WORDS.may_say)


def now() -> datetime:
    """The database asks its own clock, so these tests go by the real one."""
    return timezone.now()


def today() -> date:
    return local_date(now())


def kept(actor: Actor, *, days_ago: int = 0) -> UUID:
    """Let somebody have got in touch."""
    came = today() - timedelta(days=days_ago)
    with use(actor.context):
        approach = Approach(came, Channel.PHONE, "WKO")
        return services.keep(actor, approach, id=uuid.uuid4(), at=now()).id


def with_slip(actor: Actor, *, days_ago: int = 0) -> UUID:
    """Let somebody have got in touch who may be rung back."""
    pk = kept(actor, days_ago=days_ago)
    with use(actor.context):
        services.write_slip(actor, pk, WORDS, Ground.SPOKEN, at=now())
    return pk


@pytest.fixture
def enquiry(cast: Cast) -> UUID:
    """An open enquiry with a slip, taken by the worker."""
    return with_slip(cast.worker)
