"""Pages on which a meeting is put right or taken back, and how it was told before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.gatherings import queries
from cases.gatherings.forms.corrections import CorrectMeeting, TakeBack
from cases.gatherings.looking_back import Version, whose_sessions_he_reads
from cases.gatherings.queries import MeetingPage
from cases.gatherings.services import corrections as services
from cases.gatherings.services.corrections import MeetingChanged, NotSoMany, PutRight
from cases.gatherings.services.meetings import (
    MetThatDay,
    NamesSomebody,
    NotMembersThen,
    NotThatDay,
)
from cases.gatherings.views.meetings import (
    CONFLICT,
    meeting_facts,
    nothing_stored_of,
    why,
)
from cases.policies import note_locks_at
from cases.services.corrections import SessionChanged
from msa.access.refusals import NotVisible
from msa.accounts.models import Role
from msa.accounts.queries import member_names, members_with_role

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest

_REFUSED = (
    *(MetThatDay, NamesSomebody, NotMembersThen, NotSoMany, NotThatDay),
    SessionChanged,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is told of a meeting, as it was and as it became."""

    name: str
    before: str
    after: str


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: AreaRequest, pk: UUID, met: UUID) -> HttpResponse:
    """Show a meeting that he logged or ran to be put right, and save it."""
    page = _ours(request, pk, met)
    if request.method != "POST":
        return _ask(request, page, _form(request, page))
    form = _form(request, page, request.POST)
    if not form.is_valid():
        return _ask(request, page, form)
    try:
        done = services.put_right(
            request.actor,
            pk,
            met,
            form.met(),
            form.told(),
            form.unnamed(),
            after=form.cleaned_data["revision"],
            at=timezone.now(),
        )
    except MeetingChanged:
        page = _ours(request, pk, met)
        form.follow(page.now.revision)
        return _ask(request, page, form, theirs=meeting_facts(page.now))
    except _REFUSED as fault:
        return _ask(request, page, form, refused=_why(fault))
    _tell(request, done)
    return redirect("worker:group-meeting", pk, met)


@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: AreaRequest, pk: UUID, met: UUID) -> HttpResponse:
    """Ask whether a meeting that he logged or ran is taken back, and take it back."""
    page = _ours(request, pk, met)
    asks = _some_are_unnamed(request, page)
    posted = request.POST if request.method == "POST" else None
    form = TakeBack(posted, page=page, asks=asks)
    refused = None
    if form.is_valid():
        try:
            services.take_back(
                request.actor,
                pk,
                met,
                counted=form.cleaned_data.get("counted") or 0,
                after=form.cleaned_data["revision"],
                at=timezone.now(),
            )
        except NotSoMany as fault:
            refused = _why(fault)
        except MeetingChanged:
            page = _ours(request, pk, met)
            form.follow(page.now.revision)
            refused = _("It was put right meanwhile. Look at it before you go on.")
        else:
            messages.success(request, _("Taken back. It stays to be seen that it was."))
            return redirect("worker:group-meeting", pk, met)
    context = {
        "form": form,
        "page": page,
        "refused": refused,
        "facts": meeting_facts(page.now),
    }
    status = CONFLICT if refused else None
    return render(
        request, "cases/gatherings/meeting_take_back.html", context, status=status
    )


@require_safe
def versions(request: AreaRequest, pk: UUID, met: UUID) -> HttpResponse:
    """Show every version of a meeting, and what each changed."""
    page, told = queries.meeting_versions(request.actor, pk, met)
    changes = [
        (one, meeting_facts(one) if one.is_first else _lines(before, one))
        for one, before in zip(told, [*told[1:], told[-1]], strict=True)
    ]
    context = {"page": page, "changes": changes}
    return render(request, "cases/gatherings/meeting_versions.html", context)


def _ours(request: AreaRequest, pk: UUID, met: UUID) -> MeetingPage:
    page = queries.meeting(request.actor, pk, met)
    if not page.may_put_right:
        raise NotVisible
    return page


def _form(request: AreaRequest, page: MeetingPage, data: Any = None) -> CorrectMeeting:
    here = members_with_role(Role.WORKER, at=timezone.now())
    # Whoever ran it then may have left since.
    ran_it = member_names(set(page.row.run_by))
    return CorrectMeeting(
        data,
        page=page,
        places=queries.who_may_have_come(
            request.actor, page.group.id, on=page.row.held_on
        ),
        noted=queries.how_noted(page.row.id),
        keep_notes=queries.who_keeps_notes(page.group.id),
        his_own=whose_sessions_he_reads(page.row.id),
        workers={str(one): name for one, name in ran_it.items()}
        | {str(one.id): one.name for one in here},
    )


def _some_are_unnamed(request: AreaRequest, page: MeetingPage) -> bool:
    noted = queries.how_noted(page.row.id)
    places = queries.who_may_have_come(
        request.actor, page.group.id, on=page.row.held_on
    )
    return any(one.row.subject_id not in noted for one in places)


def _ask(
    request: AreaRequest,
    page: MeetingPage,
    form: CorrectMeeting,
    *,
    theirs: object = None,
    refused: str | None = None,
) -> HttpResponse:
    locks_at = note_locks_at(page.row.logged_at)
    context = {
        "form": form,
        "page": page,
        "theirs": theirs,
        "refused": refused,
        "locks_at": locks_at,
        "is_locked": timezone.now() >= locks_at,
    }
    status = CONFLICT if theirs or refused else None
    return render(
        request, "cases/gatherings/meeting_correct.html", context, status=status
    )


def _lines(before: Version, after: Version) -> list[Line]:
    pairs = zip(meeting_facts(before), meeting_facts(after), strict=True)
    return [
        Line(name, was, became)
        for (name, was), (_name, became) in pairs
        if was != became
    ]


def _why(fault: Exception) -> str:
    if isinstance(fault, NotSoMany):
        return _(
            "Not so many men of whom we keep no notes were counted, or the group has "
            "not so many. Look at the two numbers."
        )
    if isinstance(fault, SessionChanged):
        return _("One of the records was saved at this moment. Save once more.")
    return why(fault)


def _tell(request: AreaRequest, done: PutRight) -> None:
    said = (
        _("Put right. What stood there before is kept.")
        if done.is_new
        else _("Nothing was changed: it says the same as before.")
    )
    messages.success(request, said)
    if done.left_out:
        messages.warning(request, nothing_stored_of(done.left_out))
    if done.unkept:
        messages.warning(
            request,
            _(
                "What you wrote of %(names)s was not kept. Tell his own peer worker, "
                "who can note it in his record."
            )
            % {"names": ", ".join(done.unkept)},
        )
