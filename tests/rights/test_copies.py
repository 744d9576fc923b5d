"""His own copy: everything that is held about him, once, and nobody else's (RGT-01)."""

from __future__ import annotations

import io
import json
import subprocess
from typing import Any
from uuid import UUID, uuid4

import pikepdf
import pytest
from django.apps import apps
from django.db import ProgrammingError
from django.urls import reverse
from django.utils import timezone

from assessments.queries import history
from assessments.services import declining
from cases.enums import SupportOutcome, TurnKind
from cases.models import Client
from cases.queries.episodes import his_time
from cases.referrals.enums import Stage
from cases.sections import Note
from cases.services import blocks, episodes, groups
from cases.services.episodes import Turn
from cases.workload.enums import Choice
from consent.enums import Given, Purpose
from consent.services import consents
from consent.services.consents import Agreement
from consent.terms import Terms
from msa.accounts.actor import Actor
from msa.clock.days import local_date
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from rights.holdings import HOLDINGS, LEFT_OUT_EVERYWHERE, NOT_IN_A_COPY
from rights.models import Copy, Request
from rights.places import Place
from rights.queries.held import shown_fields
from rights.services import requests as services
from tests.assessments.world import WORDS as ANSWERED
from tests.cases import apart_world
from tests.cases.emails.letter_box import kept
from tests.cases.services.test_corrections import corrected
from tests.cast import TODAY, Cast
from tests.forgetting.world import asked as let_go_asked
from tests.forgetting.world import decided
from tests.overrides.world import REASON, RECIPIENT, TOLD, emergency, run, urgent
from tests.oversight.world import events_about
from tests.referrals.world import (
    ELSEWHERE,
    REFERRER,
    SHARED,
    TOLD_US,
    WHY,
    arrived,
    gone_on,
    referred,
)
from tests.rights.world import (
    CANARIES,
    STATEMENT,
    asked_for_copy,
    asking,
    check_in,
    copy_of,
    session_of,
    stated,
    survivor,
)
from tests.workload import world as workload

#: What he said when he took a break.
ON_A_BREAK = "Until the whitebait is over"
TOLD_OUTSIDE = "Only that the lake is cold"


#: Who has these rows has an end of his record before him, or behind him; or he may
#: come to groups, as nobody may of whom each other list holds something.
NEVER_AT_ONCE = {"withdrawals", "holds", "keepings", "groups"} | {
    "in_groups",
    "agreed_in_groups",
    "at_meetings",
    "at_meetings_before",
}


def document(files: dict[str, bytes]) -> Any:
    """Return what the JSON says."""
    return json.loads(files["JSON"])


def printed(content: bytes) -> str:
    """Return the words of a PDF, without its line breaks."""
    ran = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=content, capture_output=True, check=True
    )
    return " ".join(ran.stdout.decode().split())


def waiting(actor: Actor, request: Request) -> list[Copy]:
    with use(actor.context):
        return list(Copy.objects.filter(request=request.id))


# --- The register (K07) ------------------------------------------------------------


@pytest.mark.req("K07", "RGT-01")
def test_every_holding_is_in_the_copy_or_has_a_reason() -> None:
    held = {
        model._meta.label
        for model in apps.get_models()
        if getattr(vars(model).get("Privacy"), "holding", "")
    }

    assert held == {one.model for one in HOLDINGS} | NOT_IN_A_COPY.keys()


@pytest.mark.req("K07", "RGT-01")
@pytest.mark.parametrize("holding", HOLDINGS, ids=lambda one: one.model)
def test_every_field_is_in_the_copy_or_has_a_reason(holding: Any) -> None:
    model = apps.get_model(holding.model)
    fields = {field.name for field in model._meta.local_fields}
    in_copy = set(shown_fields(model, holding))
    reasons = LEFT_OUT_EVERYWHERE.keys() | holding.left_out.keys()
    opened = {"sealed"} if holding.sealed else set()

    assert fields == in_copy | (fields & reasons) | opened
    assert holding.left_out.keys() <= fields


def _take_a_break(actor: Actor, subject: UUID) -> None:
    (stay,) = his_time(subject).present
    pause = Turn(TurnKind.PAUSED, local_date(timezone.now()), words=ON_A_BREAK)
    episodes.note(actor, subject, stay.id, pause, after=1, at=timezone.now())


@pytest.fixture
def whole(cast: Cast, hemi: UUID) -> Any:
    """What a copy says of somebody of whom every list holds something."""
    session = session_of(cast.worker, hemi)
    kept(cast.worker, hemi)
    corrected(
        cast.worker,
        hemi,
        session,
        note=Note(CANARIES["session"], ["HOUSING"], present="Aunt"),
        at=timezone.now(),
    )
    check_in(cast.worker, hemi)
    stated(cast.worker, hemi, Place(str(session), session=session))
    other = survivor(cast.worker, name="Kimi", mark="ofkimi")
    session_of(cast.worker, other, mark="ofkimi")
    told = Terms(recipient="Dr Rata", information=["WHO"], in_words=TOLD_OUTSIDE)
    share = Agreement(Purpose.SHARING, Given.SPOKEN, TODAY, "SHARING-en-1", terms=told)
    workload.wish(cast.worker, hemi, Choice.ASK_FIRST)
    workload.agree(cast, hemi, cast.colleague)
    workload.planned(cast, {hemi: cast.colleague})
    workload.stand_in(cast, hemi, cast.colleague)
    workload.note(cast.manager, hemi)
    with use(cast.worker.context):
        consents.give(cast.worker, hemi, share, at=timezone.now())
        away = cast.colleague.member
        blocks.block(cast.worker, hemi, member=away, at=timezone.now())
        _take_a_break(cast.worker, hemi)
        declining.decline(cast.worker, hemi, ask_again=True, at=timezone.now())
        groups.note_talk(cast.worker, hemi, talked_on=TODAY, at=timezone.now())
    referral = referred(cast.worker, hemi)
    gone_on(cast.worker, referral, [Stage.MADE])
    arrived(cast.worker, hemi)
    urgent(cast.worker, hemi)
    emergency(cast.manager, hemi)
    decided(cast.manager, let_go_asked(cast.worker, hemi, session))
    apart_world.policy(cast.manager)
    apart_world.told(cast.worker, hemi)
    apart_world.decided(cast.manager, hemi, SupportOutcome.ELSEWHERE)
    return copy_of(cast.worker, hemi, asked_by=cast.manager, with_answers=True)


@pytest.mark.req("K07", "RGT-01")
def test_everything_held_is_in_the_copy(cast: Cast, hemi: UUID, whole: Any) -> None:
    held = document(whole)["held"]
    owner = Context(cast.kauri.id, FOUNDER, "owner")
    with use(owner):
        stored = {
            one.name: apps.get_model(one.model)
            ._default_manager.filter(
                **{"id" if one.name == "place" else "subject": hemi}
            )
            .count()
            for one in HOLDINGS
        }

    assert {name: len(rows) for name, rows in held.items()} == stored
    assert {name for name, count in stored.items() if not count} <= NEVER_AT_ONCE


@pytest.mark.req("K07", "RGT-01")
def test_his_words_are_in_both_files(whole: Any) -> None:
    words = {*CANARIES.values(), STATEMENT, ANSWERED, TOLD, RECIPIENT, REASON}
    words |= {SHARED, WHY, ELSEWHERE, REFERRER, TOLD_US}
    words |= {TOLD_OUTSIDE, ON_A_BREAK, apart_world.TOLD, apart_world.CONDITIONS}

    assert {one for one in words if one not in whole["JSON"].decode()} == set()
    assert {one for one in words if one not in printed(whole["PDF"])} == set()


@pytest.mark.req("K07", "RGT-01")
def test_nobody_elses_words_are_in_either(cast: Cast, hemi: UUID, whole: Any) -> None:
    assert "ofkimi" not in whole["JSON"].decode() + printed(whole["PDF"])
    assert "021 555 0999" not in whole["JSON"].decode() + printed(whole["PDF"])


@pytest.mark.req("RGT-01")
def test_it_has_who_looked_and_the_wordings(whole: Any) -> None:
    told = document(whole)

    assert "opened your record" in {look["did"] for look in told["who_looked"]}
    assert all(one["wording"]["words"] for one in told["held"]["consents"])
    with pikepdf.open(io.BytesIO(whole["PDF"])) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert "Hēmi" not in str(pdf.docinfo)


@pytest.mark.req("RGT-01", "REC-09")
def test_what_is_set_apart_is_for_his_copy_alone(cast: Cast, hemi: UUID) -> None:
    asked = "SELECT * FROM sec.harm_told_for_his_copy(%s)"
    apart_world.named(cast.worker, hemi, cast.colleague)
    apart_world.policy(cast.manager)
    apart_world.told(cast.worker, hemi)
    with use(cast.worker.context):
        groups.note_talk(cast.worker, hemi, talked_on=TODAY, at=timezone.now())
    talks = "SELECT * FROM sec.screenings_for_his_copy(%s)"
    assert run(cast.worker, asked, hemi) == run(cast.worker, talks, hemi) == 0

    asked_for_copy(cast.worker, hemi)

    assert run(cast.worker, asked, hemi) == run(cast.worker, talks, hemi) == 1
    assert run(cast.colleague, asked, hemi) == 0


# --- What is somebody else's, and what he keeps -----------------------------------


@pytest.mark.req("RGT-01")
def test_what_is_confidential_to_others_is_left_out_and_said(
    cast: Cast, hemi: UUID
) -> None:
    session = session_of(cast.worker, hemi)

    files = copy_of(cast.worker, hemi, leaving_out=(str(session), "hopes"))

    for gone in (CANARIES["session"], CANARIES["hopes"]):
        assert gone not in files["JSON"].decode() + printed(files["PDF"])
    assert "confidential to somebody else" in printed(files["PDF"])
    (note,) = document(files)["held"]["notes"]
    assert note["left_out"]


@pytest.mark.req("RGT-01", "ASM-04")
def test_answers_he_keeps_are_left_out_unless_he_says(cast: Cast, hemi: UUID) -> None:
    check_in(cast.worker, hemi)

    files = copy_of(cast.worker, hemi)

    assert ANSWERED not in files["JSON"].decode() + printed(files["PDF"])
    assert document(files)["held"]["ratings"] == []


@pytest.mark.req("RGT-01", "ASM-04")
def test_answers_are_seen_only_while_that_request_is_open(
    cast: Cast, hemi: UUID
) -> None:
    check_in(cast.worker, hemi)

    def seen() -> bool:
        with use(cast.worker.context):
            (line,) = history.check_ins(cast.worker, hemi)
            return history.check_in(cast.worker, hemi, line.id).sheet is not None

    before = seen()
    request = asked_for_copy(cast.manager, hemi, with_answers=True)
    meanwhile = seen()
    with use(cast.worker.context):
        services.take_back(cast.worker, hemi, request.id, at=timezone.now())

    assert (before, meanwhile, seen()) == (False, True, False)


@pytest.mark.req("RGT-01")
def test_it_is_made_in_the_language_he_chose(cast: Cast, hemi: UUID) -> None:
    files = copy_of(cast.worker, hemi, language="mi")

    with pikepdf.open(io.BytesIO(files["PDF"])) as pdf:
        assert str(pdf.Root.Lang) == "mi"


# --- Waiting, and fetched once -----------------------------------------------------


@pytest.mark.req("RGT-01", "ASM-04")
def test_a_worker_cannot_ask_for_the_answers_kept_from_him(
    cast: Cast, hemi: UUID
) -> None:
    with pytest.raises(ProgrammingError, match="row-level security"):
        asked_for_copy(cast.worker, hemi, with_answers=True)


@pytest.mark.parametrize(("role", "is_offered"), [("worker", False), ("manager", True)])
def test_only_a_manager_is_offered_them(
    cast: Cast, hemi: UUID, sign_in: Any, role: str, is_offered: bool
) -> None:
    page = "right-copy"
    actor = getattr(cast, role)

    answer = sign_in(actor).get(reverse(f"{role}:{page}", args=[hemi]))

    assert ('name="with_answers"' in answer.content.decode()) is is_offered


@pytest.mark.req("RGT-01", "RGT-03")
def test_each_step_stands_in_his_history(cast: Cast, hemi: UUID) -> None:
    copy_of(cast.worker, hemi, asked_by=cast.manager, with_answers=True)

    actions = [event.action for event in events_about(cast.worker, hemi)]

    for action in ("right.asked", "copy.made", "copy.taken"):
        assert actions.count(action) == 1
    assert actions.count("copy.fetched") == 2


def test_pressed_twice_is_one_request(cast: Cast, hemi: UUID) -> None:
    id = uuid4()
    with use(cast.worker.context):
        for _ in range(2):
            services.ask_for_copy(cast.worker, hemi, asking(), id=id, at=timezone.now())
        assert Request.objects.filter(subject=hemi).count() == 1
        assert Client.objects.filter(subject=hemi).exists()
