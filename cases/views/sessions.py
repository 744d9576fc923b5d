"""Logging a session, and reading one."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from cases.form_settings.enums import SESSION
from cases.form_settings.queries import own_forms
from cases.forms.sessions import LogSession
from cases.principles import PRINCIPLES
from cases.queries import people, sessions
from cases.queries.episodes import away
from cases.services import sessions as services
from cases.services.episodes import DoesNotFollow
from cases.services.sessions import (
    LoggedDifferently,
    NotCleared,
    NotesNotKept,
    SupportWaits,
)
from cases.views.session_facts import meeting_facts, session_facts
from consent.enums import Purpose
from consent.queries import purposes_in_force
from msa.access.refusals import AccessDenied, NotVisible, Reason
from msa.web.forms import named_form

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest

CONFLICT = 409
#: Why nothing was stored though every field was right; what he wrote stays there.
REFUSED: dict[type[Exception], object] = {
    NotesNotKept: gettext_lazy(
        "He has asked that no notes are kept, so nothing was stored. To count the "
        "session without words, clear the note, the areas of life and the tick."
    ),
    AccessDenied: gettext_lazy(
        "He has taken back his agreement to a record since you opened this page, so "
        "nothing was stored."
    ),
    DoesNotFollow: gettext_lazy(
        "Something else was noted of his time with us meanwhile, so nothing was "
        "stored. Save again, or untick that he is back and note it on his page."
    ),
    LoggedDifferently: gettext_lazy(
        "This session was saved before, with other content. What stands here now was "
        "not stored. To keep it as a session of its own, save again."
    ),
    SupportWaits: gettext_lazy(
        "A manager decides first how support goes on, so nothing was stored. What you "
        "wrote still stands here. A call or a message can always be logged: choose "
        "“Phone, text, email or video”."
    ),
    NotCleared: gettext_lazy(
        "He isn’t cleared for groups, so nothing was stored. What you wrote still "
        "stands here. A manager clears him once groups were talked about with him."
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: AreaRequest, subject: UUID) -> HttpResponse:
    named = named_form(request)
    if request.method != "POST" and sessions.is_logged(request.actor, subject, named):
        return _logged_before(request, subject, named)
    agreed = purposes_in_force(subject, at=timezone.now())
    form = LogSession(
        request.POST if request.method == "POST" else None,
        habits=sessions.habits(request.actor),
        offers_note=Purpose.SESSIONS in agreed,
        away=away(subject),
        own=own_forms(request.actor),
    )
    form.initial["id"] = named
    refused = _log(request, subject, form) if form.is_valid() else None
    if form.is_bound and form.is_valid() and not refused:
        return redirect("worker:person", subject)
    card = people.card(request.actor, subject)
    if card is None and not refused:
        raise NotVisible
    context = {
        "form": form,
        "card": card,
        "subject": subject,
        "refused": refused,
        "principles": PRINCIPLES,
    }
    status = CONFLICT if refused else None
    return render(request, "cases/session_new.html", context, status=status)


def _logged_before(request: AreaRequest, subject: UUID, named: UUID) -> HttpResponse:
    """Answer whoever goes back to a form that he saved: it makes no second session."""
    context = {
        "card": people.card(request.actor, subject),
        "subject": subject,
        "session": request.actor.own(named),
    }
    return render(request, "cases/session_logged.html", context)


def _log(request: AreaRequest, subject: UUID, form: LogSession) -> object:
    """Store the session, or return why not."""
    try:
        stored = services.log(
            request.actor,
            subject,
            form.held(),
            form.note(),
            id=request.actor.own(form.cleaned_data["id"]),
            at=timezone.now(),
            is_back=form.cleaned_data["is_back"],
        )
    except tuple(REFUSED) as fault:
        if isinstance(fault, AccessDenied) and fault.reason != Reason.NO_CONSENT:
            raise
        if isinstance(fault, LoggedDifferently):
            form.become_another()
        return REFUSED[type(fault)]
    text = (
        _("The session is on his timeline.")
        if stored
        else _("The session is counted. Nothing about him was kept with it.")
    )
    messages.success(request, text, extra_tags="logged")
    return None


@require_safe
def session(request: AreaRequest, subject: UUID, session: UUID) -> HttpResponse:
    """Show a session; what somebody else wrote of it stays closed (UI-W13)."""
    return _session(request, subject, session, show_note=False)


@require_safe
def note(request: AreaRequest, subject: UUID, session: UUID) -> HttpResponse:
    """Show a session with its note, whoever wrote it."""
    return _session(request, subject, session, show_note=True)


def _session(
    request: AreaRequest, subject: UUID, session: UUID, *, show_note: bool
) -> HttpResponse:
    page = sessions.session(request.actor, subject, session, show_note=show_note)
    own = own_forms(request.actor)
    context = {
        "page": page,
        "card": people.card(request.actor, subject),
        "own": own.of(SESSION),
        "facts": meeting_facts(page.line, page.note, own),
        "before": [(one, session_facts(one, one.note, own)) for one in page.before],
    }
    return render(request, "cases/session.html", context)
