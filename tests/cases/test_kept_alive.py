"""A page that a browser kept alive, sent again with other words, loses none (UI-W5)."""

from __future__ import annotations

import uuid
from dataclasses import replace
from uuid import UUID

import pytest
from django.utils import timezone

from cases.outreach import services as outreach
from cases.outreach.enums import ActivityKind
from cases.outreach.models import Activity
from cases.outreach.services import Held
from cases.referrals.enums import Source, Urgency
from cases.referrals.models import Arrival, Referral, Service
from cases.referrals.services import directory, inward, outward
from cases.referrals.services.inward import Came
from cases.referrals.words import CameFrom
from cases.workload.models import ShortNote
from cases.workload.services import notes
from msa.tenancy.context import use
from tests.cast import TODAY, Cast
from tests.referrals.world import FERRY, planned

#: Sent, sent once more, and sent with other words.
WORDS = ("The first", "The first", "Another")

pytestmark = pytest.mark.req("UI-W5")


def test_a_short_note(cast: Cast, hemi: UUID) -> None:
    id = uuid.uuid4()
    with use(cast.worker.context):
        for words in WORDS:
            notes.write(cast.worker, hemi, words, id=id, at=timezone.now())

        assert ShortNote.objects.filter(subject=hemi).count() == 2


def test_who_sent_him(cast: Cast, hemi: UUID) -> None:
    id, at = uuid.uuid4(), timezone.now()
    came = Came(Source.HEALTH, Urgency.SOON, at)
    with use(cast.worker.context):
        for words in WORDS:
            said = CameFrom("Dr Heron", words, "")
            inward.note(cast.worker, hemi, came, said, id=id, at=timezone.now())

        assert Arrival.objects.filter(subject=hemi).count() == 2


def test_a_referral(cast: Cast, hemi: UUID) -> None:
    id, plan = uuid.uuid4(), planned()
    with use(cast.worker.context):
        for words in WORDS:
            this = replace(plan, goes_out=replace(plan.goes_out, why=words))
            outward.refer(cast.worker, hemi, this, id=id, at=timezone.now())

        assert Referral.objects.filter(subject=hemi).count() == 2


def test_a_workshop(cast: Cast) -> None:
    id = uuid.uuid4()
    with use(cast.worker.context):
        for words in WORDS:
            held = Held(ActivityKind.WORKSHOP, words, TODAY, 60)
            outreach.note(cast.worker, held, id=id, at=timezone.now())

        assert Activity.objects.count() == 2


def test_a_service(cast: Cast) -> None:
    id = uuid.uuid4()
    with use(cast.worker.context):
        for words in WORDS:
            about = replace(FERRY, name=words)
            directory.add(cast.worker, about, id=id, at=timezone.now())

        assert Service.objects.count() == 2
