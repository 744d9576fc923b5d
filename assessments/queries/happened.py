"""What check-ins tell on a survivor's timeline (SES-06); no answer is opened for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.enums import DueState
from assessments.models import Decline
from assessments.queries import due
from assessments.queries.history import CheckInLine, finished
from cases.happenings import Happening, HappeningKind
from msa.accounts.actor import Actor
from msa.accounts.models import Role
from msa.clock.days import local_date


def check_ins_told(actor: Actor, subject: UUID) -> list[Happening]:
    """Tell which check-ins he did or didn't want, and which one is due."""
    done = [_done(actor, subject, line) for line in finished(subject)]
    return [*done, *_declined(subject), *_ahead(actor, subject)]


def _done(actor: Actor, subject: UUID, line: CheckInLine) -> Happening:
    address = ""
    if line.worker_may_see and actor.role == Role.WORKER:
        address = reverse("worker:check-in", args=[subject, line.id])
    return _line(line.completed_on, _("Check-in"), line.way_label, address)


def _declined(subject: UUID) -> Iterator[Happening]:
    said = Decline.objects.filter(subject=subject).order_by("-recorded_at")
    for on, ask_again in said.values_list("declined_on", "ask_again"):
        again = _("For now") if ask_again else _("He asked us not to ask again")
        yield _line(on, _("He wanted no check-in"), again, is_quiet=True)


def _ahead(actor: Actor, subject: UUID) -> Iterator[Happening]:
    standing = due.standing(subject, at=timezone.now())
    if standing is None:
        return
    is_worker = actor.role == Role.WORKER
    address = reverse("worker:check-ins", args=[subject]) if is_worker else ""
    if standing.offered_at:
        on, title = local_date(standing.offered_at), _("A check-in was offered")
    elif standing.due_on:
        is_due = standing.state is DueState.DUE
        on = standing.due_on
        title = _("A check-in is due") if is_due else _("The next check-in")
    else:
        return
    yield _line(on, title, address=address, is_ahead=True)


def _line(
    on: date,
    title: str,
    detail: str = "",
    address: str = "",
    *,
    is_ahead: bool = False,
    is_quiet: bool = False,
) -> Happening:
    return Happening(
        on=on,
        kind=HappeningKind.CHECK_IN,
        title=title,
        detail=detail,
        address=address,
        is_ahead=is_ahead,
        is_quiet=is_quiet,
    )
