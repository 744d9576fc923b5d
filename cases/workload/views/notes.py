"""Short notes about him: left for somebody, and taken off once read (UI-M2)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.queries import people
from cases.workload.forms import NoteForm
from cases.workload.services import notes
from msa.access.refusals import NotVisible
from msa.accounts.models import Role

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest


@require_http_methods(["GET", "HEAD", "POST"])
def note(request: AreaRequest, subject: UUID) -> HttpResponse:
    """Leave a few words about him; nothing of his record is opened for it."""
    card = people.card(request.actor, subject)
    if card is None:
        raise NotVisible
    is_manager = request.actor.role == Role.MANAGER
    posted = request.POST if request.method == "POST" else None
    form = NoteForm(posted, may_be_urgent=not is_manager)
    if form.is_valid():
        notes.write(
            request.actor,
            subject,
            form.cleaned_data["words"],
            is_urgent=form.cleaned_data.get("is_urgent", False),
            id=request.actor.own(form.cleaned_data["id"]),
            at=timezone.now(),
        )
        messages.success(request, _("Left. It waits on their page until it is read."))
        return redirect(f"{request.actor.role.value}:person", subject)
    page = {"form": form, "card": card, "is_manager": is_manager}
    return render(request, "workload/note.html", page)


@require_POST
def read(request: AreaRequest, subject: UUID, pk: UUID) -> HttpResponse:
    """Take a note off the page; it stays with his record."""
    notes.mark_read(request.actor, subject, pk, at=timezone.now())
    messages.success(request, _("Noted that you have read it."))
    return redirect(f"{request.actor.role.value}:person", subject)
