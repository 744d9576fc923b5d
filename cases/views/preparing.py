"""Before they meet: what helps to be prepared, on one page (SES-05)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.enums import SectionKind
from cases.form_settings.enums import SESSION
from cases.form_settings.queries import own_forms
from cases.queries import people, sessions
from cases.views.record import parts_of
from consent.enums import Purpose
from msa.clock.days import local_date

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest

#: As many as are remembered at a glance.
_SESSIONS = 3
#: Where he wants to get to, what comes next, and what keeps him safe.
_HELPS = (SectionKind.WELLBEING, SectionKind.STEPS, SectionKind.SAFETY)


@require_safe
def prepare(request: AreaRequest, subject: UUID) -> HttpResponse:
    """Show what was last talked about and what he works towards."""
    now = timezone.now()
    page = people.person(request.actor, subject, at=now)
    # What he needs just now is read first, and only then.
    pressing = [SectionKind.NEEDS] if page.card.urgent else []
    own = own_forms(request.actor)
    context = {
        "page": page,
        "subject": subject,
        "parts": parts_of(page, [*pressing, *_HELPS], own, on=local_date(now)),
        "own": own.of(SESSION),
        "sessions": sessions.last_met(request.actor, subject, limit=_SESSIONS),
        "keeps_notes": Purpose.SESSIONS in page.purposes,
    }
    return render(request, "cases/person_prepare.html", context)
