"""Taking an import back, as a whole or not at all."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.audit.recording import record
from msa.exchange.enums import BatchState
from msa.exchange.models import ImportBatch


class WorkedWithSince(Exception):
    """Later work hangs on the import; ``people`` says with how many, if it is known."""

    def __init__(self, people: int) -> None:
        self.people = people
        who = {0: "somebody", 1: "1 person"}.get(people, f"{people} people")
        super().__init__(
            f"The import can't be undone: there has been work with {who} of it since. "
            "Nothing was changed."
        )


@transaction.atomic
def undo(actor: Actor, batch: UUID, *, at: datetime) -> None:
    """Delete everything that one import stored; the database checks and does it.

    Raises:
        NotVisible: no such import, another organisation's, or undone already.
        WorkedWithSince: something that was not imported hangs on it.
    """
    if not ImportBatch.objects.filter(id=batch, state=BatchState.STORED).exists():
        raise NotVisible
    if people := worked_with_since(batch):
        raise WorkedWithSince(people)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT sec.undo_import(%s, %s, %s)", [batch, actor.member, at]
            )
            # Django's own foreign keys wait for the end of the transaction: ask now.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except IntegrityError as fault:
        raise WorkedWithSince(0) from fault
    record(actor, "import.undone", batch=str(batch))


def worked_with_since(batch: UUID) -> int:
    """Return with how many of an import's people somebody has worked since."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sec.worked_with_since(%s)", [batch])
        (people,) = cursor.fetchone()
    return int(people)
