"""Holding the product against the model of a record's life (S17)."""

from __future__ import annotations

import random
import uuid
from collections import Counter
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from assessments.queries import history
from assessments.services import responding
from cases.models import StatisticalProfile
from cases.queries import people, sessions
from cases.queries.drift import disagreements
from consent.models import Subject
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.accounts.models import Role
from msa.accounts.queries import person_of
from msa.audit.verification import verify
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from reporting.measures.reading import counts
from reporting.quarters import Quarter
from tests.security.life_model import Figures, House, Man, figures

#: Events that the model counts for each survivor.
COUNTED_EVENTS = (
    "consent.given",
    "consent.withdrawn",
    "record.opened",
    "section.saved",
    "session.logged",
    "person.assigned",
)


class Checks:
    """Asks the product as everybody and compares with what the model says."""

    def __init__(self, houses: list[House], men: list[Man]) -> None:
        self.houses, self.men = houses, men
        #: Secrets of check-ins that must open nothing any more.
        self.spent: set[str] = set()

    @property
    def staff(self) -> list[Actor]:
        """Everybody of both organisations."""
        return [actor for house in self.houses for actor in house.staff]

    def who_sees_whom(self) -> None:
        """Everybody sees exactly those whom the model lets him see."""
        for actor in self.staff:
            with use(actor.context), transaction.atomic():
                found = set(Subject.objects.values_list("id", flat=True))
            assert found == {man.id for man in self.men if man.seen_by(actor)}

    def figures(self) -> None:
        """The report builder counts what the model counts."""
        quarter = Quarter.at(timezone.now())
        for house in self.houses:
            with use(Context(house.id, FOUNDER, "reporting")), transaction.atomic():
                counted = counts(quarter, house.id)
                described = set(
                    StatisticalProfile.objects.filter(
                        organisation=house.id
                    ).values_list("subject", flat=True)
                )
                rated = _rated(house)
            told = {name: getattr(counted, name) for name in Figures.__annotations__}
            assert Figures(**told) == figures(house, self.men)
            here = [man for man in self.men if man.house is house]
            assert described == {man.id for man in here if man.described}
            assert rated == {man.id: man.counted for man in here if man.counted}

    def grants(self) -> None:
        """Assignments, grants and membership agree."""
        for house in self.houses:
            with use(Context(house.id, FOUNDER, "owner")), transaction.atomic():
                assert disagreements(house.id) == []

    def reading(self, man: Man, actor: Actor) -> None:
        """Somebody reads of a man what he may, and no word besides."""
        with use(actor.context), transaction.atomic():
            read = self._person(man, actor) + self._sessions(man, actor)
            read += self._check_ins(man, actor)
            listed = people.opened(actor, act="list")
        named = {card.subject: card.identity.name for card, _ in listed}  # type: ignore[union-attr]
        assert named == {
            one.id: one.written["identity"][0]
            for one in self.men
            if one.seen_by(actor) and one.has_record
        }
        for one in self.men:
            for words in one.sealed:
                assert words not in read
            if not one.seen_by(actor):
                assert not any(words in read for words in one.everything())

    def _person(self, man: Man, actor: Actor) -> str:
        if not (man.seen_by(actor) and man.has_record):
            _refused(lambda: people.person(actor, man.id, at=timezone.now()))
            return ""
        page = people.person(actor, man.id, at=timezone.now())
        assert page.identity
        assert page.contact
        assert page.identity.name == man.written["identity"][0]
        assert page.contact.address == man.written["contact"][0]
        hopes = [hope.words for hope in page.hopes.hopes] if page.hopes else []
        is_worker = actor.role == Role.WORKER
        wanted = man.written.get("hopes", ("", 0))[0] if is_worker else ""
        assert hopes == ([wanted] if wanted else [])
        assert page.purposes == man.agreed
        return repr(page)

    def _sessions(self, man: Man, actor: Actor) -> str:
        if not man.seen_by(actor):
            _refused(lambda: sessions.timeline(actor, man.id))
            for id in man.sessions:
                _refused(lambda id=id: sessions.session(actor, man.id, id))
            return ""
        lines = sessions.timeline(actor, man.id, limit=1_000).lines
        assert {line.id for line in lines} == man.sessions.keys()
        read = []
        for id, met in man.sessions.items():
            page = sessions.session(actor, man.id, id, show_note=True)
            body = page.note.body if page.note else ""
            assert body == (met.words if man.reads_words(actor) else "")
            assert (page.line.kind, page.line.minutes) == (met.kind, met.minutes)
            read.append(repr(page))
        return "".join(read)

    def _check_ins(self, man: Man, actor: Actor) -> str:
        if not man.seen_by(actor):
            _refused(lambda: history.check_ins(actor, man.id))
            return ""
        lines = history.check_ins(actor, man.id)
        assert {line.id for line in lines} == man.check_ins.keys()
        read = []
        for id, answered in man.check_ins.items():
            page = history.check_in(actor, man.id, id)
            words = list(page.sheet.words.values()) if page.sheet else []
            may = man.reads_answers(actor, answered)
            assert words == ([answered.words] if may else [])
            read.append(repr(page))
        return "".join(read)

    def everything(self) -> None:
        """Read everything as everybody, try spent secrets, and walk the audit."""
        for man in self.men:
            for actor in self.staff:
                self.reading(man, actor)
        for secret in random.Random(17).sample(sorted(self.spent), len(self.spent)):
            assert responding.open_by_code(secret, address=uuid.uuid4().hex) is None
        for house in self.houses:
            with use(Context(house.id, FOUNDER, "owner")), transaction.atomic():
                assert verify(house.id).faults == []
                found = _events(house)
            for man in self.men:
                if man.house is house:
                    assert found.get(man.id, Counter()) == +man.events

    def email_of(self, actor: Actor) -> str:
        """Return with which address somebody signs in."""
        with use(None), transaction.atomic():
            return person_of(actor.person).email


def _refused(read: Any) -> None:
    try:
        read()
    except NotVisible:
        return
    raise AssertionError("somebody read what he may not see")


def _rated(house: House) -> dict[UUID, int]:
    return dict(
        _rows(
            "SELECT subject_id, count(*) FROM assessments_rating"
            " WHERE organisation_id = %s GROUP BY 1",
            house.id,
        )
    )


def _events(house: House) -> dict[UUID, Counter[str]]:
    found: dict[UUID, Counter[str]] = {}
    rows = _rows(
        "SELECT subject_id, action, count(*) FROM audit_event"
        " WHERE organisation_id = %s AND subject_id IS NOT NULL GROUP BY 1, 2",
        house.id,
    )
    for subject, action, number in rows:
        if action in COUNTED_EVENTS:
            found.setdefault(subject, Counter())[action] = number
    return found


def _rows(sql: str, *values: object) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
