"""What was done without consent in one organisation, and what waits for somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cases.overrides.enums import Outcome
from cases.overrides.forms import FindForm, ReviewForm
from cases.overrides.queries import disclosures, readings
from cases.overrides.services import notices, unseen_reviews
from msa.accounts.models import Role
from msa.clock.days import local_date

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest

#: So many digits has no number of a page; Python refuses to read thousands.
_LONGEST_NUMBER = 6


@require_safe
def overview(request: AreaRequest) -> HttpResponse:
    """Show the manager what waits, the whole register, and every emergency."""
    return show_overview(request, FindForm())


def show_overview(request: AreaRequest, form: FindForm) -> HttpResponse:
    """Render the overview, with a number that was looked for."""
    number = request.GET.get("page", "")
    is_one = number.isdecimal() and len(number) <= _LONGEST_NUMBER
    page = {
        "form": form,
        "asked": disclosures.waiting(request.actor),
        "told": disclosures.to_review(),
        "read": readings.to_review(),
        "register": disclosures.register(int(number) if is_one else 1),
        "is_first": number in ("", "1"),
        "readings": readings.newest(),
        "me": request.actor.member,
        "today": local_date(timezone.now()),
    }
    return render(request, "overrides/overview.html", page)


@require_safe
def unseen(request: AreaRequest) -> HttpResponse:
    """Show the administrator what waits for a review, and of nobody."""
    return _unseen(request)


@require_POST
def review_disclosure(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Note that somebody was asked about what could not wait."""
    return _reviewed(request, pk, unseen_reviews.of_disclosure)


@require_POST
def review_reading(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Note that a manager was asked about what he read."""
    return _reviewed(request, pk, unseen_reviews.of_reading)


@require_POST
def seen(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Put a notice away."""
    notices.see(request.actor, pk, at=timezone.now())
    is_manager = request.actor.role == Role.MANAGER
    return redirect("manager:overrides" if is_manager else "admin:overrides")


def _reviewed(request: AreaRequest, pk: UUID, note: Any) -> HttpResponse:
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return _unseen(request, pk, form)
    note(request.actor, pk, Outcome(form.cleaned_data["outcome"]), at=timezone.now())
    messages.success(request, _("Noted."))
    return redirect("admin:overrides")


def _unseen(
    request: AreaRequest, pk: UUID | None = None, wrong: ReviewForm | None = None
) -> HttpResponse:
    def form_of(row: UUID) -> ReviewForm:
        is_wrong = wrong is not None and row == pk
        return wrong if wrong and is_wrong else ReviewForm(auto_id=f"{row}-%s")

    me, left = request.actor.member, readings.left_to_administrators()
    page = {
        "told": [
            (row, form_of(row.id), row.id in left and row.told_by_id != me)
            for row in disclosures.unreviewed()
        ],
        "read": [
            (row, form_of(row.id), row.id in left and row.read_by_id != me)
            for row in readings.unreviewed()
        ],
        "today": local_date(timezone.now()),
        "has_errors": wrong is not None,
    }
    return render(request, "overrides/unseen.html", page)
