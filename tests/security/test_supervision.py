"""What a manager is shown of sealed words: asked by raw SQL, past all of our own code.

The policy by itself, whoever gives out keys (S02): no row of his without the consent,
with one that has ended, and with somebody else's.
"""

from __future__ import annotations

from uuid import UUID

import pytest

from consent.enums import Purpose
from consent.services import consents
from msa.accounts.actor import Actor
from msa.tenancy.context import use
from tests.assessments import world
from tests.cases.emails.letter_box import kept
from tests.cases.world import logged
from tests.cast import NOW
from tests.databases import superuser
from tests.security.stage import Stage, inside

SEALED = ("cases_sessionnote", "emails_emailpart", "assessments_answers")
WORDS = "What he told on the beach"


def shown(stage: Stage, who: Actor, subject: UUID) -> list[int]:
    """Return how many rows of sealed words about somebody each table shows."""
    with inside(stage.database, who.context) as connection:
        return [
            connection.execute(
                f"SELECT sealed FROM {table} WHERE subject_id = %s".encode(), [subject]
            ).rowcount
            for table in SEALED
        ]


def told(stage: Stage, *more: Purpose, to: str = "worker") -> UUID:
    """Let somebody be met and answer a check-in that those working with him may see."""
    worker: Actor = getattr(stage.cast, to)
    subject = world.survivor(worker, *world.ASKED, *more)
    logged(worker, subject, body=WORDS)
    kept(worker, subject, attachments=[])
    world.finished(worker, subject, {"culture": 2}, worker_may_see=True)
    assert shown(stage, worker, subject) == [1, 1, 1]
    return subject


@pytest.mark.req("CON-03", "SEC-01")
def test_a_manager_is_shown_sealed_words_while_he_agrees(live_stage: Stage) -> None:
    stage, manager = live_stage, live_stage.cast.manager
    silent, agreed = told(stage), told(stage, Purpose.SUPERVISION)
    ends = told(stage, Purpose.SUPERVISION)
    foreign = told(stage, Purpose.SUPERVISION, to="outsider")

    assert shown(stage, manager, silent) == [0, 0, 0]
    assert shown(stage, manager, agreed) == [1, 1, 1]
    assert shown(stage, manager, foreign) == [0, 0, 0]
    with use(stage.cast.worker.context):
        consents.withdraw(stage.cast.worker, agreed, Purpose.SUPERVISION, at=NOW)
    assert shown(stage, manager, agreed) == [0, 0, 0]
    assert shown(stage, manager, ends) == [1, 1, 1]
    with superuser(stage.database) as admin:
        admin.execute(
            "UPDATE consent_consent SET expires_at = now() WHERE subject_id = %s"
            " AND purpose = 'SUPERVISION'",
            [ends],
        )
    assert shown(stage, manager, ends) == [0, 0, 0]


@pytest.mark.req("CON-03", "ASM-04")
def test_a_manager_is_shown_no_answers_that_are_for_nobody(live_stage: Stage) -> None:
    stage, worker = live_stage, live_stage.cast.worker
    subject = world.survivor(worker, *world.ASKED, Purpose.SUPERVISION)
    world.finished(worker, subject, {"culture": 2}, worker_may_see=False)

    assert shown(stage, stage.cast.manager, subject) == [0, 0, 0]
