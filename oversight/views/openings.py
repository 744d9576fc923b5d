"""Openings worth asking about, and the manager's note that they were talked about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from oversight import rules
from oversight.enums import Outcome
from oversight.forms import TalkForm
from oversight.queries.openings import Opening, worth_asking
from oversight.services import talks

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest


@require_safe
def openings(request: AreaRequest) -> HttpResponse:
    """Show what the rules found, and the rules themselves."""
    found = worth_asking(request.actor, at=timezone.now())
    page = {
        "open": [(one, _form(one)) for one in found if not one.is_settled],
        "settled": [one for one in found if one.is_settled],
        "rules": rules.RULES.values(),
    }
    return render(request, "oversight/openings.html", page)


@require_POST
def talked_about(request: AreaRequest) -> HttpResponse:
    """Note that openings were talked about."""
    form = TalkForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Choose what came of it."))
        return redirect("manager:openings")
    talks.note(
        request.actor,
        rule=form.cleaned_data["rule"],
        member=form.cleaned_data["member"],
        on_day=form.cleaned_data["on_day"],
        up_to=form.cleaned_data["up_to"],
        outcome=Outcome(form.cleaned_data["outcome"]),
        at=timezone.now(),
    )
    messages.success(request, _("Noted."))
    return redirect("manager:openings")


def _form(opening: Opening) -> TalkForm:
    found = {
        "rule": opening.rule.code,
        "member": opening.member.id,
        "on_day": opening.on_day,
        "up_to": opening.last_at.isoformat(),
    }
    return TalkForm(initial=found, auto_id=f"{opening.key}-%s")
