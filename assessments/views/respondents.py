"""Who stands behind a survivor's page: the check-in that his device's cookie names."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from assessments.queries.respondent import Respondent
from assessments.services.responding import as_respondent
from assessments.views import passage
from assessments.views.passage import Passage
from msa.access.refusals import NotVisible
from msa.accounts.lock import end_meanwhile, guest_of, is_locked

More = ParamSpec("More")
Page = Callable[Concatenate[HttpRequest, Respondent, Passage, More], HttpResponse]


def respondent_page(page: Page[More]) -> Callable[..., HttpResponse]:
    """Serve a page as the survivor of the check-in that is open on this device.

    Each page gives him his time again. Without an open check-in it leads to the way in.
    """

    @wraps(page)
    def served(
        request: HttpRequest, *args: More.args, **kwargs: More.kwargs
    ) -> HttpResponse:
        held = passage.read(request)
        if held is None or not _is_open_here(request, held):
            return way_in(request)
        try:
            with as_respondent(held.opened) as respondent:
                response = page(request, respondent, held, *args, **kwargs)
        except NotVisible:
            return way_in(request)
        if settings.PASSAGE_COOKIE_NAME not in response.cookies:
            passage.write(response, held)
        return response

    return served


def _is_open_here(request: HttpRequest, held: Passage) -> bool:
    """Say whether the device may go on: handed over, only under the lock of that time.

    Whoever lent it could have kept the cookie.
    """
    return not held.handed or guest_of(request) == held.opened.device


def way_in(request: HttpRequest) -> HttpResponse:
    """Lead to where a code is entered; on a handed-over device, to the lock."""
    # There is nothing to go on with: the device can only be handed back.
    end_meanwhile(request)
    response = redirect("account_locked" if is_locked(request) else "check-in:code")
    passage.end(response)
    return response
