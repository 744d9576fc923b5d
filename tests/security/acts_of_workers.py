"""What peer workers and survivors send."""

from __future__ import annotations

import uuid

from django.test import Client
from django.utils import timezone

from assessments.enums import Way
from assessments.services import offering
from cases.enums import SectionKind
from cases.sections import Contact
from cases.services import sections
from consent.enums import Purpose
from consent.services import consents
from msa.tenancy.context import use
from rights.models import Copy
from rights.places import Place
from tests.assessments import world as check_ins
from tests.cases.world import begun, logged
from tests.rights import world as rights
from tests.security.acting import World, act, today

WORDS = "Kererū in the rata tree"
HOW = {
    "age": "ADULT",
    "given": "PAPER",
    "kept_where": "Cabinet 2",
    "given_on": "1/8/2026",
}
NO_MORE = {"SESSIONS": "no", "STATISTICS": "no"}


def new_id() -> str:
    return str(uuid.uuid4())


@act("worker:person-new")
def welcome(w: World) -> None:
    w.post("worker", "worker:person-new", id=new_id(), RECORD="yes", **NO_MORE, **HOW)


@act("worker:person-start")
def start(w: World) -> None:
    him = begun(w.cast.worker)
    told = {"name": "James", "phone": "021 555 0199", "phone_safe": "on"}
    w.post("worker", "worker:person-start", him, **told)


@act("worker:person-identity")
def identity(w: World) -> None:
    told = {"revision": "1", "name": "Hēmi", "gender": "", "pronouns": WORDS}
    w.post("worker", "worker:person-identity", w.him, **told)


@act("worker:person-contact")
def contact(w: World) -> None:
    told = {"revision": "1", "phone": "021 555 0199", "phone_safe": "on"}
    w.post("worker", "worker:person-contact", w.him, **told)


@act("worker:person-contact-still-safe")
def still_safe(w: World) -> None:
    before = Contact(phone="021 555 0199", phone_safe=True)
    with use(w.cast.worker.context):
        sections.save(w.cast.worker, w.him, before, after=1, at=timezone.now())
    w.post("worker", "worker:person-contact-still-safe", w.him, revision="2")


@act("worker:person-support")
def support(w: World) -> None:
    told = {"revision": "0", "rows": "2", "name_0": WORDS, "relation_0": "Friend"}
    w.post("worker", "worker:person-support", w.him, **told)


@act("worker:person-hopes")
def hopes(w: World) -> None:
    told = {"revision": "0", "rows": "2", "words_0": WORDS}
    w.post("worker", "worker:person-hopes", w.him, **told)


@act("worker:session-new")
def log(w: World) -> None:
    told = {
        "id": new_id(),
        "when": timezone.localdate().isoformat(),
        "mode": "IN_PERSON",
        "kind": "ONE_TO_ONE",
        "length": "60",
        "body": WORDS,
    }
    w.post("worker", "worker:session-new", w.him, **told)


@act("worker:consent-give")
def agree(w: World) -> None:
    w.post("worker", "worker:consent-give", w.him, "supervision", **HOW)


@act("worker:consent-withdraw")
def withdraw(w: World) -> None:
    w.post("worker", "worker:consent-withdraw", w.him, "statistics")


@act("worker:person-return")
def come_back(w: World) -> None:
    with use(w.cast.worker.context):
        consents.withdraw(w.cast.worker, w.him, Purpose.RECORD, at=timezone.now())
    told = {"id": new_id(), "RECORD": "yes", **NO_MORE, **HOW}
    w.post("worker", "worker:person-return", w.him, **told)


@act("worker:check-in-room")
def in_the_room(w: World) -> None:
    w.post("worker", "worker:check-in-room", w.him)


@act("worker:check-in-link")
def by_link(w: World) -> None:
    w.post("worker", "worker:check-in-link", w.him)


@act("worker:check-in-hand-over")
def hand_over(w: World) -> None:
    w.post("worker", "worker:check-in-hand-over", w.him)


@act("worker:check-in-paper")
def on_paper(w: World) -> None:
    told = {"id": new_id(), "completed_on": today(), "culture": "5"}
    told |= {"worker_may_see": "no", "show_next_time": "no"}
    w.post("worker", "worker:check-in-paper", w.him, **told)


@act("worker:check-in-not-now")
def not_now(w: World) -> None:
    w.post("worker", "worker:check-in-not-now", w.him, ask_again="yes")


@act("worker:contribute")
def contribute(w: World) -> None:
    w.post("worker", "worker:contribute", workers="More time.")


def asking(**told: str) -> dict[str, str]:
    return {"id": new_id(), "asked_on": today(), "how": "IN_PERSON", **told}


@act("worker:right-copy")
def ask_for_copy(w: World) -> None:
    w.post("worker", "worker:right-copy", w.him, **asking(language="en-nz"))


@act("worker:right-correction")
def ask_for_correction(w: World) -> None:
    told = asking(where="contact", wanted="Another number")
    w.post("worker", "worker:right-correction", w.him, **told)


@act("worker:right-make")
def make_copy(w: World) -> None:
    asked = rights.asked_for_copy(w.cast.worker, w.him)
    w.post("worker", "worker:right-make", w.him, asked.id)


@act("worker:right-take")
def take_copy(w: World) -> None:
    asked = rights.asked_for_copy(w.cast.worker, w.him)
    rights.made(w.cast.worker, w.him, asked.id)
    with use(w.cast.worker.context):
        copy = Copy.objects.filter(request=asked.id).first()
    assert copy is not None
    w.post("worker", "worker:right-take", w.him, copy.id)


def _wants_changed(w: World) -> object:
    place = Place.section(SectionKind.CONTACT)
    return rights.asked_for_correction(w.cast.worker, w.him, place).id


@act("worker:right-put-right")
def put_right(w: World) -> None:
    session = logged(w.cast.worker, w.him, body=WORDS)
    place = Place(str(session), session=session)
    asked = rights.asked_for_correction(w.cast.worker, w.him, place)
    w.post("worker", "worker:right-put-right", w.him, asked.id, words="A Friday")


@act("worker:right-decline")
def decline(w: World) -> None:
    told = {"reason": "We heard otherwise", "statement": ""}
    w.post("worker", "worker:right-decline", w.him, _wants_changed(w), **told)


@act("worker:right-statement")
def statement(w: World) -> None:
    place = Place.section(SectionKind.CONTACT)
    declined = rights.stated(w.cast.worker, w.him, place, "")
    told = {"statement": "I never said it that way"}
    w.post("worker", "worker:right-statement", w.him, declined.id, **told)


@act("worker:right-take-back")
def take_back(w: World) -> None:
    w.post("worker", "worker:right-take-back", w.him, _wants_changed(w))


@act("check-in:code")
def enter_code(w: World) -> None:
    code = check_ins.invited(w.cast.worker, w.him).secret
    w.post(None, "check-in:code", code=code)


@act("check-in:link")
def open_link(w: World) -> None:
    secret = check_ins.invited(w.cast.worker, w.him, Way.LINK).secret
    w.post(None, "check-in:link", secret)


def answering(w: World) -> Client:
    """Return the browser of somebody who has opened his check-in."""
    with use(w.cast.worker.context):
        code = offering.invite(
            w.cast.worker, w.him, way=Way.ROOM, at=timezone.now()
        ).secret
    browser = w.browser(None)
    browser.post("/check-in/", {"code": code})
    return browser


@act("check-in:question")
def answer(w: World) -> None:
    w.post(answering(w), "check-in:question", 1, statement="4", then="go-on")


@act("check-in:answers")
def finish(w: World) -> None:
    told = {"worker_may_see": "no", "show_next_time": "no"}
    w.post(answering(w), "check-in:answers", **told)
