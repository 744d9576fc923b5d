"""Everything that can happen to a record, done to the product and to the model (S17).

Each act is tried by anybody, whether he may or not: the model says whether it goes
through. What is refused must leave both as they were.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, ClassVar

from django.db import ProgrammingError, transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from assessments.enums import Way
from assessments.instruments import CURRENT, UnknownAnswer
from assessments.services import offering, paper, responding
from assessments.sheets import Sheet
from cases.enums import Mode, Region, SessionKind
from cases.sections import Contact, Hope, Hopes, Identity, Note
from cases.services import assignments, people, sections, sessions
from cases.services.sections import SectionChanged
from cases.services.sessions import Held, NotesNotKept
from consent.enums import Purpose
from consent.services import consents
from consent.services.consents import RecordConsentMissing, RecordInForce
from consent.services.organisations import found_organisation
from msa.access.refusals import AccessDenied, NotVisible
from msa.accounts.actor import Actor
from msa.accounts.models import Role
from msa.clock.days import local_date
from msa.members import services as members
from msa.tenancy.context import use
from tests.cast import agreements
from tests.msa.exchange.worlds import employ
from tests.security.life_checks import Checks
from tests.security.life_model import KINDS, Answered, House, Man, Met, mark

#: How the product says no. ProgrammingError: PostgreSQL refuses the row itself, where
#: no page would have let it come so far.
REFUSALS = (
    NotVisible,
    AccessDenied,
    RecordConsentMissing,
    RecordInForce,
    SectionChanged,
    NotesNotKept,
    UnknownAnswer,
    ProgrammingError,
)
USUAL = (Purpose.SESSIONS, Purpose.ASSESSMENT, Purpose.STATISTICS)
ITEM = CURRENT.items[0].code
QUESTION = CURRENT.open_questions[0].code
purposes = st.sets(st.sampled_from(list(Purpose)))
chance = st.integers(0, 10**6)


class Life(RuleBasedStateMachine):
    """Two organisations, their staff, and the men they support."""

    #: How often each act went through and was refused, over all runs.
    tried: ClassVar[Counter[tuple[str, bool]]] = Counter()

    @initialize()
    def begin(self) -> None:
        self.houses = [_house() for _ in range(2)]
        self.men: list[Man] = []
        self.checks = Checks(self.houses, self.men)
        self.chosen: tuple[Man, Actor] | None = None

    @rule(pick=chance, agreed=purposes, with_record=st.integers(0, 9))
    def welcome(self, pick: int, agreed: set[Purpose], with_record: int) -> None:
        """Somebody new; nine times in ten he agrees to a record."""
        house = self.houses[pick % 2]
        actor = house.staff[pick // 2 % len(house.staff)]
        agreed = agreed | ({Purpose.RECORD} if with_record else set())
        agreed |= set(USUAL) if with_record % 3 else set()
        man = Man(uuid.uuid4(), house)
        may = Purpose.RECORD in agreed and house.works(actor)
        with self._as("welcome", actor, may=may) as done:
            people.welcome(actor, agreements(*agreed), at=self.now, id=man.id)
            done()
        if may:
            man.agree(agreed)
            man.worker = actor if actor.role == Role.WORKER else None
            self.men.append(man)
            self._introduce(actor, man)

    @precondition(lambda self: self.men)
    @rule(pick=chance, agreed=purposes, with_record=st.integers(0, 4))
    def come_back(self, pick: int, agreed: set[Purpose], with_record: int) -> None:
        man, actor = self._pick(pick, among=[m for m in self.men if not m.has_record])
        agreed = agreed | ({Purpose.RECORD} if with_record else set())
        may = man.seen_by(actor) and not man.has_record and Purpose.RECORD in agreed
        with self._as("come_back", actor, may=may) as done:
            people.return_to(actor, man.id, agreements(*agreed), at=self.now)
            done()
        if may:
            man.agree(agreed)
            self._introduce(actor, man)

    @precondition(lambda self: self.men)
    @rule(pick=chance, purpose=st.sampled_from(list(Purpose)))
    def agree(self, pick: int, purpose: Purpose) -> None:
        man, actor = self._pick(pick)
        may = man.seen_by(actor) and man.has_record
        with self._as("agree", actor, may=may) as done:
            (agreement,) = agreements(purpose)
            people.agree(actor, man.id, agreement, at=self.now)
            done()
        if may:
            # He is described from the record as soon as he agrees to be counted.
            told = bool(man.written.keys() & {"identity", "contact"})
            newly = purpose is Purpose.STATISTICS and purpose not in man.agreed
            man.described = man.described or (newly and told)
            man.agree({purpose})

    @precondition(lambda self: self.men)
    @rule(pick=chance, purpose=st.sampled_from(list(Purpose)))
    def withdraw(self, pick: int, purpose: Purpose) -> None:
        man, actor = self._pick(pick)
        if purpose not in {Purpose.RECORD, Purpose.QUOTATION} and man.agreed:
            purpose = sorted(man.agreed)[pick % len(man.agreed)]
        may = man.seen_by(actor) and purpose in man.agreed
        with self._as("withdraw", actor, may=may) as done:
            consents.withdraw(actor, man.id, purpose, at=self.now)
            done()
        if may:
            man.withdraw(purpose)

    @precondition(lambda self: self.men)
    @rule(
        pick=chance,
        kind=st.sampled_from(KINDS),
        minutes=st.integers(1, 300),
        noted=st.booleans(),
        twice=st.booleans(),
    )
    def log(
        self, pick: int, kind: SessionKind, minutes: int, noted: bool, twice: bool
    ) -> None:
        man, actor = self._pick(pick)
        words = mark("note") if noted else ""
        held = Held(self.today, minutes, kind, Mode.IN_PERSON)
        kept = Purpose.SESSIONS in man.agreed
        may = actor.role == Role.WORKER and man.seen_by(actor) and man.has_record
        may = may and (kept or not noted)
        id = uuid.uuid4()
        for _ in range(1 + twice):
            with self._as("log", actor, may=may) as done:
                sessions.log(actor, man.id, held, Note(body=words), id=id, at=self.now)
                done()
        if may and kept:
            man.sessions[id] = Met(kind, minutes, words)
            man.events["session.logged"] += 1
        elif may:
            man.house.tallies.append((kind.value, minutes))

    @precondition(lambda self: self.men)
    @rule(pick=chance, hopes=st.booleans(), stale=st.integers(0, 5))
    def save(self, pick: int, hopes: bool, stale: int) -> None:
        man, actor = self._pick(pick)
        kind, words = ("hopes" if hopes else "identity"), mark("section")
        content = Hopes(hopes=[Hope(words=words)]) if hopes else Identity(name=words)
        before, revision = man.written.get(kind, ("", 0))
        after = revision if stale else revision + 1
        may = man.seen_by(actor) and man.has_record and bool(stale)
        may = may and not (hopes and actor.role == Role.MANAGER)
        # Only a revision that is there already is refused; one too far ahead is the
        # form's own business, so it is not tried.
        if not stale and revision:
            after = revision - 1
        elif not stale:
            return
        with self._as("save", actor, may=may) as done:
            sections.save(actor, man.id, content, after=after, at=self.now)
            done()
        if may:
            man.written[kind] = (words, revision + 1)
            man.sealed |= {before} - {""}
            man.events["section.saved"] += 1
            man.described |= not hopes and Purpose.STATISTICS in man.agreed

    @precondition(lambda self: self.men)
    @rule(pick=chance, to=chance)
    def hand_over(self, pick: int, to: int) -> None:
        man, actor = self._pick(pick)
        everybody = [one for house in self.houses for one in house.staff]
        # Most go to one of the house's own workers, or hardly any would go at all.
        to_whom = man.house.workers if to % 3 else everybody
        worker = to_whom[to // 3 % len(to_whom)]
        same = man.worker is not None and man.worker.member == worker.member
        # To hand him to whoever works with him already changes nothing.
        manages = (actor.role == Role.MANAGER or same) and man.seen_by(actor)
        may = manages and man.house.works(worker) and worker.role == Role.WORKER
        with self._as("hand_over", actor, may=may) as done:
            assignments.assign(actor, man.id, to=worker.member, at=self.now)
            done()
        if may:
            man.events["person.assigned"] += not same
            man.worker = worker

    @rule(pick=chance)
    def leave_or_return(self, pick: int) -> None:
        house = self.houses[pick % 2]
        worker = house.workers[pick // 2 % len(house.workers)]
        if worker.member in house.away:
            self._return(house, worker)
            house.away.discard(worker.member)
            return
        with use(house.admin.context):
            members.leave(house.admin, worker.member, at=self.now)
        house.away.add(worker.member)
        for man in self.men:
            if man.worker is not None and man.worker.member == worker.member:
                man.worker = None

    @precondition(lambda self: self.men)
    @rule(pick=chance, may_see=st.booleans(), finished=st.booleans())
    def answer_on_paper(self, pick: int, may_see: bool, finished: bool) -> None:
        man, actor = self._pick(pick)
        words = mark("answer")
        sheet = Sheet(CURRENT.code).rated(ITEM, 4).told(QUESTION, words)
        may = actor.role == Role.WORKER and man.seen_by(actor)
        may = may and Purpose.ASSESSMENT in man.agreed
        id = uuid.uuid4()
        for _ in range(1 + finished):
            with self._as("answer_on_paper", actor, may=may) as done:
                paper.key_in(
                    actor,
                    man.id,
                    sheet,
                    id=id,
                    completed_on=self.today,
                    worker_may_see=may_see,
                    at=self.now,
                )
                done()
        if may:
            man.check_ins[id] = Answered(words, may_see)
            man.counted += Purpose.STATISTICS in man.agreed

    @precondition(lambda self: self.men)
    @rule(pick=chance)
    def offer(self, pick: int) -> None:
        man, actor = self._pick(pick)
        may = actor.role == Role.WORKER and man.seen_by(actor)
        may = may and Purpose.ASSESSMENT in man.agreed
        secret = ""
        with self._as("offer", actor, may=may) as done:
            invited = offering.invite(actor, man.id, way=Way.ROOM, at=self.now)
            secret = invited.secret
            done()
        if may:
            man.sealed |= {man.said} - {""}
            self.checks.spent |= {man.offered} - {""}
            man.offered, man.said = secret, ""

    @precondition(lambda self: any(man.offered for man in self.men))
    @rule(pick=chance, may_see=st.booleans(), finishes=st.booleans())
    def answer(self, pick: int, may_see: bool, finishes: bool) -> None:
        """The survivor himself, with no account: he answers, and may finish."""
        waiting = [man for man in self.men if man.offered]
        man = waiting[pick % len(waiting)]
        words = mark("answer")
        opened = responding.open_by_code(man.offered, address=uuid.uuid4().hex)
        assert opened is not None
        with responding.as_respondent(opened) as respondent:
            responding.rate(respondent, ITEM, 2, at=self.now)
            responding.tell(respondent, QUESTION, words, at=self.now)
            if finishes:
                responding.finish(respondent, worker_may_see=may_see, at=self.now)
        man.said = words
        if finishes:
            self.checks.spent.add(man.offered)
            man.check_ins[opened.assessment] = Answered(words, may_see)
            man.counted += Purpose.STATISTICS in man.agreed
            man.offered, man.said = "", ""

    @invariant()
    def everybody_sees_his_own_and_nobody_else(self) -> None:
        self.checks.who_sees_whom()

    @invariant()
    def figures_are_those_of_the_model(self) -> None:
        self.checks.figures()

    @invariant()
    def grants_are_assignments(self) -> None:
        self.checks.grants()

    @invariant()
    def whoever_was_just_met_is_read_as_the_model_says(self) -> None:
        if self.chosen is not None:
            self.checks.reading(*self.chosen)

    def teardown(self) -> None:
        """Read everything as everybody, and walk the audit."""
        if hasattr(self, "checks"):
            self.checks.everything()

    @property
    def now(self) -> datetime:
        return timezone.now()

    @property
    def today(self) -> Any:
        return local_date(self.now)

    def _pick(self, pick: int, among: list[Man] | None = None) -> tuple[Man, Actor]:
        """Choose somebody and an actor: mostly one who works with him."""
        men = among or self.men
        man = men[pick % len(men)]
        rest = pick // len(men)
        if man.worker is not None and rest % 2:
            actor = man.worker
        elif rest % 8 == 2:
            strangers = next(h for h in self.houses if h is not man.house).staff
            actor = strangers[rest // 8 % len(strangers)]
        else:
            actor = man.house.staff[rest // 8 % len(man.house.staff)]
        self.chosen = man, actor
        return man, actor

    @contextmanager
    def _as(self, act: str, actor: Actor, *, may: bool) -> Iterator[Callable[[], None]]:
        """Act in a transaction of its own; fail unless it goes as the model says."""
        went: list[bool] = []
        refusal: BaseException | None = None
        try:
            with use(actor.context), transaction.atomic():
                yield lambda: went.append(True)
        except REFUSALS as fault:
            refusal = fault
        except Exception as fault:
            # A membership that ended is refused by the trigger on grants.
            if getattr(fault.__cause__, "sqlstate", "") != "MS002":
                raise
            refusal = fault
        assert bool(went) == may, (act, actor.role, refusal)
        self.tried[act, may] += 1

    def _introduce(self, actor: Actor, man: Man) -> None:
        name, address = mark("name"), mark("address")
        with self._as("introduce", actor, may=True) as done:
            people.introduce(
                actor,
                _Subject(man.id),  # type: ignore[arg-type]
                identity=Identity(name=name),
                contact=Contact(
                    phone="021 555 0101",
                    phone_safe=True,
                    address=address,
                    region=Region.values[0],
                ),
                at=self.now,
            )
            done()
        man.written = {"identity": (name, 1), "contact": (address, 1)}
        man.events["section.saved"] += 2
        man.events["record.opened"] += 1
        man.described = Purpose.STATISTICS in man.agreed

    def _return(self, house: House, worker: Actor) -> None:
        email = self.checks.email_of(worker)
        with use(house.admin.context):
            invited = members.invite(
                house.admin, email=email, roles=[Role.WORKER], at=self.now
            )
        assert members.accept(invited.secret, name=worker.name, person=worker.person)


class _Subject:
    """All that introducing somebody needs of him."""

    def __init__(self, id: uuid.UUID) -> None:
        self.id = id


def _house() -> House:
    code = f"h{uuid.uuid4().hex[:12]}"
    organisation = found_organisation(code=code, name=code, at=timezone.now())
    return House(
        organisation.id,
        [employ(organisation, f"Worker {n}", Role.WORKER) for n in range(2)],
        [employ(organisation, "Manager", Role.MANAGER)],
        employ(organisation, "Admin", Role.ADMIN),
    )
