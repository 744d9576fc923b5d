"""His peer worker answers: hands the copy over, puts right, or declines."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from msa.accounts.step_up import asks_second_factor
from msa.clock.days import local_date
from rights.enums import Format, Part
from rights.forms import (
    CorrectSession,
    Decline,
    DeclineCorrection,
    MakeCopy,
    Statement,
    declined,
)
from rights.queries import requests as queries
from rights.queries.requests import RequestPage
from rights.services import copies
from rights.services import requests as services
from rights.services.requests import NotPutRight

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest

_KINDS = {
    Format.PDF: ("application/pdf", "copy.pdf"),
    Format.JSON: ("application/json", "copy.json"),
}
_CONFLICT = 409


@require_safe
def right(request: AreaRequest, subject: UUID, pk: UUID) -> HttpResponse:
    """Show one request: what he wants, how much time is left, what can be done."""
    return _show(request, subject, pk)


@require_POST
@asks_second_factor
def make(request: AreaRequest, subject: UUID, pk: UUID) -> HttpResponse:
    """Make his copy, in one step (RGT-01)."""
    form = MakeCopy(request.POST, places=queries.correctable(subject))
    if not form.is_valid():
        return _show(request, subject, pk, make=form)
    copies.make(
        request.actor,
        subject,
        pk,
        leaving_out=form.cleaned_data["leaving_out"],
        at=timezone.now(),
    )
    messages.success(request, _("The copy is ready. It waits for a day."))
    return redirect("worker:right", subject, pk)


@require_POST
@asks_second_factor
def take(request: AreaRequest, subject: UUID, pk: UUID) -> HttpResponse:
    """Answer with a copy that waits, once; its name says nothing of him."""
    taken = copies.take(request.actor, subject, pk, at=timezone.now())
    kind, name = _KINDS[taken.format]
    return HttpResponse(
        taken.content,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_POST
def put_right(request: AreaRequest, subject: UUID, pk: UUID) -> HttpResponse:
    """Note that a correction was made (RGT-02)."""
    page = _page(request, subject, pk)
    place = page.line.place
    form = CorrectSession(request.POST)
    is_session = place is not None and place.session is not None
    if is_session and not form.is_valid():
        return _show(request, subject, pk, correct=form)
    words = form.cleaned_data["words"] if is_session else ""
    try:
        services.put_right(request.actor, subject, pk, words=words, at=timezone.now())
    except NotPutRight:
        return _show(request, subject, pk, status=_CONFLICT)
    messages.success(request, _("Corrected. Tell him that it is done."))
    return redirect("worker:right", subject, pk)


@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: AreaRequest, subject: UUID, pk: UUID) -> HttpResponse:
    """Decline with a reason; a correction with his statement attached (RGT-02)."""
    page = _page(request, subject, pk)
    kind = Decline if page.line.is_copy else DeclineCorrection
    posted = request.POST if request.method == "POST" else None
    # What he wanted is most often what he wants to stand there.
    form = kind(posted, initial={"statement": page.words.get(Part.WANTED, "")})
    if not form.is_valid():
        shown = {"form": form, "subject": subject, "page": page, "is_decline": True}
        return render(request, "rights/say.html", shown)
    services.decline(request.actor, subject, pk, declined(form), at=timezone.now())
    messages.success(request, _("Declined. Tell him why, and that he may complain."))
    return redirect("worker:right", subject, pk)


@require_http_methods(["GET", "HEAD", "POST"])
def statement(request: AreaRequest, subject: UUID, pk: UUID) -> HttpResponse:
    """Attach his statement after a correction was declined (RGT-02)."""
    page = _page(request, subject, pk)
    form = Statement(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        shown = {"form": form, "subject": subject, "page": page, "is_decline": False}
        return render(request, "rights/say.html", shown)
    services.attach_statement(
        request.actor, subject, pk, form.cleaned_data["statement"], at=timezone.now()
    )
    messages.success(request, _("His statement stands with it now."))
    return redirect("worker:right", subject, pk)


@require_POST
def take_back(request: AreaRequest, subject: UUID, pk: UUID) -> HttpResponse:
    """Note that he no longer wants it."""
    services.take_back(request.actor, subject, pk, at=timezone.now())
    return redirect("worker:rights", subject)


def _page(request: AreaRequest, subject: UUID, pk: UUID) -> RequestPage:
    on = local_date(timezone.now())
    return queries.request(request.actor, subject, pk, on=on)


def _show(
    request: AreaRequest,
    subject: UUID,
    pk: UUID,
    *,
    make: MakeCopy | None = None,
    correct: CorrectSession | None = None,
    status: int = 200,
) -> HttpResponse:
    page = _page(request, subject, pk)
    form = make or correct
    if form is None and page.line.is_copy:
        form = MakeCopy(places=queries.correctable(subject))
    elif form is None and page.line.place and page.line.place.session:
        form = CorrectSession()
    shown = {
        "subject": subject,
        "page": page,
        "form": form,
        "said": [(Part(part).label, words) for part, words in page.words.items()],
        "not_saved_yet": status == _CONFLICT,
        "can_state": _can_state(page),
        "edit_url": _edit_page(page),
    }
    return render(request, "rights/right.html", shown, status=status)


def _can_state(page: RequestPage) -> bool:
    is_declined = page.line.request.outcome == "DECLINED"
    return is_declined and not page.line.is_copy and Part.STATEMENT not in page.words


def _edit_page(page: RequestPage) -> str:
    """Return the address of the page where the section is usually changed."""
    place = page.line.place
    if place is None or not place.kind:
        return ""
    subject = page.line.request.subject_id
    for name in (f"person-{place.kind}", "person"):
        try:
            return reverse(f"worker:{name}", args=[subject])
        except NoReverseMatch:
            continue
    return ""
