"""One survivor's consents as a plain model, and everything that a consent allows."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from cases.models import StatisticalProfile
from consent.documents import release_keys
from consent.enums import KEYED, Given, Information, Purpose
from consent.history import may_share, quotable
from consent.models import Subject, SubjectKey
from consent.queries import purposes_in_force
from consent.services import consents
from consent.services.consents import Agreement
from consent.terms import Terms
from handbook import services as handbook
from handbook.enums import Subject as About
from handbook.models import Version
from handbook.services import Wording
from msa.accounts.actor import Actor
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from tests.cast import TODAY, Cast

RECIPIENT, WORDS = "Dr Rata", "It helped to be believed"
SOON = timedelta(days=9)


@dataclass(slots=True)
class Yes:
    """A consent as the model knows it."""

    id: UUID
    purpose: Purpose
    colleague: UUID | None = None
    detailed: bool = True
    ended: bool = False
    expired: bool = False

    @property
    def holds(self) -> bool:
        return not (self.ended or self.expired)


@dataclass(slots=True)
class Model:
    """What he agreed to, one after the other."""

    subject: UUID
    consents: list[Yes] = field(default_factory=list)
    of_age: bool | None = True
    """What was said of it last."""

    def standing(self, purpose: Purpose | None = None) -> list[Yes]:
        """Return what was neither taken back nor replaced, expired or not."""
        return [
            one
            for one in self.consents
            if not one.ended and purpose in (None, one.purpose)
        ]

    def holds(self, purpose: Purpose) -> bool:
        """Is there a consent in force?"""
        return any(one.holds for one in self.standing(purpose))


@dataclass(slots=True)
class Policy:
    """The organisation's child protection policy, and whether the worker read it."""

    cast: Cast
    version: Version | None = None
    is_read: bool = False

    def publish(self) -> bool:
        """Publish the first version, or the next one."""
        manager, words = self.cast.manager, Wording(TODAY, TODAY + SOON, "Never alone.")
        told = {"id": uuid.uuid4(), "at": timezone.now()}
        with use(manager.context):
            if self.version is None:
                about = About.CHILD_PROTECTION
                self.version = handbook.begin(manager, about, words, **told)
            else:
                policy = self.version.policy_id
                self.version = handbook.publish(manager, policy, words, **told)
        self.is_read = False
        return True

    def read(self, actor: Actor | None = None) -> bool:
        """Let the worker, or somebody else, say that he has read it."""
        if self.version is None:
            return False
        reader = actor or self.cast.worker
        with use(reader.context):
            version, at = self.version, timezone.now()
            handbook.acknowledge(reader, version.policy_id, version.id, at=at)
        self.is_read = self.is_read or reader is self.cast.worker
        return True


def agreement(
    purpose: Purpose, cast: Cast, *, soon: bool = False, of_age: bool | None = True
) -> Agreement:
    """Return a yes with the details that its purpose asks for."""
    terms = {
        Purpose.SHARING: Terms(recipient=RECIPIENT, information=["WHO"]),
        Purpose.QUOTATION: Terms(quotation=WORDS),
    }.get(purpose, Terms(witness="His sister"))
    named = (cast.colleague.member,) if purpose is Purpose.COLLEAGUES else ()
    version = 2 if purpose in (Purpose.COLLEAGUES, Purpose.CONTACT) else 1
    return Agreement(
        purpose,
        Given.SPOKEN,
        TODAY,
        f"{purpose.value}-en-{version}",
        expires_at=timezone.now() + SOON if soon else None,
        terms=terms,
        colleagues=named,
        of_age=of_age,
    )


def done(act: Callable[[], object]) -> bool:
    """Try something that the database may refuse; say whether it was done."""
    try:
        with transaction.atomic():
            act()
    except DatabaseError:
        return False
    return True


def run(sql: str, *values: object) -> int:
    """Run a statement in the role of whoever is at work; return how many rows."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount


def owner(cast: Cast) -> Context:
    """The owner at work for the organisation."""
    return Context(cast.kauri.id, FOUNDER, "owner")


def uses(cast: Cast, subject: UUID) -> set[str]:
    """Return everything that is possible now: by the services, and by raw SQL."""
    return {
        *_by_his_worker(cast, subject),
        *_by_others(cast, subject),
        *_raw_writing(cast, subject),
    }


def _by_his_worker(cast: Cast, subject: UUID) -> set[str]:
    found, now, worker = set(), timezone.now(), cast.worker
    with use(worker.context):
        for purpose in purposes_in_force(subject, at=now):
            found.add(f"{purpose.value} counts as agreed to")
        for purpose in KEYED:
            if release_keys(worker, [subject], purpose, act="open"):
                found.add(f"{purpose.value} is read")
        who = {"recipient": "dr  RATA", "what": Information.WHO}
        if may_share(worker, subject, **who, at=now):  # type: ignore[arg-type]
            found.add("SHARING is done")
        if quotable(worker, subject, at=now) == [WORDS]:
            found.add("QUOTATION is done")
    return found


def _by_others(cast: Cast, subject: UUID) -> set[str]:
    found = set()
    with use(cast.manager.context):
        notes = release_keys(cast.manager, [subject], Purpose.SESSIONS, act="open")
        if notes:
            found |= {"SUPERVISION is done", "SESSIONS is read"}
    with use(cast.colleague.context):
        if Subject.objects.filter(id=subject).exists():
            found.add("COLLEAGUES is done")
        if release_keys(cast.colleague, [subject], Purpose.RECORD, act="open"):
            found |= {"COLLEAGUES is done", "RECORD is read"}
    with use(Context(cast.kauri.id, FOUNDER, "reporting")):
        if StatisticalProfile.objects.filter(subject=subject).exists():
            found.add("STATISTICS is done")
    return found


def _raw_writing(cast: Cast, subject: UUID) -> set[str]:
    found = set()
    with use(owner(cast)):
        keys = SubjectKey.objects.filter(subject=subject)
        his = list(keys.values_list("id", "purpose"))
    with use(cast.worker.context):
        for key, purpose in his:
            if _is_stored(*_row(cast.worker, subject, key, purpose)):
                found.add(f"{purpose} is written")
        if _is_stored(DESCRIBE, uuid.uuid4(), cast.worker.organisation, subject):
            found.add("STATISTICS is written")
    return found


class _TakenBack(Exception):
    """It was possible; the row does not stay."""


def _is_stored(sql: object, *values: object) -> bool:
    try:
        with transaction.atomic():
            run(str(sql), *values)
            raise _TakenBack
    except DatabaseError:
        return False
    except _TakenBack:
        return True


DESCRIBE = (
    "INSERT INTO cases_statisticalprofile (id, organisation_id, subject_id, age_band,"
    " ethnicities, region) VALUES (%s, %s, %s, '', '{}', '') ON CONFLICT DO NOTHING"
)
_ROWS = {
    "RECORD": (
        "INSERT INTO cases_episode (id, organisation_id, subject_id, key_id, withheld,"
        " started_on, end_reason, referred_by)"
        " VALUES (%s, %s, %s, %s, false, now(), '', '')"
    ),
    "SESSIONS": (
        "INSERT INTO cases_session (id, organisation_id, subject_id, key_id, withheld,"
        " held_on, minutes, kind, mode, worker_id, logged_at) VALUES"
        " (%s, %s, %s, %s, false, now(), 30, 'ONE_TO_ONE', 'IN_PERSON', %s, now())"
    ),
    "ASSESSMENT": (
        "INSERT INTO assessments_decline (id, organisation_id, subject_id, key_id,"
        " withheld, declined_on, ask_again, recorded_by_id, recorded_at)"
        " VALUES (%s, %s, %s, %s, false, now(), false, %s, now())"
    ),
}


def _row(worker: Actor, subject: UUID, key: UUID, purpose: str) -> tuple[object, ...]:
    more = () if purpose == "RECORD" else (worker.member,)
    of = (uuid.uuid4(), worker.organisation, subject, key)
    return (_ROWS[purpose], *of, *more)


#: His yes to one thing being told to one person.
GP = Agreement(
    Purpose.SHARING,
    Given.SPOKEN,
    TODAY,
    "SHARING-en-1",
    terms=Terms(recipient="Dr Rata", information=["WHO"], in_words="that I sleep"),
)


def give(cast: Cast, subject: UUID, agreement: Agreement) -> UUID:
    """Let his peer worker record a yes; return its id."""
    with use(cast.worker.context):
        consents.give(cast.worker, subject, agreement, at=timezone.now())
    return agreement.id


def reads(actor: Actor, subject: UUID, purpose: Purpose = Purpose.RECORD) -> bool:
    """Say whether somebody is given the key of a purpose."""
    with use(actor.context):
        return bool(release_keys(actor, [subject], purpose, act="open"))


def expire(cast: Cast, consent: UUID) -> None:
    """Let the day of a consent have come."""
    with use(owner(cast)):
        run(
            "UPDATE consent_consent SET expires_at = now() - interval '1 second'"
            " WHERE id = %s",
            consent,
        )
