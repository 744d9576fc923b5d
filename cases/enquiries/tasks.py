"""Deleting slips when their time is over, whoever forgets them.

Nobody can open one from that moment, deleted or not: the database looks at the clock
itself. So a run that is killed, or comes late, lets nobody read anything.
"""

from __future__ import annotations

from uuid import UUID

from celery import shared_task
from django.db import connection, transaction

from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from msa.tenancy.models import Organisation, OrganisationKind


@shared_task(name="cases.enquiries.destroy_expired")  # type: ignore[untyped-decorator]  # Celery
def destroy_expired() -> None:
    """Delete every organisation's slips whose time is over, each in a transaction."""
    for organisation in _organisations():
        with (
            use(Context(organisation, FOUNDER, "reporting")),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT sec.destroy_expired_slips()")


def _organisations() -> list[UUID]:
    with use(Context(FOUNDER, FOUNDER, "reporting")), transaction.atomic():
        members = Organisation.objects.filter(kind=OrganisationKind.MEMBER)
        return list(members.order_by("code").values_list("id", flat=True))
