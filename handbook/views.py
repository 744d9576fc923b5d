"""Pages of an organisation's policies: the shelf, one of them, another version."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from handbook import queries, services
from handbook.forms import Beginning, Publishing, WhichVersion
from handbook.printing import render_pdf
from handbook.services import WrittenAlready
from msa.access.refusals import NotVisible
from msa.accounts.models import Role
from msa.clock.days import local_date
from msa.web.panels import panels_of

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest


@require_safe
def policies(request: AreaRequest) -> HttpResponse:
    at = timezone.now()
    page = {
        "shelf": queries.shelf(request.actor, on=local_date(at)),
        "panels": panels_of("policies", request.actor, at=at),
        "may_publish": request.actor.role != Role.WORKER,
    }
    return render(request, "handbook/policies.html", page)


@require_safe
def policy(request: AreaRequest, pk: UUID, number: int | None = None) -> HttpResponse:
    """Show one version, and to those who publish who has read it."""
    at = timezone.now()
    opened = queries.opened(request.actor, pk, on=local_date(at), number=number)
    may_publish = request.actor.role != Role.WORKER
    asks = may_publish and opened.is_in_force
    page = {
        "opened": opened,
        "may_publish": may_publish,
        "readers": queries.readers(opened.version, at=at) if asks else None,
    }
    return render(request, "handbook/policy.html", page)


@require_safe
def document(request: AreaRequest, pk: UUID, number: int) -> HttpResponse:
    """Give a version to keep: its document as it was added, or its text as a PDF.

    No browser opens a document on our address, whatever is in it.
    """
    on = local_date(timezone.now())
    version = queries.opened(request.actor, pk, on=on, number=number).version
    content, kind = (
        (queries.document(version), version.kind.media_type)
        if version.sort
        else (render_pdf(version), "application/pdf")
    )
    return HttpResponse(
        content,
        content_type=kind,
        headers={
            "Content-Disposition": f'attachment; filename="{version.file_name}"',
            "Content-Security-Policy": "sandbox; default-src 'none'",
        },
    )


@require_POST
def read(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Let him say that he has read the version that was on his page."""
    services.acknowledge(request.actor, pk, _version(request), at=timezone.now())
    messages.success(request, _("Noted: you have read it."))
    return _to(request, "policies")


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: AreaRequest) -> HttpResponse:
    """Publish the first version of a policy."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = Beginning(*sent, unwritten=queries.unwritten())
    if form.is_valid():
        try:
            version = services.begin(
                request.actor,
                form.subject(),
                form.wording(),
                title=form.cleaned_data["title"],
                id=request.actor.own(form.cleaned_data["id"]),
                at=timezone.now(),
            )
        except WrittenAlready:
            form.add_error("about", _("Somebody has just written this one"))
        else:
            return _published(request, version.policy_id)
    return render(request, "handbook/publish.html", {"form": form, "opened": None})


@require_http_methods(["GET", "HEAD", "POST"])
def another(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Publish another version of a policy."""
    opened = queries.opened(request.actor, pk, on=local_date(timezone.now()))
    form = Publishing(
        *((request.POST, request.FILES) if request.method == "POST" else ())
    )
    if form.is_valid():
        services.publish(
            request.actor,
            pk,
            form.wording(),
            id=request.actor.own(form.cleaned_data["id"]),
            at=timezone.now(),
        )
        return _published(request, pk)
    return render(request, "handbook/publish.html", {"form": form, "opened": opened})


@require_POST
def withdraw(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Take a version out of force."""
    services.withdraw(request.actor, pk, _version(request), at=timezone.now())
    messages.success(request, _("It is withdrawn. Everybody can still read it."))
    return _to(request, "policy", pk)


def _published(request: AreaRequest, pk: UUID) -> HttpResponse:
    messages.success(request, _("Published. Everybody is asked to read it."))
    return _to(request, "policy", pk)


def _version(request: AreaRequest) -> UUID:
    form = WhichVersion(request.POST)
    if not form.is_valid():
        raise NotVisible
    version: UUID = form.cleaned_data["version"]
    return version


def _to(request: AreaRequest, name: str, *which: UUID) -> HttpResponse:
    """Lead to a page of policies in the area in which this one was asked for."""
    return redirect(f"{request.actor.role.value}:{name}", *which)
