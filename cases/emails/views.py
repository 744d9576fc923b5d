"""Keeping an important email: adding it, looking it over, keeping it (SES-01)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from cases.emails import queries, services
from cases.emails.forms import AddEmail, KeepEmail
from cases.queries import people
from cases.services.sessions import NotesNotKept
from consent.enums import Purpose
from consent.queries import purposes_in_force, subject_for
from msa.access.refusals import AccessDenied, NotVisible, Reason
from msa.uploads.emails import Email
from msa.web.forms import named_form

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest

CONFLICT = 409
_NO_NOTES = gettext_lazy(
    "He has not agreed to notes of sessions, so nothing of the email was stored. You "
    "can log the time it took without it."
)
_NO_RECORD = gettext_lazy(
    "He has taken back his agreement to a record since you opened this page, so "
    "nothing was stored."
)
_GONE = gettext_lazy(
    "This email was thrown away meanwhile, so nothing was stored. To keep it, add it "
    "once more."
)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: AreaRequest, subject: UUID) -> HttpResponse:
    """Ask for an email, read it, and let it wait for a look."""
    subject_for(subject)
    agreed = purposes_in_force(subject, at=timezone.now())
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = AddEmail(*sent, named=named_form(request))
    refused: object = None
    if form.is_bound and Purpose.SESSIONS not in agreed:
        # Before anything of it is read.
        refused = _NO_NOTES if Purpose.RECORD in agreed else _NO_RECORD
    elif form.is_valid():
        waits = _hold(request, subject, form)
        if isinstance(waits, UUID):
            return redirect("worker:email", subject, waits)
        refused = waits
    card = people.card(request.actor, subject)
    if card is None and not refused:
        raise NotVisible
    page = {
        "form": form,
        "card": card,
        "subject": subject,
        "refused": refused,
        "may_keep": Purpose.SESSIONS in agreed,
        "waiting": queries.waiting(request.actor, subject) if card else [],
    }
    status = CONFLICT if refused else None
    return render(request, "cases/emails/new.html", page, status=status)


def _hold(request: AreaRequest, subject: UUID, form: AddEmail) -> object:
    """Let the email wait and return under which id, or return why not."""
    try:
        return services.hold(
            request.actor,
            subject,
            form.email(),
            id=form.cleaned_data["id"],
            at=timezone.now(),
        )
    except AccessDenied as fault:
        if fault.reason != Reason.NO_CONSENT:
            raise
        return _NO_NOTES


@require_http_methods(["GET", "HEAD", "POST"])
def email(request: AreaRequest, subject: UUID, pk: UUID) -> HttpResponse:
    """Show what was read of an email, and keep what the worker lets stand."""
    subject_for(subject)
    if queries.is_kept(request.actor, subject, pk):
        return redirect("worker:session", subject, request.actor.own(pk))
    if request.method == "POST":
        return _keep(request, subject, pk)
    found = queries.waiting_one(request.actor, subject, pk)
    return _looked_over(request, subject, pk, found, KeepEmail(email=found))


def _keep(request: AreaRequest, subject: UUID, pk: UUID) -> HttpResponse:
    try:
        found = queries.waiting_one(request.actor, subject, pk)
    except NotVisible:
        agreed = purposes_in_force(subject, at=timezone.now())
        return _not_kept(request, subject, pk, _why_gone(agreed))
    form = KeepEmail(request.POST, email=found)
    if not form.is_valid():
        return _looked_over(request, subject, pk, found, form)
    try:
        kept = services.keep(
            request.actor, subject, form.chosen(), id=pk, at=timezone.now()
        )
    except (NotesNotKept, AccessDenied) as fault:
        if isinstance(fault, AccessDenied) and fault.reason != Reason.NO_CONSENT:
            raise
        return _not_kept(request, subject, pk, _NO_NOTES)
    messages.success(request, _("The email is kept, and on his timeline."))
    return redirect("worker:session", subject, kept.id)


def _why_gone(agreed: set[Purpose]) -> object:
    if Purpose.RECORD not in agreed:
        return _NO_RECORD
    return _GONE if Purpose.SESSIONS in agreed else _NO_NOTES


def _not_kept(
    request: AreaRequest, subject: UUID, pk: UUID, refused: object
) -> HttpResponse:
    """Say why nothing was stored; what was typed stands there still."""
    form = KeepEmail(request.POST, email=Email())
    return _looked_over(request, subject, pk, Email(), form, refused)


def _looked_over(
    request: AreaRequest,
    subject: UUID,
    pk: UUID,
    found: Email,
    form: KeepEmail,
    refused: object = None,
) -> HttpResponse:
    page = {
        "form": form,
        "card": people.card(request.actor, subject),
        "subject": subject,
        "pk": pk,
        "email": found,
        "refused": refused,
    }
    status = CONFLICT if refused else None
    return render(request, "cases/emails/email.html", page, status=status)


@require_POST
def throw_away(request: AreaRequest, subject: UUID, pk: UUID) -> HttpResponse:
    """Delete an email that waits."""
    if not services.throw_away(request.actor, id=pk):
        raise NotVisible
    messages.success(request, _("The email is thrown away. Nothing of it was kept."))
    return redirect("worker:person", subject)


@require_safe
def attachment(
    request: AreaRequest, subject: UUID, session: UUID, number: int
) -> HttpResponse:
    """Give one attachment of a kept email to keep; its name says nothing."""
    found = queries.kept_file(request.actor, subject, session, number)
    name = f"attachment-{number}.{found.kind.ending}"
    return HttpResponse(
        found.content,
        content_type=found.kind.media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Security-Policy": "sandbox; default-src 'none'",
        },
    )
