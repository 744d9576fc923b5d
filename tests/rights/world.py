"""A survivor with something in every list that is held about him."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.utils import timezone

from assessments.instruments import CURRENT
from cases.sections import (
    Contact,
    Hope,
    Hopes,
    Identity,
    Issues,
    KeepingSafe,
    Needs,
    NextSteps,
    Note,
    Pillar,
    SectionContent,
    Step,
    Strengths,
    Supporter,
    SupportOffer,
    SupportPeople,
    Wellbeing,
    WorkerChoice,
)
from cases.services import sections, sessions
from consent.enums import Purpose
from msa.accounts.actor import Actor
from msa.tenancy.context import use
from rights.enums import How
from rights.models import Copy, Request
from rights.places import Place
from rights.queries import requests as queries
from rights.services import copies
from rights.services import requests as services
from rights.services.copies import Taken
from rights.services.requests import Asking, Declined
from tests.assessments.world import finished
from tests.cases.world import held, person

PURPOSES = (
    Purpose.RECORD,
    Purpose.SESSIONS,
    Purpose.ASSESSMENT,
    Purpose.STATISTICS,
)
#: One word for each place of a record, which stands in no page of ours by chance.
CANARIES: Mapping[str, str] = {
    "identity": "Ngawaikanari",
    "contact": "kettlewhistle",
    "support": "Auntieheron",
    "issues": "stonebridgewords",
    "hopes": "lighthousekeeping",
    "strengths": "enginewhisperer",
    "steps": "flatviewing",
    "safety": "riverbenchplan",
    "wellbeing": "sleepingwithlightoff",
    "offer": "fishingtripoffer",
    "needs": "bedforthenight",
    "choice": "somebodyolder",
    "session": "thursdaykettle",
}
STATEMENT = "I never said it that way"


def survivor(actor: Actor, *, name: str = "Hēmi", mark: str = "") -> UUID:
    """Welcome somebody and fill every section with his canaries."""
    now = timezone.now()
    words = {place: canary + mark for place, canary in CANARIES.items()}
    subject = person(
        actor,
        name,
        PURPOSES,
        identity=Identity(name=name, iwi=[words["identity"]], birth_date="1980-02-29"),
        contact=Contact(
            phone="021 555 0101",
            phone_safe=True,
            text_safe=True,
            region="AUK",
            may_say=words["contact"],
            checked_on=now.date().isoformat(),
        ),
        at=now,
    )
    with use(actor.context):
        support = SupportPeople(
            [Supporter(words["support"], "aunt", "021 555 0999", may_contact=True)]
        )
        sections.save(actor, subject, support, after=0, at=now)
        hopes = Hopes([Hope(words["hopes"], "2026-08-01", "UNDER_WAY")])
        sections.save(actor, subject, hopes, after=0, at=now)
        for content in _further(words):
            sections.save(actor, subject, content, after=0, at=now)
    return subject


def _further(words: Mapping[str, str]) -> list[SectionContent]:
    return [
        Issues(words["issues"], ["HOUSING"], "It weighs"),
        Strengths(words["strengths"]),
        NextSteps([Step(words["steps"], "He and I", "2027-03-05", "Rang once")]),
        KeepingSafe("Short nights", words["safety"], "A friend", "The river", "1737"),
        Wellbeing(
            words["wellbeing"],
            "PROVISIONAL",
            [Pillar("He tauira", "An example")],
            "Garden",
            "Winter",
        ),
        SupportOffer(
            "ACCEPTED", "LATER", "DECLINED", "OFFERED", remarks=words["offer"]
        ),
        Needs(words["needs"], "None", "2027-02-01", True, "Aunt", "2026-08-02", "Rang"),
        WorkerChoice("YES", "OTHER", words["choice"], "NOT_YET", "Asked elsewhere"),
    ]


def session_of(
    actor: Actor, subject: UUID, *, on: date | None = None, mark: str = ""
) -> UUID:
    """Log a session whose note has the canary."""
    with use(actor.context):
        stored = sessions.log(
            actor,
            subject,
            held(on=on or date(2026, 8, 3)),
            Note(CANARIES["session"] + mark, ["HOUSING"]),
            id=uuid.uuid4(),
            at=timezone.now(),
        )
    assert stored is not None
    return stored.id


def check_in(actor: Actor, subject: UUID, *, worker_may_see: bool = False) -> None:
    """Let him finish a check-in, and keep his answers to himself unless he says."""
    ratings = {CURRENT.items[0].code: 4}
    finished(actor, subject, ratings, worker_may_see=worker_may_see)


def asking(**told: object) -> Asking:
    """Return that he asked today, in person."""
    defaults = {"asked_on": timezone.localdate(), "how": How.IN_PERSON}
    return Asking(**(defaults | {"language": "en-nz"} | told))  # type: ignore[arg-type]


def asked_for_copy(actor: Actor, subject: UUID, **told: object) -> Request:
    """Write down that he asked for a copy."""
    with use(actor.context):
        return services.ask_for_copy(
            actor, subject, asking(**told), id=uuid.uuid4(), at=timezone.now()
        )


def copy_of(
    actor: Actor,
    subject: UUID,
    *,
    asked_by: Actor | None = None,
    leaving_out: tuple[str, ...] = (),
    **told: object,
) -> dict[str, bytes]:
    """Ask for a copy, make it and fetch both files."""
    request = asked_for_copy(asked_by or actor, subject, **told)
    made(actor, subject, request.id, leaving_out=leaving_out)
    with use(actor.context):
        waiting = list(Copy.objects.filter(request=request.id))
    taken = [fetched(actor, subject, one.id) for one in waiting]
    return {one.format.value: one.content for one in taken}


def made(
    actor: Actor, subject: UUID, pk: UUID, *, leaving_out: tuple[str, ...] = ()
) -> None:
    """Make the copy that a request is about."""
    with use(actor.context):
        copies.make(actor, subject, pk, leaving_out=leaving_out, at=timezone.now())


def fetched(actor: Actor, subject: UUID, pk: UUID) -> Taken:
    """Fetch one file."""
    with use(actor.context):
        return copies.take(actor, subject, pk, at=timezone.now())


def asked_for_correction(
    actor: Actor, subject: UUID, place: Place, wanted: str = "It was a Friday"
) -> Request:
    """Write down what he wants changed."""
    with use(actor.context):
        return services.ask_for_correction(
            actor,
            subject,
            asking(language=""),
            place,
            wanted,
            id=uuid.uuid4(),
            at=timezone.now(),
        )


def stated(
    actor: Actor, subject: UUID, place: Place, statement: str = STATEMENT
) -> Request:
    """Decline a correction with his statement attached."""
    request = asked_for_correction(actor, subject, place)
    with use(actor.context):
        services.decline(
            actor,
            subject,
            request.id,
            Declined("We were told otherwise", statement),
            at=timezone.now(),
        )
    return request


def page_of(actor: Actor, subject: UUID, pk: UUID) -> queries.RequestPage:
    """Open a request."""
    with use(actor.context):
        return queries.request(actor, subject, pk, on=timezone.localdate())
