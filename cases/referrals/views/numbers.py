"""The numbers for now, with the organisation's own, in each area (REF-04)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.referrals.forms.directory import OutOfHoursForm
from cases.referrals.models import OutOfHours
from cases.referrals.queries.directory import out_of_hours
from cases.referrals.services import out_of_hours as services
from msa.accounts.models import Role
from msa.web.help_lines import HelpLine, as_download, national_lines, sheet

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest


@require_safe
def help_lines(request: AreaRequest) -> HttpResponse:
    """Show whom anybody can ring now, the organisation's own first."""
    context = {
        "lines": _lines(out_of_hours()),
        "may_change": request.actor.role != Role.WORKER,
    }
    return render(request, "referrals/help_lines.html", context)


@require_safe
def on_paper(request: AreaRequest) -> HttpResponse:
    """Give the sheet that is handed to somebody."""
    return as_download(sheet(_lines(out_of_hours())))


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: AreaRequest) -> HttpResponse:
    """Say whom to ring when the organisation is closed."""
    row = out_of_hours()
    form = OutOfHoursForm(
        request.POST if request.method == "POST" else None,
        initial=model_to_dict(row) if row else {},
    )
    if not form.is_valid():
        return render(request, "referrals/help_lines_form.html", {"form": form})
    services.say(request.actor, form.details(), at=timezone.now())
    messages.success(request, _("Saved. It stands first on the page and the sheet."))
    return redirect(f"{request.actor.role.value}:help-lines")


def _lines(row: OutOfHours | None) -> list[HelpLine]:
    if row is None:
        return national_lines()
    own = HelpLine(row.called, row.phone, row.text, row.hours, row.words)
    return [own, *national_lines()]
