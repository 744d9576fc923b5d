"""What is set apart from his record: behind a page of its own, opened by a press."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cases.forms.apart import TellHarm
from cases.queries import apart, people
from cases.sections import HarmWords
from cases.services import apart as services
from cases.services.apart import NoPolicy
from cases.services.sections import SectionChanged
from msa.access.refusals import NotVisible
from msa.accounts.models import Role
from msa.clock.days import local_date

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest

CONFLICT = 409


@require_safe
def closed(request: AreaRequest, subject: UUID) -> HttpResponse:
    """Say what stands behind this page; it is opened by a press (REC-09)."""
    apart.demand_near(request.actor, subject)
    return _show(request, subject, {})


@require_POST
def opened(request: AreaRequest, subject: UUID) -> HttpResponse:
    """Show what is set apart, and let whoever works with him write."""
    return _open(request, subject)


@require_POST
def write(request: AreaRequest, subject: UUID) -> HttpResponse:
    """Store what he told his peer worker."""
    form = TellHarm(request.POST, now=HarmWords(), revision=0)
    if not form.is_valid():
        return _open(request, subject, form)
    try:
        services.tell(
            request.actor,
            subject,
            form.words(),
            after=form.cleaned_data["revision"],
            at=timezone.now(),
        )
    except NoPolicy:
        return _open(request, subject, form)
    except SectionChanged:
        return _open(request, subject, form, changed=True)
    messages.success(request, _("Saved. A manager decides first how support goes on."))
    return redirect("worker:person-support-goes-on", subject)


@require_POST
def take_back(request: AreaRequest, subject: UUID, pk: UUID) -> HttpResponse:
    """Note that it was written down by mistake."""
    services.take_back(request.actor, subject, pk, at=timezone.now())
    messages.success(request, _("Taken back. He may be cleared for groups again."))
    return redirect("manager:person-set-apart", subject)


def _open(
    request: AreaRequest,
    subject: UUID,
    form: TellHarm | None = None,
    *,
    changed: bool = False,
) -> HttpResponse:
    accounts = apart.opened(request.actor, subject)
    mine = next((one.now for one in accounts if one.is_mine), None)
    revision = mine.row.revision if mine else 0
    if form is None:
        words = mine.words if mine else HarmWords()
        form = TellHarm(now=words, revision=revision)
    elif changed:
        # Saving once more is his choice of his own text, made with both in sight.
        form.follow(revision)
    page = {
        "accounts": accounts,
        "is_opened": True,
        "form": form,
        "has_mine": mine is not None,
        "changed": changed,
        "may_write": apart.may_write_here(on=local_date(timezone.now())),
    }
    return _show(request, subject, page, status=CONFLICT if changed else None)


def _show(
    request: AreaRequest,
    subject: UUID,
    page: Mapping[str, object],
    *,
    status: int | None = None,
) -> HttpResponse:
    card = people.card(request.actor, subject)
    if card is None:
        raise NotVisible
    is_worker = request.actor.role == Role.WORKER
    context = {"card": card, "subject": subject, "is_worker": is_worker, **page}
    return render(request, "cases/set_apart.html", context, status=status)
