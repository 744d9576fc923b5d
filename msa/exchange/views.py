"""The administrator's page about imports: what was read and stored, in numbers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from msa.exchange.queries import imports as queries


@require_safe
def imports(request: HttpRequest) -> HttpResponse:
    """Show the organisation's imports, newest first; nothing out of any row."""
    page = {"imports": queries.imports()}
    return render(request, "organisation/imports.html", page)
