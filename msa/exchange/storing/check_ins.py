"""Storing check-ins that are over: that they were, the answers, what is counted."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from assessments.enums import State, Way
from assessments.models import Answers, Assessment, Rating
from assessments.sheets import ANSWERS, Sheet
from consent.documents import Sealer
from msa.accounts.actor import Actor
from msa.exchange.storing.rows import Rows
from msa.vault.envelope import DataKey


@dataclass(frozen=True, slots=True, repr=False)
class CheckIn:
    """A check-in that was finished elsewhere, or before."""

    completed_on: date
    sheet: Sheet
    way: Way
    at: datetime
    worker_may_see: bool = False


class CheckInRows:
    """Gathers check-ins; :meth:`write` stores them.

    Call both inside the actor's context and one transaction.
    """

    def __init__(self, actor: Actor) -> None:
        self._actor = actor
        tenant = {"organisation": actor.organisation}
        self._assessments = Rows(
            Assessment,
            *("id", "subject", "key", "instrument", "way", "opened_at"),
            *("finished_at", "completed_on", "worker_may_see"),
            constant={
                **tenant,
                "withheld": False,
                "state": State.FINISHED.value,
                "show_next_time": False,
            },
        )
        self._answers = Rows(
            Answers,
            *("id", "subject", "key", "assessment", "sealed", "saved_at"),
            constant={**tenant, "withheld": False, "revision": 1},
        )
        self._ratings = Rows(
            Rating,
            *("id", "subject", "assessment", "instrument", "item", "value"),
            *("completed_on",),
            constant=tenant,
        )

    def add(
        self, subject: UUID, key: DataKey, check_in: CheckIn, *, is_counted: bool
    ) -> UUID:
        """Gather one check-in, its ratings too if he agrees to be counted."""
        row, answers, sheet = uuid.uuid4(), uuid.uuid4(), check_in.sheet
        self._assessments.add(
            row,
            subject,
            key.id,
            sheet.instrument,
            check_in.way.value,
            check_in.at,
            check_in.at,
            check_in.completed_on,
            check_in.worker_may_see,
        )
        sealed = Sealer(self._actor, subject, key).seal(
            sheet.document(), ANSWERS, row=answers, revision=1
        )
        self._answers.add(answers, subject, key.id, row, sealed.envelope, check_in.at)
        if is_counted:
            for item, value in sheet.ratings.items():
                self._ratings.add(
                    uuid.uuid4(),
                    subject,
                    row,
                    sheet.instrument,
                    item,
                    value,
                    check_in.completed_on,
                )
        return row

    def write(self) -> None:
        """Store what was gathered.

        Raises:
            IntegrityError, ProgrammingError: a constraint or a policy refuses a row.
        """
        for rows in (self._assessments, self._answers, self._ratings):
            rows.write()
