"""Whom a survivor does not want near his record: noted, and let near again."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.forms.blocks import Block
from cases.queries import people
from cases.queries.blocks import blocks
from cases.services import blocks as services
from msa.access.refusals import NotVisible

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest


@require_http_methods(["GET", "HEAD", "POST"])
def kept_away(request: AreaRequest, subject: UUID) -> HttpResponse:
    """Show whom he keeps away, and keep one more away (REC-08)."""
    now = timezone.now()
    card = people.card(request.actor, subject)
    if card is None:
        raise NotVisible
    found = blocks(subject, at=now)
    form = Block(
        request.POST if request.method == "POST" else None, others=found.others
    )
    if form.is_valid():
        member = form.chosen()
        services.block(request.actor, subject, member=member, at=now)
        messages.success(request, _("Done. It holds from now on."))
        if member == request.actor.member:
            return redirect("worker:today")
        return redirect("worker:person-kept-away", subject)
    context = {"form": form, "card": card, "subject": subject, "blocks": found}
    return render(request, "cases/kept_away.html", context)


@require_POST
def let_near(request: AreaRequest, subject: UUID, member: UUID) -> HttpResponse:
    """Let somebody near his record again; he gets no access by that alone."""
    services.lift(request.actor, subject, member=member, at=timezone.now())
    messages.success(request, _("Done. He or she may be given to him again."))
    return redirect("worker:person-kept-away", subject)
