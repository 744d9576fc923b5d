"""Putting a session right, and how it was told before (SES-04)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.form_settings.queries import own_forms
from cases.forms.corrections import CorrectSession
from cases.policies import note_locks_at
from cases.principles import PRINCIPLES
from cases.queries import people, sessions
from cases.queries import versions as told
from cases.queries.sessions import SessionPage
from cases.services import corrections as services
from cases.services.corrections import SessionChanged
from cases.services.sessions import NotCleared, SupportWaits
from cases.views.session_facts import Facts, session_facts
from cases.views.sessions import REFUSED
from msa.access.refusals import NotVisible

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest

CONFLICT = 409


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: AreaRequest, subject: UUID, session: UUID) -> HttpResponse:
    """Show a session that he logged to be put right, and save it."""
    page = sessions.session(request.actor, subject, session)
    if not page.line.may_be_put_right:
        raise NotVisible
    own = own_forms(request.actor)
    if request.method != "POST":
        form = CorrectSession(initial=CorrectSession.values(page), own=own)
        form.keep_to(page.line.kind)
        return _ask(request, page, form)
    form = CorrectSession(request.POST, own=own)
    form.keep_to(page.line.kind)
    if not form.is_valid():
        return _ask(request, page, form)
    try:
        is_new = _save(request, page, form)
    except SessionChanged:
        # Saved in another window meanwhile; both texts are put in sight.
        page = sessions.session(request.actor, subject, session)
        form.follow(page.revision)
        theirs = session_facts(page.line, page.note, own)
        return _ask(request, page, form, theirs=theirs)
    except (SupportWaits, NotCleared) as fault:
        return _ask(request, page, form, refused=REFUSED[type(fault)])
    words = (
        _("Put right. What stood there before is kept.")
        if is_new
        else _("Nothing was changed: it says the same as before.")
    )
    messages.success(request, words)
    return redirect("worker:session", subject, session)


def _save(request: AreaRequest, page: SessionPage, form: CorrectSession) -> bool:
    return services.correct(
        request.actor,
        page.line.subject,
        page.line.id,
        form.held(),
        form.note(page.note),
        after=form.cleaned_data["revision"],
        at=timezone.now(),
    )


def _ask(
    request: AreaRequest,
    page: SessionPage,
    form: CorrectSession,
    *,
    theirs: Facts | None = None,
    refused: object = None,
) -> HttpResponse:
    locks_at = note_locks_at(page.line.logged_at)
    context = {
        "form": form,
        "page": page,
        "card": people.card(request.actor, page.line.subject),
        "subject": page.line.subject,
        "theirs": theirs,
        "refused": refused,
        "locks_at": locks_at,
        "is_locked": timezone.now() >= locks_at,
        "principles": PRINCIPLES,
        "draft_code": f"session-{page.line.id.hex[:12]}",
    }
    status = CONFLICT if theirs is not None or refused else None
    return render(request, "cases/session_correct.html", context, status=status)


@require_safe
def versions(request: AreaRequest, subject: UUID, session: UUID) -> HttpResponse:
    """Show every version of a session, by whom and when."""
    found = told.versions(request.actor, subject, session)
    own = own_forms(request.actor)
    context = {
        "versions": [(one, session_facts(one, one.note, own)) for one in found],
        "now": found[0],
        "card": people.card(request.actor, subject),
        "subject": subject,
        "session": session,
    }
    return render(request, "cases/session_versions.html", context)
