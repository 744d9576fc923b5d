"""An organisation in which every text is an attack, and every page that shows one."""

from __future__ import annotations

import re
import uuid
from collections import deque
from datetime import timedelta
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.db import transaction
from django.test import Client
from django.utils import timezone

from assessments.enums import Way
from assessments.instruments import CURRENT
from assessments.services import offering, paper
from assessments.sheets import Sheet
from cases.enums import Mode, SessionKind
from cases.overrides.enums import Ground
from cases.overrides.sealing import Telling
from cases.overrides.services import disclosures, readings
from cases.overrides.services.disclosures import Planned
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
from cases.services import people, sections, sessions
from cases.services.sessions import Held
from consent.enums import Purpose
from consent.services.organisations import found_organisation
from msa.accounts.actor import Actor
from msa.accounts.models import Role
from msa.accounts.services import add_member
from msa.clock.days import local_date
from msa.tenancy.context import use
from reporting.funders.enums import Scope
from reporting.funders.services import access
from reporting.narratives.prompts import PROMPTS
from reporting.narratives.services import contributions, narratives
from reporting.quarters import Quarter
from standards.queries.reviews import read
from standards.services import actions, cycles, judgements, remarks
from standards.services.actions import Plan
from standards.services.judgements import Said
from tests.cast import PASSWORD, agreements
from tests.security.scripts import Deck

_LINK = re.compile(r'(?:href|hx-get)="([^"#]*)')
#: They end the visit, or are no pages.
_LEAVE_OUT = ("/leave", "/accounts/logout", "/static/", "/pdf", ".pdf", ".csv", "/api/")


class World:
    """Everybody with a hostile name, and everything they have written."""

    def __init__(self, national: Any, deck: Deck, *, others: int = 0) -> None:
        self.deck, self.now = deck, timezone.now()
        self.today = local_date(self.now)
        self.house = found_organisation(
            code="kahikatea", name=deck.words(limit=120), at=self.now
        )
        self.worker = self._member(self.house, Role.WORKER)
        self.manager = self._member(self.house, Role.MANAGER)
        self.admin = self._member(self.house, Role.ADMIN)
        self.staff = self._member(national, Role.NATIONAL)
        for _ in range(others):
            self._member(self.house, Role.WORKER)
        self.subject = self._survivor()
        self.secret = self._check_ins()
        self._without_consent()
        self._narratives()
        self._reviews()
        self._funder()

    def _member(self, organisation: Any, role: Role) -> Actor:
        (actor,) = add_member(
            organisation,
            email=f"{uuid.uuid4().hex}@hostile.example",
            password=PASSWORD,
            name=self.deck.words(1, limit=120),
            roles=[role],
            at=self.now,
        )
        return actor

    def _survivor(self) -> uuid.UUID:
        words, now = self.deck.words, self.now
        with use(self.worker.context), transaction.atomic():
            man = people.welcome(self.worker, agreements(*Purpose), at=now)
            identity = Identity(
                name=words(),
                first_name=words(),
                last_name=words(),
                pronouns=words(),
                gender=words(),
                iwi=[words(), words()],
                referred_by=words(),
                legal_name=words(),
                languages=[words()],
                interpreter=words(),
                orientation=words(),
                access_needs=words(),
            )
            contact = Contact(
                phone=words(),
                phone_safe=True,
                email=words(),
                email_safe=True,
                address=words(),
                post_safe=True,
                other=words(),
                may_say=words(),
                town=words(),
                phone_say=words(),
                text_say=words(),
                email_say=words(),
                post_say=words(),
            )
            people.introduce(
                self.worker, man, identity=identity, contact=contact, at=now
            )
            for content in self._further():
                sections.save(self.worker, man.id, content, after=0, at=now)
            held = Held(self.today, 60, SessionKind.ONE_TO_ONE, Mode.IN_PERSON)
            note = Note(body=words(20))
            sessions.log(self.worker, man.id, held, note, id=uuid.uuid4(), at=now)
        return man.id

    def _further(self) -> list[SectionContent]:
        words = self.deck.words
        supporter = Supporter(
            words(), words(), words(), may_contact=True, knows=words()
        )
        hope = Hope(words=words(), named_on=self.today.isoformat())
        pou = [Pillar(words(), words())]
        return [
            SupportPeople([supporter]),
            Hopes([hope]),
            Issues(words(), ["HOUSING"], words()),
            Strengths(words()),
            NextSteps([Step(words(), words(), "", words())]),
            KeepingSafe(words(), words(), words(), words(), words()),
            Wellbeing(words(), "PROVISIONAL", pou, words(), words()),
            SupportOffer(something_else_is=words(), remarks=words()),
            Needs(words(), words(), "", True, words(), "", words()),
            WorkerChoice("YES", "OTHER", words(), "NOT_MET", words()),
        ]

    def _check_ins(self) -> str:
        sheet = Sheet(CURRENT.code)
        for question in CURRENT.open_questions:
            sheet = sheet.told(question.code, self.deck.words(20))
        for item in CURRENT.items:
            sheet = sheet.rated(item.code, 3)
        with use(self.worker.context), transaction.atomic():
            paper.key_in(
                self.worker,
                self.subject,
                sheet,
                id=uuid.uuid4(),
                completed_on=self.today - timedelta(days=1),
                worker_may_see=True,
                show_next_time=True,
                at=self.now,
            )
            invited = offering.invite(
                self.worker, self.subject, way=Way.ROOM, at=self.now
            )
        return invited.secret

    def _without_consent(self) -> None:
        words = self.deck.words
        planned = Planned(Ground.CHILD, Telling(words(), words(), words(8), words(8)))
        with use(self.worker.context), transaction.atomic():
            disclosures.ask(
                self.worker, self.subject, planned, id=uuid.uuid4(), at=self.now
            )
            disclosures.tell_at_once(
                self.worker,
                self.subject,
                planned,
                on=self.today,
                id=uuid.uuid4(),
                at=self.now,
            )
        with use(self.manager.context), transaction.atomic():
            readings.begin(self.manager, self.subject, Ground.CHILD, reason=words(8))

    def _narratives(self) -> None:
        last = Quarter.at(self.now).previous()
        texts = {prompt.code: self.deck.words(12) for prompt in PROMPTS}
        with use(self.worker.context):
            contributions.contribute(self.worker, last, texts, at=self.now)
        with use(self.manager.context), transaction.atomic():
            draft = narratives.begin(self.manager, last, at=self.now)
            narratives.save(self.manager, draft.id, texts, after=0, at=self.now)

    def _reviews(self) -> None:
        words, manager = self.deck.words, self.manager
        with use(manager.context), transaction.atomic():
            begins = self.today.replace(year=self.today.year - 2, month=7, day=1)
            ends = begins.replace(year=begins.year + 1, month=6, day=30)
            review = cycles.start(
                manager, starts_on=begins, ends_on=ends, at=self.now
            ).cycle
            for number in review.standards.numbers:
                said = Said(
                    *("STARTED",) * 3,
                    comment=words(4),
                    evidence=f"https://ok.example/{words(1)}\n{words(2)}",
                )
                judgements.rate(
                    manager, review.id, number, said, version=0, at=self.now
                )
            plan = Plan(words(4, limit=300), manager.member, ends)
            actions.add(manager, review.id, "2.1", plan, at=self.now)
        with use(manager.context), transaction.atomic():
            digest = read(review).digest
            cycles.sign_off(manager, review.id, digest=digest, at=self.now)
            cycles.submit(manager, review.id, at=self.now)
        with use(self.staff.context), transaction.atomic():
            remarks.remark(
                self.staff,
                review.id,
                standard="1.2",
                text=words(6),
                asks_for_more=True,
                at=self.now,
            )

    def _funder(self) -> None:
        with use(self.staff.context), transaction.atomic():
            access.give(
                self.staff,
                name=self.deck.words(limit=100),
                scopes=[Scope.READ],
                expires_at=self.now + timedelta(days=30),
                at=self.now,
            )


def crawl(browser: Client, start: str, *, most: int = 60) -> dict[str, Any]:
    """Follow every link from a page; return the pages by address."""
    waiting, found = deque([start]), {}
    shapes: dict[str, int] = {}
    while waiting and len(found) < most:
        path = waiting.popleft()
        shape = re.sub(r"[0-9a-f-]{36}|\d+", "*", path)
        shapes[shape] = shapes.get(shape, 0) + 1
        if path in found or shapes[shape] > 3 or any(x in path for x in _LEAVE_OUT):
            continue
        response = browser.get(path)
        kind = response.headers.get("Content-Type", "")
        if response.status_code in {301, 302, 303}:
            waiting.append(urljoin(path, response.headers["Location"]))
        if response.status_code != 200 or not kind.startswith("text/html"):
            continue
        found[path] = response
        for link in _LINK.findall(response.content.decode()):
            target = urljoin(path, link.replace("&amp;", "&"))
            if not urlsplit(target).netloc and target.startswith("/"):
                waiting.append(target)
    return found
