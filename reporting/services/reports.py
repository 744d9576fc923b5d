"""Starting, releasing and setting aside reports (REP-02, REP-06)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from msa.access.refusals import AccessDenied, NotVisible, Reason
from msa.accounts.actor import Actor
from msa.audit.recording import record
from msa.clock.days import local_date
from msa.jobs.asking import ask
from msa.jobs.models import State as JobState
from reporting.disclosure import MSA_SDC_1
from reporting.enums import Kind, State
from reporting.kinds import KINDS
from reporting.models import Report
from reporting.quarters import Quarter
from reporting.queries.reports import (
    BUILD_JOB,
    FILES_JOB,
    at_work,
    latest_job,
    missing_files,
)

QUEUE = "reports"


@dataclass(frozen=True, slots=True)
class Started:
    """A report at work, and whether this start began it."""

    report: Report
    is_new: bool


def start(actor: Actor, kind: Kind, quarter: Quarter, *, at: datetime) -> Started:
    """Start a quarter's report of a kind, or lead to the one that is at work.

    A quarter that was released before gets its next revision.

    Raises:
        AccessDenied: the quarter is not over.
    """
    if not quarter.has_ended(local_date(at)):
        raise AccessDenied(Reason.NOT_READY)
    existing = at_work(kind, quarter)
    if existing is not None:
        return Started(existing, is_new=False)
    try:
        with transaction.atomic():
            return Started(_start(actor, kind, quarter, at), is_new=True)
    except IntegrityError:
        # Somebody else started it in the same moment; the database let one through.
        existing = at_work(kind, quarter)
        if existing is None:
            raise
        return Started(existing, is_new=False)


def _start(actor: Actor, kind: Kind, quarter: Quarter, at: datetime) -> Report:
    revisions = Report.objects.filter(kind=kind, quarter=quarter.code)
    last = revisions.aggregate(last=Max("revision"))["last"] or 0
    report = Report(
        id=uuid.uuid4(),
        kind=kind,
        quarter=quarter.code,
        revision=last + 1,
        spec=KINDS[kind].spec.name,
        policy=MSA_SDC_1.name,
        compiled_by=actor.person,
        started_at=at,
    )
    report.save(force_insert=True)
    _ask(actor, BUILD_JOB, report.id, at)
    record(actor, "report.started", report=str(report.id), quarter=quarter.code)
    return report


@transaction.atomic
def try_again(actor: Actor, pk: UUID, *, at: datetime) -> None:
    """Ask once more for what stopped: the building of a report, or its files.

    While a job is waiting or under way, nothing is asked for.
    """
    report = _locked(pk)
    lacks_files = report.state == State.RELEASED and bool(missing_files(report))
    if report.state != State.BUILDING and not lacks_files:
        return
    kind = FILES_JOB if lacks_files else BUILD_JOB
    last = latest_job(kind, pk)
    if last is not None and last.state in {JobState.QUEUED, JobState.RUNNING}:
        return
    _ask(actor, kind, pk, at)
    record(actor, "report.retried", report=str(pk))


def check_release(actor: Actor, report: Report) -> None:
    """Refuse whoever may not release a report.

    Raises:
        AccessDenied: it is no draft, the attack on its figures found something, or
            the actor compiled it himself.
    """
    if report.state != State.DRAFT:
        raise AccessDenied(Reason.NOT_READY)
    if not report.may_be_released:
        raise AccessDenied(Reason.NOT_SAFE)
    if report.compiled_by == actor.person:
        raise AccessDenied(Reason.SAME_PERSON)


@transaction.atomic
def release(actor: Actor, pk: UUID, *, at: datetime) -> Report:
    """Release a draft that somebody else compiled; its figures are frozen from then.

    A revision released before is replaced. Its files are made by a job.

    Raises:
        AccessDenied: see :func:`check_release`.
        NotVisible: there is no such report.
    """
    report = _locked(pk)
    check_release(actor, report)
    Report.objects.filter(
        kind=report.kind, quarter=report.quarter, state=State.RELEASED
    ).update(state=State.REPLACED)
    report.state, report.released_by, report.released_at = (
        State.RELEASED,
        actor.person,
        at,
    )
    report.save(update_fields=["state", "released_by", "released_at"])
    _ask(actor, FILES_JOB, report.id, at)
    record(actor, "report.released", report=str(report.id), content=report.content_hash)
    return report


@transaction.atomic
def set_aside(actor: Actor, pk: UUID, *, at: datetime) -> None:
    """Put a draft aside that shall not be released, so that it can be built anew.

    Raises:
        AccessDenied: it is not a draft.
        NotVisible: there is no such report.
    """
    report = _locked(pk)
    if report.state != State.DRAFT:
        raise AccessDenied(Reason.NOT_READY)
    report.state = State.REPLACED
    report.save(update_fields=["state"])
    record(actor, "report.set-aside", report=str(report.id))


def _locked(pk: UUID) -> Report:
    report = Report.objects.select_for_update(of=("self",)).filter(id=pk).first()
    if report is None:
        raise NotVisible
    return report


def _ask(actor: Actor, kind: str, report: UUID, at: datetime) -> None:
    ask(
        queue=QUEUE,
        kind=kind,
        organisation=actor.organisation,
        person=actor.person,
        at=at,
        report=str(report),
    )
