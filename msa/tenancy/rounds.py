"""What the clockwork does in every organisation in turn, without reading anything."""

from __future__ import annotations

import logging
from uuid import UUID

from django.db import DatabaseError, connection, transaction

from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from msa.tenancy.models import Organisation, OrganisationKind

logger = logging.getLogger(__name__)


def in_each_organisation(statement: str) -> None:
    """Run a statement as the clockwork for each member organisation in turn.

    Each is a transaction of its own; one that fails is logged, and the next turn tries
    it again.
    """
    for organisation in _members():
        try:
            run_once(statement, organisation)
        except DatabaseError:
            logger.exception("an organisation waits for the next turn")


def run_once(statement: str, organisation: UUID = FOUNDER) -> None:
    """Run a statement as the clockwork, for one organisation or for none."""
    with (
        use(Context(organisation, FOUNDER, "reporting")),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def _members() -> list[UUID]:
    with use(Context(FOUNDER, FOUNDER, "reporting")), transaction.atomic():
        members = Organisation.objects.filter(kind=OrganisationKind.MEMBER)
        return list(members.order_by("code").values_list("id", flat=True))
