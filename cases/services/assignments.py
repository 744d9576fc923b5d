"""Who works with whom: given and ended by a manager, at once (CAS-04)."""

from __future__ import annotations

import uuid
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from cases.models import Assignment
from consent.models import SubjectUserObjectPermission
from consent.queries import subject_for
from msa.access.guardian_grants import end_grants, grant
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.accounts.models import Member, Role
from msa.audit.recording import record

CODENAME = "work_with_subject"


@transaction.atomic
def assign(actor: Actor, subject: UUID, *, to: UUID, at: datetime) -> Assignment:
    """Give a survivor to a peer worker; whoever worked with him stops at once.

    ``to`` is a member's id. Assigning him to the same worker again changes nothing.

    Raises:
        NotVisible: there is no such survivor or peer worker here.
    """
    subject_for(subject)
    _one_at_a_time(subject)
    worker = Member.objects.filter(
        id=to, roles__contains=[Role.WORKER.value], left_at=None
    ).first()
    if worker is None:
        raise NotVisible
    running = Assignment.objects.filter(subject=subject, ended_at=None).first()
    if running is not None and running.member_id == worker.id:
        return running
    end_grants(
        SubjectUserObjectPermission,
        organisation=actor.organisation,
        objects=[subject],
        at=at,
    )
    Assignment.objects.filter(subject=subject, ended_at=None).update(
        ended_at=at, ended_by=actor.member
    )
    assignment = Assignment(
        id=uuid.uuid4(),
        organisation_id=actor.organisation,
        subject_id=subject,
        member=worker,
        from_at=at,
        made_by_id=actor.member,
    )
    assignment.save(force_insert=True)
    grant(
        SubjectUserObjectPermission,
        codename=CODENAME,
        organisation=actor.organisation,
        person=worker.person_id,
        objects=[subject],
    )
    record(actor, "person.assigned", subject=subject, to=str(worker.id))
    return assignment


def _one_at_a_time(subject: UUID) -> None:
    """Let a second manager wait, and then see what the first has decided."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(subject)]
        )
