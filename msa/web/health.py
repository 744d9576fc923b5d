"""Whether this process can do its work, for whoever sends people to it."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

logger = logging.getLogger(__name__)


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database answers and every key fits it, otherwise 503.

    Says nothing more: which key it is stands in the log, by name.
    """
    # Imported late: the open pages are served where there is no database at all.
    from msa.tenancy.readiness import what_is_wrong

    wrong = what_is_wrong()
    for code in wrong:
        logger.error(f"not ready: {code}")
    if wrong:
        return HttpResponse("not ready", content_type="text/plain", status=503)
    return HttpResponse("ok", content_type="text/plain")
