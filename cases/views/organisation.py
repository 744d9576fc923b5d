"""The administrator's pages. He sees who works here, and no survivor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from msa.accounts.models import Role
from msa.accounts.queries import present_members

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest


@require_safe
def members(request: AreaRequest) -> HttpResponse:
    """Show who works here, as what, and since when."""
    rows = [
        (member, [Role(role).label for role in member.roles])
        for member in present_members(at=timezone.now())
    ]
    return render(request, "organisation/members.html", {"rows": rows})
